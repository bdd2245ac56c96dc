-- One row per outcome of the cases active in the period, with its share of them; an empty outcome is one of its own.
with active as (
    select
        a.case_id,
        coalesce(c.outcome, '') as outcome
    from fact_active as a
    inner join cases as c
        on
            c.organisation = $organisation
            and c.case_id = a.case_id
    where
        a.started_on <= cast($last as date)
        and (a.ended_on is null or a.ended_on >= cast($first as date))
),

counted as (
    select
        a.outcome,
        count(*) as cases
    from active as a
    group by a.outcome
),

summed as (
    select sum(c.cases) as whole
    from counted as c
)

select
    c.outcome,
    c.cases,
    cast(c.cases as double) / nullif(s.whole, 0) as share
from counted as c
cross join summed as s
order by c.cases desc nulls last, c.outcome nulls last
