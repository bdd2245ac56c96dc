-- One row per obligation with the one bucket that it is in (definitions, "Obligations": the first that holds).
-- The place-th reached callback fulfils; what was not reached are the attempts of an obligation still unfilled.
with first_reached as (
    select
        a.case_id,
        a.rule,
        a.seq,
        min(
            struct_pack(
                answered_at := a.answered_at,
                callback_id := a.callback_id,
                called_at := a.called_at,
                called_on := a.called_on,
                has_time := a.has_time,
                caller_role := a.caller_role,
                caller := a.caller,
                channel := a.channel,
                contact_role := a.contact_role
            )
        ) as made
    from attempts as a
    where a.outcome = 'reached' and a.place = 1
    group by a.case_id, a.rule, a.seq
),

ranked_reached as (
    select
        a.case_id,
        a.rule,
        a.seq,
        a.place,
        row_number() over (
            partition by a.case_id, a.rule, a.seq
            order by a.answered_at nulls last, a.callback_id nulls last
        ) as turn,
        struct_pack(
            answered_at := a.answered_at,
            callback_id := a.callback_id,
            called_at := a.called_at,
            called_on := a.called_on,
            has_time := a.has_time,
            caller_role := a.caller_role,
            caller := a.caller,
            channel := a.channel,
            contact_role := a.contact_role
        ) as made
    from attempts as a
    where a.outcome = 'reached' and a.place > 1
),

fulfilling as (
    select f.case_id, f.rule, f.seq, f.made
    from first_reached as f
    union all
    select r.case_id, r.rule, r.seq, r.made
    from ranked_reached as r
    where r.turn = r.place
),

last_unreached as (
    select
        a.case_id,
        a.rule,
        a.seq,
        max(
            struct_pack(
                answered_at := a.answered_at,
                callback_id := a.callback_id,
                outcome := a.outcome,
                caller_role := a.caller_role,
                caller := a.caller,
                channel := a.channel,
                contact_role := a.contact_role
            )
        ) as made,
        count(*) as attempt_count
    from attempts as a
    where a.outcome <> 'reached'
    group by a.case_id, a.rule, a.seq
),

judged as (
    select
        o.case_id,
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
        o.expires_at,
        f.made as fulfilled,
        u.made as attempted,
        coalesce(u.attempt_count, 0) as attempt_count,
        case
            when
                o.exclusion_reason <> ''
                and o.excluded_on <= cast(o.due_at as date)
                and o.excluded_on <= cast($as_of as date)
                then 'excluded'
            when
                f.made is not null
                and case when o.by_hour then f.made.answered_at <= o.due_at else f.made.called_on <= cast(o.due_at as date) end
                then 'on_time'
            when f.made is not null then 'late'
            when cast(o.due_at as date) > cast($as_of as date) then 'pending'
            when o.is_minimum then 'missed'
            when u.made.outcome = 'refused' then 'refused'
            when u.made is not null then 'unreached'
            else 'missed'
        end as bucket
    from owed as o
    left join fulfilling as f
        on
            f.case_id = o.case_id
            and f.rule = o.rule
            and f.seq = o.seq
    left join last_unreached as u
        on
            u.case_id = o.case_id
            and u.rule = o.rule
            and u.seq = o.seq
)

select
    j.case_id,
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
    case when j.bucket in ('on_time', 'late') then j.fulfilled.callback_id end as callback_id,
    case when j.bucket in ('on_time', 'late') then j.fulfilled.called_at end as fulfilled_at,
    case when j.bucket in ('on_time', 'late') then j.fulfilled.has_time end as fulfilled_has_time,
    coalesce(j.fulfilled.caller_role, j.attempted.caller_role) as by_role,
    coalesce(j.fulfilled.caller, j.attempted.caller) as by_caller,
    coalesce(j.fulfilled.channel, j.attempted.channel) as by_channel,
    coalesce(j.fulfilled.contact_role, j.attempted.contact_role) as by_contact_role
from judged as j
