-- The callbacks of the period that are hard to believe: one row per callback and reason. together tells how many
-- callbacks the reason ties: the run of same words, the burst; one where it is about the callback alone.
with made as (
    select
        k.callback_id,
        k.case_id,
        k.caller,
        k.called_at,
        k.called_on,
        k.has_time,
        k.outcome,
        k.outcome = 'reached' and k.caller <> '' as is_talk,
        k.has_time and k.channel in ('phone', 'visit', 'interview') as is_in_person,
        k.channel = 'phone' as is_by_phone,
        c.duration_s,
        w.words
    from known_callbacks as k
    inner join callbacks as c
        on
            c.organisation = $organisation
            and c.callback_id = k.callback_id
    left join repeated_words as w
        on
            w.organisation = $organisation
            and w.callback_id = k.callback_id
    where k.called_on between cast($first_on as date) and cast($last_on as date)
),

-- What was written of a failed attempt is alike for good reason: only talks are compared.
worded as (
    select
        m.callback_id,
        m.caller,
        m.words,
        row_number() over (partition by m.caller order by m.called_at nulls last, m.callback_id nulls last)
        - row_number() over (
            partition by m.caller, m.words
            order by m.called_at nulls last, m.callback_id nulls last
        ) as run
    from made as m
    where m.is_talk
),

runs as (
    select
        w.callback_id,
        count(*) over (partition by w.caller, w.words, w.run) as together
    from worded as w
    where w.words is not null
),

talks as (
    select
        m.callback_id,
        m.caller,
        epoch(m.called_at) as began,
        epoch(m.called_at) + greatest(coalesce(m.duration_s, 0), 0) as ended,
        row_number() over (partition by m.caller order by m.called_at nulls last, m.callback_id nulls last) as turn
    from made as m
    where m.is_talk and m.is_in_person
),

beside as (
    select
        t.callback_id,
        t.began,
        t.ended,
        max(t.ended) over (
            partition by t.caller
            order by t.turn nulls last
            rows between unbounded preceding and 1 preceding
        ) as others_ended,
        lag(t.began) over (partition by t.caller order by t.turn nulls last) as began_before,
        lead(t.began) over (partition by t.caller order by t.turn nulls last) as began_after
    from talks as t
),

-- The first of so many talks within so many minutes; then every talk that one of them reaches.
firsts as (
    select
        t.caller,
        t.turn
    from talks as t
    inner join talks as u
        on
            u.caller = t.caller
            and u.turn = t.turn + cast($burst_calls as integer) - 1
    where u.began - t.began <= cast($burst_s as integer)
),

reaching as (
    select
        t.callback_id,
        t.caller,
        t.turn,
        t.began,
        max(f.turn) over (
            partition by t.caller
            order by t.turn nulls last
            rows between unbounded preceding and current row
        ) as first_turn
    from talks as t
    left join firsts as f
        on
            f.caller = t.caller
            and f.turn = t.turn
),

bursting as (
    select
        r.callback_id,
        r.caller,
        r.turn,
        r.began,
        case
            when
                r.began - lag(r.began) over (partition by r.caller order by r.turn nulls last)
                <= cast($burst_s as integer)
                then 0
            else 1
        end as is_new
    from reaching as r
    where r.turn - r.first_turn < cast($burst_calls as integer)
),

numbered as (
    select
        b.callback_id,
        b.caller,
        sum(b.is_new) over (
            partition by b.caller
            order by b.turn nulls last
            rows between unbounded preceding and current row
        ) as burst
    from bursting as b
),

bursts as (
    select
        n.callback_id,
        count(*) over (partition by n.caller, n.burst) as together
    from numbered as n
),

begun as (
    select
        e.case_id,
        min(e.happened_on) as first_on
    from known_events as e
    group by e.case_id
),

listed as (
    select
        r.callback_id,
        'same_words' as reason,
        r.together
    from runs as r
    where r.together >= cast($same_words as integer)
    union all
    select
        m.callback_id,
        'night' as reason,
        1 as together
    from made as m
    where
        m.is_in_person
        and (
            hour(m.called_at) * 60 + minute(m.called_at) < cast($waking_from as integer)
            or hour(m.called_at) * 60 + minute(m.called_at) > cast($waking_until as integer)
        )
    union all
    select
        m.callback_id,
        'duration' as reason,
        1 as together
    from made as m
    where
        m.duration_s < 0
        or (m.outcome = 'reached' and m.is_by_phone and m.duration_s < cast($shortest_s as integer))
        or (m.is_by_phone and m.duration_s > cast($longest_s as integer))
    union all
    select
        m.callback_id,
        'before_case' as reason,
        1 as together
    from made as m
    inner join begun as b
        on b.case_id = m.case_id
    where m.called_on < b.first_on
    union all
    select
        b.callback_id,
        'burst' as reason,
        b.together
    from bursts as b
    union all
    select
        b.callback_id,
        'two_at_once' as reason,
        2 as together
    from beside as b
    where
        b.others_ended > b.began
        or b.began_after < b.ended
        or b.began_before = b.began
        or b.began_after = b.began
    union all
    select distinct
        m.callback_id,
        'answer_without_contact' as reason,
        1 as together
    from made as m
    inner join answers as a
        on
            a.organisation = $organisation
            and a.callback_id = m.callback_id
    where m.outcome not in ('reached', '')
)

select
    l.reason,
    m.caller,
    m.case_id,
    m.callback_id,
    left(cast(m.called_at as varchar), case when m.has_time then 16 else 10 end) as called_at,
    l.together
from listed as l
inner join made as m
    on m.callback_id = l.callback_id
where contains($checks, concat(' ', l.reason, ' '))
order by m.caller nulls first, m.called_at nulls first, m.callback_id nulls first
