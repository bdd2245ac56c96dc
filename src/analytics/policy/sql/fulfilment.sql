-- One row per obligation with the one bucket that it is in (definitions, "Obligations": the first that holds), and
-- with the callback that decided it: the one that fulfilled it, or else the last that did not reach.
with deciding as (
    select
        a.case_id,
        a.rule_order,
        a.seq,
        a.fulfilling_turn is not null as is_fulfilled,
        a.attempt_count,
        k.callback_id,
        k.called_at,
        k.called_on,
        k.answered_at,
        k.has_time,
        k.outcome,
        k.caller_role,
        k.caller,
        k.channel,
        k.contact_role
    from attempts as a
    inner join known_callbacks as k
        on
            k.case_id = a.case_id
            and k.turn = coalesce(a.fulfilling_turn, a.last_unreached_turn)
),

judged as (
    select
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
        cast(o.due_at as date) as due_on,
        o.by_hour,
        case when n.until_turn is not null then o.opens_at else o.expires_at end as expires_at,
        coalesce(d.attempt_count, 0) as attempt_count,
        coalesce(d.is_fulfilled, false) as is_fulfilled,
        d.callback_id,
        d.called_at,
        d.has_time,
        d.caller_role,
        d.caller,
        d.channel,
        d.contact_role,
        case
            when
                o.exclusion_reason <> ''
                and o.excluded_on <= cast(o.due_at as date)
                and o.excluded_on <= cast($as_of as date)
                then 'excluded'
            when
                d.is_fulfilled
                and case when o.by_hour then d.answered_at <= o.due_at else d.called_on <= cast(o.due_at as date) end
                then 'on_time'
            when d.is_fulfilled then 'late'
            when cast(o.due_at as date) > cast($as_of as date) then 'pending'
            when o.is_minimum then 'missed'
            when d.outcome = 'refused' then 'refused'
            when d.outcome is not null then 'unreached'
            else 'missed'
        end as bucket
    from owed as o
    left join overtaken as n
        on
            n.case_id = o.case_id
            and n.rule_order = o.rule_order
            and n.seq = o.seq
    left join deciding as d
        on
            d.case_id = o.case_id
            and d.rule_order = o.rule_order
            and d.seq = o.seq
)

select
    j.case_id,
    j.rule_order,
    j.rule,
    j.seq,
    j.family,
    j.category,
    j.required_role,
    j.required_contact_role,
    j.opens_at,
    j.due_at,
    j.due_on,
    j.by_hour,
    j.expires_at,
    j.bucket,
    j.attempt_count,
    case when j.is_fulfilled then j.callback_id end as callback_id,
    case when j.is_fulfilled then j.called_at end as fulfilled_at,
    case when j.is_fulfilled then j.has_time end as fulfilled_has_time,
    j.caller_role as by_role,
    j.caller as by_caller,
    j.channel as by_channel,
    j.contact_role as by_contact_role
from judged as j
