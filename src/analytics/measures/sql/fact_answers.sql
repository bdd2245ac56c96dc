-- One row per satisfaction answer of a reached callback, scored by the policy's scale.
-- in_total: the overall answer, or every answer of a callback that has no overall one.
with overall as (
    select a.callback_id
    from answers as a
    where a.organisation = $organisation and a.dimension = 'overall'
)

select
    a.callback_id,
    f.case_id,
    f.is_known_case,
    f.called_on,
    a.dimension,
    l.score,
    l.satisfied,
    a.dimension = 'overall' or o.callback_id is null as in_total,
    f.role,
    f.caller,
    f.channel,
    f.contact_role,
    f.department,
    f.category,
    f.tier,
    f.area
from answers as a
inner join fact_callbacks as f
    on f.callback_id = a.callback_id
inner join policy_levels as l
    on l.level = a.level
left join overall as o
    on o.callback_id = a.callback_id
where a.organisation = $organisation and f.outcome = 'reached'
