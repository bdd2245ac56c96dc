-- One row per obligation with what its case is and who fulfilled or last attempted it.
select
    c.case_id,
    cast(f.due_at as date) as due_on,
    f.bucket,
    r.rule,
    r.family,
    k.category,
    k.tier,
    k.area,
    r.required_role,
    r.required_contact_role,
    coalesce(f.by_role, '') as by_role,
    coalesce(f.by_caller, '') as by_caller,
    coalesce(f.by_channel, '') as by_channel,
    coalesce(f.by_contact_role, '') as by_contact_role
from fulfilment as f
inner join policy_rules as r
    on r.rule_order = f.rule_order
inner join known_cases as c
    on c.case_no = f.case_no
inner join case_kinds as k
    on k.kind = c.kind
