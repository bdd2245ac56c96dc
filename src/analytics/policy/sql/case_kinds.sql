-- One row per kind of case: all that the scope of a rule may ask of a case. There are few, so that a rule is held
-- against kinds and not against cases.
with kinds as (
    select distinct
        coalesce(c.category, '') as category,
        coalesce(c.tier, '') as tier,
        coalesce(c.urgency, '') as urgency,
        coalesce(c.area, '') as area
    from cases as c
    where c.organisation = $organisation
)

select
    cast(
        row_number() over (
            order by k.category nulls last, k.tier nulls last, k.urgency nulls last, k.area nulls last
        ) as integer
    ) as kind,
    k.category,
    k.tier,
    k.urgency,
    k.area
from kinds as k
