-- One row per case and window rule whose anchor is known and which nothing lifts.
-- Months are added first and clamped to the month's last day, then days; hours count from the instant.
with anchored as (
    select
        w.rule,
        w.kind,
        w.unless_event,
        w.unless_when,
        w.opens_months,
        w.opens_days,
        w.opens_hours,
        w.due_months,
        w.due_days,
        w.due_hours,
        w.by_hour,
        e.case_id,
        e.happened_at as anchor_at,
        case
            when w.second_anchor = '' then e.happened_on
            else e.happened_on + cast(floor(date_diff('day', e.happened_on, s.happened_on) / 2.0) as integer)
        end as anchor_on
    from policy_windows as w
    inner join known_events as e
        on e.event = w.anchor
    left join known_events as s
        on
            s.case_id = e.case_id
            and s.event = w.second_anchor
    where w.second_anchor = '' or s.case_id is not null
),

indexed as (
    select
        a.*,
        year(a.anchor_on) * 12 + month(a.anchor_on) - 1 + a.opens_months as opens_index,
        year(a.anchor_on) * 12 + month(a.anchor_on) - 1 + a.due_months as due_index
    from anchored as a
),

monthed as (
    select
        i.*,
        make_date(
            cast(floor(i.opens_index / 12.0) as integer), cast(mod(i.opens_index, 12) + 1 as integer), 1
        ) as opens_month,
        make_date(
            cast(floor(i.due_index / 12.0) as integer), cast(mod(i.due_index, 12) + 1 as integer), 1
        ) as due_month
    from indexed as i
),

shifted as (
    select
        m.rule,
        m.kind,
        m.unless_event,
        m.unless_when,
        m.case_id,
        m.anchor_on,
        m.anchor_at,
        m.opens_hours,
        m.due_hours,
        m.by_hour,
        least(m.opens_month + cast(day(m.anchor_on) - 1 as integer), last_day(m.opens_month)) + m.opens_days as opens_day,
        least(m.due_month + cast(day(m.anchor_on) - 1 as integer), last_day(m.due_month)) + m.due_days as due_day
    from monthed as m
),

timed as (
    select
        s.rule,
        s.kind,
        s.unless_event,
        s.unless_when,
        s.case_id,
        s.anchor_on,
        s.by_hour,
        case
            when s.by_hour then s.anchor_at + s.opens_hours * interval '1' hour
            else cast(s.opens_day as timestamp)
        end as opens_at,
        case
            when s.by_hour then s.anchor_at + s.due_hours * interval '1' hour
            else cast(s.due_day as timestamp)
        end as due_at
    from shifted as s
)

select
    t.case_id,
    t.rule,
    1 as seq,
    t.opens_at,
    t.due_at,
    t.by_hour
from timed as t
left join known_events as u
    on
        u.case_id = t.case_id
        and u.event = t.unless_event
        and (
            t.unless_when = 'known'
            or (t.unless_when = 'by_anchor' and u.happened_on <= t.anchor_on)
            or (t.unless_when = 'before_opens' and u.happened_on < cast(t.opens_at as date))
        )
where
    u.case_id is null
    and (t.kind <> 'conditional' or t.anchor_on <= cast($as_of as date))
