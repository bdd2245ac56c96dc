-- One row per callback dated in the period, with its overall answer; nothing of the person who was called.
select
    left(cast(k.called_at as varchar), case when k.has_time then 16 else 10 end) as called,
    k.case_id,
    k.caller,
    k.caller_role as role,
    k.channel,
    k.outcome,
    a.level as satisfaction
from known_callbacks as k
left join answers as a
    on
        a.organisation = $organisation
        and a.callback_id = k.callback_id
        and a.dimension = 'overall'
where k.called_on between cast($first as date) and cast($last as date)
order by k.called_at nulls last, k.callback_id nulls last
