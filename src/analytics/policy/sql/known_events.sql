-- The dated moments of cases that are known on $as_of: what happened by then, and plans whenever they are for.
select
    c.case_no,
    c.kind,
    e.case_id,
    e.event,
    cast(e.happened_at as date) as happened_on,
    e.happened_at
from case_events as e
inner join known_cases as c
    on c.case_id = e.case_id
left join policy_plans as p
    on p.event = e.event
where
    e.organisation = $organisation
    and (p.event is not null or cast(e.happened_at as date) <= cast($as_of as date))
