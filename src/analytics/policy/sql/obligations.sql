-- One row per obligation, with the names of its case and of its rule.
select
    f.case_no,
    c.case_id,
    f.rule_order,
    r.rule,
    cast(f.seq as bigint) as seq,
    r.family,
    c.category,
    r.required_role,
    r.required_contact_role,
    f.opens_at,
    f.due_at,
    cast(f.due_at as date) as due_on,
    f.by_hour,
    f.expires_at,
    f.bucket,
    f.attempt_count,
    f.callback_id,
    f.fulfilled_at,
    f.fulfilled_has_time,
    f.by_role,
    f.by_caller,
    f.by_channel,
    f.by_contact_role
from fulfilment as f
inner join policy_rules as r
    on r.rule_order = f.rule_order
inner join known_cases as c
    on c.case_no = f.case_no
