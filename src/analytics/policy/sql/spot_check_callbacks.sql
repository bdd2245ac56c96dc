-- The drawn sample of a spot check of records: of each caller's callbacks of the period the share with the smallest
-- hash of seed and callback, at least one of each caller. The same seed and callbacks always draw the same sample.
with population as (
    select
        k.callback_id,
        k.case_id,
        k.caller,
        k.called_at,
        k.called_on,
        k.has_time,
        k.outcome,
        md5(concat($seed, k.callback_id)) as lot
    from known_callbacks as k
    where
        k.called_on between cast($first_on as date) and cast($last_on as date)
        and ($channels = '' or contains($channels, concat(' ', k.channel, ' ')))
        and (k.outcome = 'reached' or not cast($reached_only as boolean))
),

drawn as (
    select
        p.callback_id,
        p.case_id,
        p.caller,
        p.called_at,
        p.called_on,
        p.has_time,
        p.outcome,
        row_number() over (partition by p.caller order by p.lot nulls last, p.callback_id nulls last) as turn,
        count(*) over (partition by p.caller) as population_count
    from population as p
)

select
    d.caller,
    d.case_id,
    d.callback_id,
    left(cast(d.called_at as varchar), case when d.has_time then 16 else 10 end) as called_at,
    case when d.outcome = 'reached' then d.called_on end as reached_on
from drawn as d
-- As a decimal, because a tenth of thirty must not become four.
where d.turn <= ceil(d.population_count * cast($share as decimal(9, 6)))
order by d.caller nulls first, d.turn
