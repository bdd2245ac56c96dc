-- One row per problem item and party of which the policy asks that it holds some fields: whether it holds them all, and
-- which it lacks, parted by ;. The time for which an answer was promised may stand in the callback that the item is of.
with asked as (
    select distinct
        f.problem_id,
        f.party_role,
        f.party,
        p.field
    from fact_problems as f
    inner join policy_item_fields as p
        on
            (p.problem_kind = '' or p.problem_kind = f.problem_kind)
            and (p.category = '' or p.category = f.category)
            and case p.needed_when
                when 'unanswered' then not f.is_answered and not f.is_resolved
                when 'unresolved' then not f.is_resolved
                when 'verified' then f.verified = 'yes'
                else true
            end
            and f.raised_on >= p.from_on
            and f.raised_on < p.until_on
),

held as (
    select
        h.problem_id,
        coalesce(h.party, '') as party,
        h.field
    from problem_fields as h
    where h.organisation = $organisation
    union
    select
        p.problem_id,
        coalesce(p.party, '') as party,
        'agreed_at' as field
    from problems as p
    inner join known_callbacks as k
        on k.callback_id = p.callback_id
    where p.organisation = $organisation and k.agreed_at is not null
),

judged as (
    select
        a.problem_id,
        a.party_role,
        a.party,
        string_agg(case when h.field is null then a.field end, ';' order by a.field nulls last) as lacking
    from asked as a
    left join held as h
        on
            h.problem_id = a.problem_id
            and h.party = a.party
            and h.field = a.field
    group by a.problem_id, a.party_role, a.party
)

select
    f.problem_id,
    f.case_id,
    f.is_known_case,
    f.problem_kind,
    f.component,
    f.cause,
    f.severity,
    f.verified,
    f.party_role,
    f.party,
    f.raised_on,
    f.is_resolved,
    j.lacking is null as is_complete,
    j.lacking,
    f.category,
    f.tier,
    f.area,
    f.role,
    f.caller,
    f.channel,
    f.contact_role
from fact_problems as f
inner join judged as j
    on
        j.problem_id = f.problem_id
        and j.party_role = f.party_role
        and j.party = f.party
