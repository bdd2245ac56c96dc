-- One row per case and minimum rule: the whole span from one event to another, due some days after the second.
select
    o.case_id,
    m.rule,
    1 as seq,
    cast(o.happened_on as timestamp) as opens_at,
    cast(c.happened_on + m.due_days as timestamp) as due_at,
    false as by_hour
from policy_minimums as m
inner join known_events as o
    on o.event = m.opens_event
inner join known_events as c
    on
        c.case_id = o.case_id
        and c.event = m.closes_event
where c.happened_on <= cast($as_of as date)
