-- The drawn sample of a spot check: of the cases that were between two events when the period began, the share with
-- the smallest hash of seed and case. The same seed and cases always draw the same sample.
with population as (
    select
        a.case_id,
        md5(concat($seed, a.case_id)) as lot
    from known_events as a
    inner join known_events as b
        on
            b.case_id = a.case_id
            and b.event = $before_event
    where
        a.event = $after_event
        and a.happened_on < cast($first_on as date)
        and b.happened_on >= cast($first_on as date)
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
