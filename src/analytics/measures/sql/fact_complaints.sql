-- Cases that a party handled, and cases that were complained of: one row per case, role and party with its activity,
-- one more per complaint. Rows with an empty party_role speak of the case as a whole.
with handled as (
    select p.case_id, p.party_role, p.party
    from case_parties as p
    where p.organisation = $organisation
    union
    select f.case_id, f.party_role, f.party
    from fact_problems as f
    where f.problem_kind = 'complaint' and f.is_known_case and f.party <> ''
),

complained as (
    select f.case_id, f.party_role, f.party, f.raised_on
    from fact_problems as f
    where f.problem_kind = 'complaint' and f.is_known_case and f.party <> ''
    union all
    select f.case_id, '' as party_role, '' as party, f.raised_on
    from fact_problems as f
    where f.problem_kind = 'complaint' and f.is_known_case
),

spans as (
    select h.case_id, h.party_role, h.party, a.started_on, a.ended_on, cast(null as date) as complained_on
    from handled as h
    inner join fact_active as a
        on a.case_id = h.case_id
    union all
    select a.case_id, '' as party_role, '' as party, a.started_on, a.ended_on, cast(null as date) as complained_on
    from fact_active as a
    union all
    select
        c.case_id,
        c.party_role,
        c.party,
        cast(null as date) as started_on,
        cast(null as date) as ended_on,
        c.raised_on as complained_on
    from complained as c
)

select
    s.case_id,
    s.party_role,
    s.party,
    s.started_on,
    s.ended_on,
    s.complained_on,
    coalesce(c.category, '') as category,
    coalesce(c.tier, '') as tier,
    coalesce(c.area, '') as area
from spans as s
inner join cases as c
    on
        c.organisation = $organisation
        and c.case_id = s.case_id
