-- One row per obligation with what its case is and who fulfilled or last attempted it.
select
    o.case_id,
    o.due_on,
    o.bucket,
    o.rule,
    o.family,
    coalesce(c.category, '') as category,
    coalesce(c.tier, '') as tier,
    coalesce(c.area, '') as area,
    o.required_role,
    o.required_contact_role,
    coalesce(o.by_role, '') as by_role,
    coalesce(o.by_caller, '') as by_caller,
    coalesce(o.by_channel, '') as by_channel,
    coalesce(o.by_contact_role, '') as by_contact_role
from obligations as o
inner join cases as c
    on
        c.organisation = $organisation
        and c.case_id = o.case_id
