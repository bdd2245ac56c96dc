-- One row per party complained of in the period, and one for complaints against nobody in particular: how many complaints,
-- how many of them verified, found untrue or neither, and for how many of those verified a measure is on record.
with measured as (
    select distinct
        h.problem_id,
        coalesce(h.party, '') as party
    from problem_fields as h
    where h.organisation = $organisation and h.field = 'measure'
),

complaints as (
    select distinct
        f.problem_id,
        f.party_role,
        f.party,
        f.verified,
        m.problem_id is not null as has_measure
    from fact_problems as f
    left join measured as m
        on
            m.problem_id = f.problem_id
            and m.party = f.party
    where f.problem_kind = 'complaint' and f.raised_on between cast($first as date) and cast($last as date)
)

select
    c.party_role,
    c.party,
    count(*) as complaints,
    count(*) filter (where c.verified = 'yes') as verified,
    count(*) filter (where c.verified = 'no') as untrue,
    count(*) filter (where c.verified not in ('yes', 'no')) as unstated,
    count(*) filter (where c.verified = 'yes' and c.has_measure) as with_measure
from complaints as c
group by c.party_role, c.party
order by verified desc nulls last, complaints desc nulls last, c.party_role nulls last, c.party nulls last
