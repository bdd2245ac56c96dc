-- One row per case that has started: from when until when it is active, and whether it was reached at all.
-- Of several events that may open or close its time the first counts.
with spans as (
    select
        k.case_id,
        min(k.happened_on) filter (where a.opens) as started_on,
        min(k.happened_on) filter (where not a.opens) as ended_on
    from known_events as k
    inner join policy_active as a
        on a.event = k.event
    group by k.case_id
),

reached as (
    select distinct k.case_id
    from known_callbacks as k
    where k.outcome = 'reached'
)

select
    c.case_id,
    s.started_on,
    s.ended_on,
    r.case_id is not null as is_reached,
    coalesce(c.category, '') as category,
    coalesce(c.tier, '') as tier,
    coalesce(c.area, '') as area
from cases as c
inner join spans as s
    on s.case_id = c.case_id
left join reached as r
    on r.case_id = c.case_id
where c.organisation = $organisation and s.started_on is not null
