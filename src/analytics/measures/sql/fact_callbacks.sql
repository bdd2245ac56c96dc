-- One row per known callback; is_known_case tells whether its case is in the ledger.
-- in_hours is empty where the policy sets no hours or the callback holds no time; is_complete where it requires no
-- fields.
with held as (
    select
        f.callback_id,
        count(*) as held_count
    from callback_fields as f
    inner join policy_fields as p
        on p.field = f.field
    where f.organisation = $organisation
    group by f.callback_id
),

required as (
    select count(*) as required_count
    from policy_fields
),

spans as (
    select count(*) as span_count
    from policy_hours
),

inside as (
    select distinct k.callback_id
    from known_callbacks as k
    inner join policy_hours as h
        on
            k.has_time
            and hour(k.called_at) * 60 + minute(k.called_at)
            >= cast(left(h.opens, 2) as integer) * 60 + cast(right(h.opens, 2) as integer)
            and hour(k.called_at) * 60 + minute(k.called_at)
            <= cast(left(h.closes, 2) as integer) * 60 + cast(right(h.closes, 2) as integer)
)

select
    k.callback_id,
    k.case_id,
    c.case_id is not null as is_known_case,
    k.called_on,
    k.outcome,
    k.caller_role as role,
    k.caller,
    k.channel,
    k.contact_role,
    coalesce(c.category, '') as category,
    coalesce(c.tier, '') as tier,
    coalesce(c.area, '') as area,
    case when s.span_count > 0 and k.has_time and k.channel = 'phone' then i.callback_id is not null end as in_hours,
    case when r.required_count > 0 then coalesce(h.held_count, 0) = r.required_count end as is_complete
from known_callbacks as k
cross join required as r
cross join spans as s
left join cases as c
    on
        c.organisation = $organisation
        and c.case_id = k.case_id
left join held as h
    on h.callback_id = k.callback_id
left join inside as i
    on i.callback_id = k.callback_id
