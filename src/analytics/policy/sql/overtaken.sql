-- Obligations that a callback of the day on which they open ended: it gave rise to the next one of their case and scope.
-- It is the last that may still count for them; until_turn is its turn.
select
    o.case_no,
    o.rule_order,
    o.seq,
    min(n.raised_turn) as until_turn
from owed as n
inner join owed as o
    on
        o.case_no = n.case_no
        and o.scope = n.scope
        and o.opens_at = n.opens_at
        and o.raised_turn < n.raised_turn
where n.raised_turn > 0
group by o.case_no, o.rule_order, o.seq
