-- One row per round of callbacks and contact role that the case names: every named contact is to be reached in it.
with contacts as (
    select
        n.case_no,
        n.kind,
        c.contact_role
    from case_contacts as c
    inner join known_cases as n
        on n.case_id = c.case_id
    where c.organisation = $organisation
)

select
    w.case_no,
    r.rule_order,
    ((w.seq - 1) * r.round_count + r.round_place) * r.contact_count + r.contact_place + 1 as seq,
    w.opens_at,
    w.due_at,
    w.by_hour,
    w.raised_turn
from windows as w
inner join policy_rounds as r
    on r.round_order = w.rule_order
inner join contacts as c
    on
        c.case_no = w.case_no
        and c.contact_role = r.contact_role
left join out_of_scope as o
    on
        o.kind = c.kind
        and o.rule_order = r.rule_order
where o.kind is null
