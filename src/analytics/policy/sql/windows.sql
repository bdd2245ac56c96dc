-- One row per obligation of a rule that hangs on an event: case, rule, seq and window. What the policy's dates are for a
-- day of the event was worked out beforehand; rules in hours count from the instant.
with fitting as (
    select
        w.rule_order,
        w.condition_order,
        w.anchor,
        w.second_anchor,
        w.is_awaited,
        k.kind
    from policy_windows as w
    cross join case_kinds as k
    left join out_of_scope as o
        on
            o.rule_order = w.rule_order
            and o.kind = k.kind
    where o.kind is null
),

anchored as (
    select
        f.rule_order,
        e.case_no,
        1 as occurrence,
        0 as raised_turn,
        e.happened_at as anchor_at,
        e.happened_on as anchor_on
    from fitting as f
    inner join known_events as e
        on
            e.event = f.anchor
            and e.kind = f.kind
    where f.second_anchor = '' and (not f.is_awaited or e.happened_on <= cast($as_of as date))
    union all
    select
        f.rule_order,
        e.case_no,
        1 as occurrence,
        0 as raised_turn,
        e.happened_at as anchor_at,
        e.happened_on + cast(floor(date_diff('day', e.happened_on, s.happened_on) / 2.0) as integer) as anchor_on
    from fitting as f
    inner join known_events as e
        on
            e.event = f.anchor
            and e.kind = f.kind
    inner join known_events as s
        on
            s.event = f.second_anchor
            and s.case_no = e.case_no
    where
        not f.is_awaited
        or e.happened_on + cast(floor(date_diff('day', e.happened_on, s.happened_on) / 2.0) as integer)
        <= cast($as_of as date)
    union all
    select
        f.rule_order,
        m.case_no,
        m.occurrence,
        m.raised_turn,
        m.happened_at as anchor_at,
        m.happened_on as anchor_on
    from fitting as f
    inner join condition_moments as m
        on
            m.rule_order = f.condition_order
            and m.kind = f.kind
),

-- From which day of its event a rule is lifted for a case, and after which day it opens no more.
lifts as (
    select
        l.rule_order,
        u.case_no,
        min(case l.lifted_when when 'known' then date '0001-01-01' when 'by_anchor' then u.happened_on end) as lifted_on,
        min(case l.lifted_when when 'before_opens' then u.happened_on end) as last_on
    from policy_lifts as l
    inner join known_events as u
        on u.event = l.event
    group by l.rule_order, u.case_no
),

caps as (
    select
        p.rule_order,
        e.case_no,
        p.latest_on
    from policy_caps as p
    inner join known_events as e
        on
            e.event = p.event
            and e.happened_on = p.event_on
),

bounded as (
    select
        a.rule_order,
        a.case_no,
        a.occurrence,
        a.raised_turn,
        a.anchor_at,
        a.anchor_on,
        l.last_on,
        c.latest_on
    from anchored as a
    left join lifts as l
        on
            l.case_no = a.case_no
            and l.rule_order = a.rule_order
    left join caps as c
        on
            c.case_no = a.case_no
            and c.rule_order = a.rule_order
    where l.lifted_on is null or l.lifted_on > a.anchor_on
)

select
    b.case_no,
    b.rule_order,
    b.occurrence + d.seq - 1 as seq,
    cast(d.opens_on as timestamp) as opens_at,
    cast(greatest(d.opens_on, least(d.due_on, coalesce(b.latest_on, d.due_on))) as timestamp) as due_at,
    false as by_hour,
    b.raised_turn,
    d.drawn_on
from bounded as b
inner join policy_dates as d
    on
        d.rule_order = b.rule_order
        and d.anchor_on = b.anchor_on
where b.last_on is null or b.last_on >= d.opens_on
union all
select
    b.case_no,
    b.rule_order,
    b.occurrence as seq,
    b.anchor_at + w.opens_hours * interval '1' hour as opens_at,
    b.anchor_at + w.due_hours * interval '1' hour as due_at,
    true as by_hour,
    b.raised_turn,
    cast(null as date) as drawn_on
from bounded as b
inner join policy_windows as w
    on
        w.rule_order = b.rule_order
        and w.by_hour
where
    b.anchor_at >= w.anchored_from
    and b.anchor_at < w.anchored_before
    and (b.last_on is null or b.last_on >= cast(b.anchor_at + w.opens_hours * interval '1' hour as date))
