-- The drawn sample of a spot check: of the cases that are active in the period for at least a day, the share with the
-- smallest hash of seed and case. The same seed and cases always draw the same sample.
with population as (
    select
        a.case_id,
        md5(concat($seed, a.case_id)) as lot
    from fact_active as a
    where
        a.started_on <= cast($last_on as date)
        and (a.ended_on is null or a.ended_on >= cast($first_on as date))
),

drawn as (
    select
        p.case_id,
        row_number() over (order by p.lot nulls last, p.case_id nulls last) as turn,
        count(*) over () as population_count
    from population as p
)

select
    '' as caller,
    d.case_id,
    cast(null as varchar) as callback_id,
    cast(null as date) as called_on,
    min(k.called_on) as reached_on
from drawn as d
left join known_callbacks as k
    on
        k.case_id = d.case_id
        and k.outcome = 'reached'
        and k.called_on between cast($first_on as date) and cast($last_on as date)
-- As a decimal, because a tenth of thirty must not become four.
where d.turn <= ceil(d.population_count * cast($share as decimal(9, 6)))
group by d.case_id, d.turn
order by d.turn
