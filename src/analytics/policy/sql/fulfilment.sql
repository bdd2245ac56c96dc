-- One row per obligation with the one bucket that it is in (definitions, "Obligations": the first that holds), and
-- with the callback that decided it: the one that fulfilled it, or else the last that did not reach.
with exclusions as (
    select
        c.case_no,
        c.excluded_on
    from known_cases as c
    where c.exclusion_reason <> '' and c.excluded_on <= cast($as_of as date)
),

deciding as (
    select
        a.case_no,
        a.rule_order,
        a.seq,
        a.fulfilling_turn is not null as is_fulfilled,
        a.attempt_count,
        k.callback_id,
        k.called_at,
        k.answered_at,
        k.has_time,
        k.outcome = 'refused' as is_refused,
        k.caller_role,
        k.caller,
        k.channel,
        k.contact_role
    from attempts as a
    inner join known_callbacks as k
        on
            k.case_no = a.case_no
            and k.turn = coalesce(a.fulfilling_turn, a.last_unreached_turn)
)

select
    o.case_no,
    o.rule_order,
    o.seq,
    o.opens_at,
    o.due_at,
    o.by_hour,
    case when n.until_turn is not null then o.opens_at else o.expires_at end as expires_at,
    case
        when e.excluded_on <= cast(o.due_at as date) then 'excluded'
        when
            d.is_fulfilled
            and case
                when o.by_hour then d.answered_at <= o.due_at
                else cast(d.called_at as date) <= cast(o.due_at as date)
            end
            then 'on_time'
        when d.is_fulfilled then 'late'
        when cast(o.due_at as date) > cast($as_of as date) then 'pending'
        when r.needed > 0 then 'missed'
        when d.is_refused then 'refused'
        when d.case_no is not null then 'unreached'
        else 'missed'
    end as bucket,
    coalesce(d.attempt_count, 0) as attempt_count,
    case when d.is_fulfilled then d.callback_id end as callback_id,
    case when d.is_fulfilled then d.called_at end as fulfilled_at,
    case when d.is_fulfilled then d.has_time end as fulfilled_has_time,
    d.caller_role as by_role,
    d.caller as by_caller,
    d.channel as by_channel,
    d.contact_role as by_contact_role
from owed as o
inner join policy_rules as r
    on r.rule_order = o.rule_order
left join exclusions as e
    on e.case_no = o.case_no
left join overtaken as n
    on
        n.case_no = o.case_no
        and n.rule_order = o.rule_order
        and n.seq = o.seq
left join deciding as d
    on
        d.case_no = o.case_no
        and d.rule_order = o.rule_order
        and d.seq = o.seq
