-- One row per case with its number and its kind. Everything on the way to the obligations goes by the number.
select
    cast(row_number() over (order by c.case_id nulls last) as integer) as case_no,
    c.case_id,
    k.kind,
    k.category,
    c.excluded_on,
    coalesce(c.exclusion_reason, '') as exclusion_reason
from cases as c
inner join case_kinds as k
    on
        k.category = coalesce(c.category, '')
        and k.tier = coalesce(c.tier, '')
        and k.urgency = coalesce(c.urgency, '')
        and k.area = coalesce(c.area, '')
where c.organisation = $organisation
