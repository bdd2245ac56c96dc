-- One row per round of callbacks and contact role that the case names: every named contact is to be reached in it.
select
    w.case_id,
    r.rule_order,
    ((w.seq - 1) * r.round_count + r.round_place) * r.contact_count + r.contact_place + 1 as seq,
    w.opens_at,
    w.due_at,
    w.by_hour,
    w.raised_turn
from windows as w
inner join policy_rounds as r
    on r.round_order = w.rule_order
inner join case_contacts as c
    on
        c.organisation = $organisation
        and c.case_id = w.case_id
        and c.contact_role = r.contact_role
left join out_of_scope as o
    on
        o.case_id = w.case_id
        and o.rule_order = r.rule_order
where o.case_id is null
