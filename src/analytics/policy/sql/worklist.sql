-- Who is due or overdue: obligations that are open, not fulfilled and not yet overtaken by the next of their family,
-- with the last attempt of each and who called the case last. reached: of a minimum, how often it was reached so far.
with open_ones as (
    select
        o.case_no,
        o.case_id,
        o.rule_order,
        o.rule,
        o.seq,
        o.family,
        o.category,
        o.required_role,
        o.required_contact_role,
        o.opens_at,
        o.due_at,
        o.due_on,
        o.by_hour,
        o.expires_at,
        o.bucket,
        o.attempt_count
    from obligations as o
    where
        o.bucket in ('missed', 'unreached', 'refused', 'pending')
        and cast(o.opens_at as date) <= cast($as_of as date)
        and (o.expires_at is null or cast(o.expires_at as date) > cast($as_of as date))
),

last_callback as (
    select
        c.case_id,
        c.caller,
        row_number() over (
            partition by c.case_id
            order by c.answered_at desc nulls last, c.callback_id desc nulls last
        ) as turn
    from known_callbacks as c
    where c.caller <> ''
),

reached as (
    select
        o.case_no,
        o.rule_order,
        o.seq,
        count(*) as reached
    from open_ones as o
    inner join policy_rules as w
        on
            w.rule_order = o.rule_order
            and w.needed > 0
    inner join known_callbacks as k
        on
            k.case_no = o.case_no
            and k.outcome = 'reached'
            and k.called_at >= o.opens_at
            and (o.expires_at is null or k.called_at < o.expires_at)
            and (w.required_role = '' or w.required_role = k.caller_role)
            and (w.required_contact_role = '' or w.required_contact_role = k.contact_role)
            and (w.required_channels = '' or contains(w.required_channels, concat(' ', k.channel, ' ')))
            and (w.required_purpose = '' or w.required_purpose = k.purpose)
    group by o.case_no, o.rule_order, o.seq
)

select
    o.case_id,
    o.rule,
    o.seq,
    nullif(o.required_role, '') as role,
    nullif(o.required_contact_role, '') as contact_role,
    left(cast(o.opens_at as varchar), case when o.by_hour then 19 else 10 end) as opens,
    left(cast(o.due_at as varchar), case when o.by_hour then 19 else 10 end) as due,
    date_diff('day', cast($as_of as date), o.due_on) as days_left,
    o.bucket,
    o.attempt_count as attempts,
    t.called_on as last_tried,
    t.outcome as last_outcome,
    l.caller as last_caller,
    coalesce(r.reached, 0) as reached,
    nullif(o.category, '') as category,
    nullif(c.tier, '') as tier,
    nullif(c.urgency, '') as urgency
from open_ones as o
inner join cases as c
    on
        c.organisation = $organisation
        and c.case_id = o.case_id
left join attempts as a
    on
        a.case_no = o.case_no
        and a.rule_order = o.rule_order
        and a.seq = o.seq
left join known_callbacks as t
    on
        t.case_no = a.case_no
        and t.turn = a.last_unreached_turn
left join last_callback as l
    on l.case_id = o.case_id and l.turn = 1
left join reached as r
    on
        r.case_no = o.case_no
        and r.rule_order = o.rule_order
        and r.seq = o.seq
order by o.due_at nulls first, o.case_id nulls first, o.rule_order nulls first, o.seq nulls first
