-- One row per case and minimum rule: the whole span from one event to another, due some days after the second.
select
    e.case_no,
    m.rule_order,
    1 as seq,
    cast(e.happened_on as timestamp) as opens_at,
    cast(d.due_on as timestamp) as due_at,
    false as by_hour,
    0 as raised_turn
from policy_minimums as m
inner join known_events as e
    on e.event = m.opens_event
inner join known_events as c
    on
        c.case_no = e.case_no
        and c.event = m.closes_event
inner join policy_dates as d
    on
        d.rule_order = m.rule_order
        and d.anchor_on = c.happened_on
left join out_of_scope as o
    on
        o.kind = e.kind
        and o.rule_order = m.rule_order
where o.kind is null
