-- Cases as such and cases as a party handled them, in a period in which they are active or complained of.
-- One row per case (scope case) or case, role and party (scope party) with its activity, and one more per complaint of
-- the case; is_against tells whether that complaint is against this party.
with complaints as (
    select f.case_id, f.party_role, f.party, f.raised_on
    from fact_problems as f
    where f.problem_kind = 'complaint' and f.is_known_case
),

handled as (
    select 'party' as scope, p.case_id, p.party_role, p.party
    from case_parties as p
    where p.organisation = $organisation
    union
    select 'party' as scope, c.case_id, c.party_role, c.party
    from complaints as c
    where c.party <> ''
    union
    select 'case' as scope, c.case_id, '' as party_role, '' as party
    from cases as c
    where c.organisation = $organisation
),

spans as (
    select
        h.scope,
        h.case_id,
        h.party_role,
        h.party,
        a.started_on,
        a.ended_on,
        cast(null as date) as complained_on,
        false as is_against
    from handled as h
    inner join fact_active as a
        on a.case_id = h.case_id
    union all
    select
        h.scope,
        h.case_id,
        h.party_role,
        h.party,
        cast(null as date) as started_on,
        cast(null as date) as ended_on,
        c.raised_on as complained_on,
        h.scope = 'case' or (c.party_role = h.party_role and c.party = h.party) as is_against
    from handled as h
    inner join complaints as c
        on c.case_id = h.case_id
)

select
    s.case_id,
    s.scope,
    s.party_role,
    s.party,
    s.started_on,
    s.ended_on,
    s.complained_on,
    s.is_against,
    coalesce(c.category, '') as category,
    coalesce(c.tier, '') as tier,
    coalesce(c.area, '') as area
from spans as s
inner join cases as c
    on
        c.organisation = $organisation
        and c.case_id = s.case_id
