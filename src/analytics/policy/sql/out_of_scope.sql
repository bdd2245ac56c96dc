-- One row per rule and kind of case that the rule is not for. A scope lists its values between marks; an empty one is any.
-- excepts: the values are those of the cases that the rule is not for.
select distinct
    s.rule_order,
    c.kind
from policy_scopes as s
cross join case_kinds as c
where
    case
        when s.excepts then
            contains(s.categories, concat(chr(31), c.category, chr(31)))
            or contains(s.tiers, concat(chr(31), c.tier, chr(31)))
            or contains(s.urgencies, concat(chr(31), c.urgency, chr(31)))
            or contains(s.areas, concat(chr(31), c.area, chr(31)))
        else
            (s.categories <> '' and not contains(s.categories, concat(chr(31), c.category, chr(31))))
            or (s.tiers <> '' and not contains(s.tiers, concat(chr(31), c.tier, chr(31))))
            or (s.urgencies <> '' and not contains(s.urgencies, concat(chr(31), c.urgency, chr(31))))
            or (s.areas <> '' and not contains(s.areas, concat(chr(31), c.area, chr(31))))
    end
