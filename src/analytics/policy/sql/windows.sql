-- One row per obligation of a rule that hangs on an event: case, rule, seq and window. What the policy's dates are for a
-- day of the event was worked out beforehand; rules in hours count from the instant.
with lifts as (
    select
        l.rule_order,
        l.lifted_when,
        u.case_id,
        u.happened_on
    from policy_lifts as l
    inner join known_events as u
        on u.event = l.event
),

caps as (
    select
        p.rule_order,
        e.case_id,
        p.latest_on
    from policy_caps as p
    inner join known_events as e
        on
            e.event = p.event
            and e.happened_on = p.event_on
),

anchored as (
    select
        w.rule_order,
        w.by_hour,
        w.opens_hours,
        w.due_hours,
        w.anchored_from,
        w.anchored_before,
        e.case_id,
        1 as occurrence,
        0 as raised_turn,
        e.happened_at as anchor_at,
        case
            when w.second_anchor = '' then e.happened_on
            else e.happened_on + cast(floor(date_diff('day', e.happened_on, s.happened_on) / 2.0) as integer)
        end as anchor_on,
        w.is_awaited
    from policy_windows as w
    inner join known_events as e
        on e.event = w.anchor
    left join known_events as s
        on
            s.case_id = e.case_id
            and s.event = w.second_anchor
    where w.second_anchor = '' or s.case_id is not null
    union all
    select
        w.rule_order,
        w.by_hour,
        w.opens_hours,
        w.due_hours,
        w.anchored_from,
        w.anchored_before,
        m.case_id,
        m.occurrence,
        m.raised_turn,
        m.happened_at as anchor_at,
        m.happened_on as anchor_on,
        false as is_awaited
    from policy_windows as w
    inner join condition_moments as m
        on m.rule_order = w.condition_order
),

timed as (
    select
        a.rule_order,
        a.case_id,
        a.raised_turn,
        a.anchor_on,
        a.by_hour,
        d.drawn_on,
        a.occurrence + coalesce(d.seq, 1) - 1 as seq,
        case
            when a.by_hour then a.anchor_at + a.opens_hours * interval '1' hour
            else cast(d.opens_on as timestamp)
        end as opens_at,
        case
            when a.by_hour then a.anchor_at + a.due_hours * interval '1' hour
            else cast(greatest(d.opens_on, least(d.due_on, coalesce(c.latest_on, d.due_on))) as timestamp)
        end as due_at
    from anchored as a
    left join policy_dates as d
        on
            d.rule_order = a.rule_order
            and d.anchor_on = a.anchor_on
    left join caps as c
        on
            c.rule_order = a.rule_order
            and c.case_id = a.case_id
    where
        (not a.is_awaited or a.anchor_on <= cast($as_of as date))
        and case
            when a.by_hour then a.anchor_at >= a.anchored_from and a.anchor_at < a.anchored_before
            else d.rule_order is not null
        end
)

select
    t.case_id,
    t.rule_order,
    t.seq,
    t.opens_at,
    t.due_at,
    t.by_hour,
    t.raised_turn,
    t.drawn_on
from timed as t
left join lifts as l
    on
        l.case_id = t.case_id
        and l.rule_order = t.rule_order
        and (
            l.lifted_when = 'known'
            or (l.lifted_when = 'by_anchor' and l.happened_on <= t.anchor_on)
            or (l.lifted_when = 'before_opens' and l.happened_on < cast(t.opens_at as date))
        )
left join out_of_scope as o
    on
        o.case_id = t.case_id
        and o.rule_order = t.rule_order
where l.case_id is null and o.case_id is null
