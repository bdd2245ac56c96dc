-- One row per case that is or was active: from when until when, how its obligations stand, and its last callback.
-- owed: obligations that are due and not excluded; open: those of them that nothing fulfilled.
with counted as (
    select
        o.case_id,
        count(*) filter (where o.bucket not in ('excluded', 'pending')) as owed,
        count(*) filter (where o.bucket in ('on_time', 'late')) as done,
        count(*) filter (where o.bucket in ('missed', 'unreached', 'refused')) as open,
        min(o.due_on) filter (where o.bucket = 'pending') as next_due
    from obligations as o
    group by o.case_id
),

latest as (
    select
        k.case_id,
        max(k.turn) as turn
    from known_callbacks as k
    group by k.case_id
)

select
    a.case_id,
    a.category,
    a.area,
    a.started_on,
    p.happened_on as planned_on,
    a.ended_on,
    date_diff('day', p.happened_on, a.ended_on) as days_late,
    coalesce(c.owed, 0) as owed,
    coalesce(c.done, 0) as done,
    coalesce(c.open, 0) as open,
    c.next_due,
    k.called_on as last_called_on,
    k.outcome as last_outcome
from fact_active as a
left join known_events as p
    on
        p.case_id = a.case_id
        and p.event = 'planned_end'
left join counted as c
    on c.case_id = a.case_id
left join latest as l
    on l.case_id = a.case_id
left join known_callbacks as k
    on
        k.case_id = l.case_id
        and k.turn = l.turn
where a.started_on <= cast($last as date)
order by open desc nulls last, c.next_due nulls last, a.case_id nulls last
