-- Obligations as they are handed out: a rule in days shows dates, a rule in hours instants; empty is unknown or any.
-- The order is that of the pack's rules; a rule has a number for each of its versions and contact roles.
with numbered as (
    select
        r.rule,
        min(r.rule_order) as first_order
    from policy_rules as r
    group by r.rule
)

select
    o.case_id,
    o.rule,
    o.seq,
    o.family,
    nullif(o.category, '') as category,
    nullif(o.required_role, '') as role,
    nullif(o.required_contact_role, '') as contact_role,
    left(cast(o.opens_at as varchar), case when o.by_hour then 19 else 10 end) as opens,
    left(cast(o.due_at as varchar), case when o.by_hour then 19 else 10 end) as due,
    left(cast(o.expires_at as varchar), case when o.by_hour then 19 else 10 end) as expires,
    o.bucket,
    o.callback_id,
    left(cast(o.fulfilled_at as varchar), case when o.fulfilled_has_time then 19 else 10 end) as fulfilled_at
from obligations as o
inner join numbered as n
    on n.rule = o.rule
where o.due_on between cast($first as date) and cast($last as date)
order by o.case_id nulls first, n.first_order nulls first, o.seq nulls first
