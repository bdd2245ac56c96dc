-- Who is due or overdue: obligations that are open, not fulfilled and not yet overtaken by the next of their family.
with last_callback as (
    select
        c.case_id,
        c.caller,
        row_number() over (
            partition by c.case_id
            order by c.answered_at desc nulls last, c.callback_id desc nulls last
        ) as turn
    from known_callbacks as c
    where c.caller <> ''
)

select
    o.case_id,
    o.rule,
    nullif(o.required_role, '') as role,
    left(cast(o.opens_at as varchar), case when o.by_hour then 19 else 10 end) as opens,
    left(cast(o.due_at as varchar), case when o.by_hour then 19 else 10 end) as due,
    date_diff('day', cast($as_of as date), o.due_on) as days_left,
    o.bucket,
    o.attempt_count as attempts,
    l.caller as last_caller,
    nullif(o.category, '') as category
from obligations as o
left join last_callback as l
    on l.case_id = o.case_id and l.turn = 1
where
    o.bucket in ('missed', 'unreached', 'refused', 'pending')
    and cast(o.opens_at as date) <= cast($as_of as date)
    and (o.expires_at is null or cast(o.expires_at as date) > cast($as_of as date))
order by o.due_at nulls first, o.case_id nulls first, o.rule_order nulls first, o.seq nulls first
