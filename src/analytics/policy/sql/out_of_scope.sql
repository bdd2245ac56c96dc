-- One row per rule and case that the rule is not for. A scope lists its values between marks; an empty one is any.
-- excepts: the values are those of the cases that the rule is not for.
select distinct
    s.rule_order,
    c.case_id
from policy_scopes as s
inner join cases as c
    on c.organisation = $organisation
where
    case
        when s.excepts then
            contains(s.categories, concat(chr(31), coalesce(c.category, ''), chr(31)))
            or contains(s.tiers, concat(chr(31), coalesce(c.tier, ''), chr(31)))
            or contains(s.urgencies, concat(chr(31), coalesce(c.urgency, ''), chr(31)))
            or contains(s.areas, concat(chr(31), coalesce(c.area, ''), chr(31)))
        else
            (s.categories <> '' and not contains(s.categories, concat(chr(31), coalesce(c.category, ''), chr(31))))
            or (s.tiers <> '' and not contains(s.tiers, concat(chr(31), coalesce(c.tier, ''), chr(31))))
            or (s.urgencies <> '' and not contains(s.urgencies, concat(chr(31), coalesce(c.urgency, ''), chr(31))))
            or (s.areas <> '' and not contains(s.areas, concat(chr(31), coalesce(c.area, ''), chr(31))))
    end
