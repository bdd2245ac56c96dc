-- One row per case that has started: from when until when it is active, and whether it was reached at all.
with reached as (
    select distinct k.case_id
    from known_callbacks as k
    where k.outcome = 'reached'
)

select
    c.case_id,
    s.happened_on as started_on,
    e.happened_on as ended_on,
    r.case_id is not null as is_reached,
    coalesce(c.category, '') as category,
    coalesce(c.tier, '') as tier,
    coalesce(c.area, '') as area
from cases as c
cross join policy_active as a
inner join known_events as s
    on
        s.case_id = c.case_id
        and s.event = a.opens_event
left join known_events as e
    on
        e.case_id = c.case_id
        and e.event = a.closes_event
left join reached as r
    on r.case_id = c.case_id
where c.organisation = $organisation
