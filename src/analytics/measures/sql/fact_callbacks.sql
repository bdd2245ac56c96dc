-- One row per known callback; is_known_case tells whether its case is in the ledger.
-- in_hours is empty where the policy sets no hours or the callback holds no time; is_complete where it requires no
-- fields. department is the caller's on that day, by the list of staff.
with fulfilling as (
    -- The rules of which a field is asked, by the callback that fulfilled them.
    select
        o.callback_id,
        string_agg(distinct concat(' ', o.rule, ' '), '' order by concat(' ', o.rule, ' ') nulls last) as rules
    from obligations as o
    inner join (select distinct p.rule from policy_fields as p where p.rule <> '') as r
        on r.rule = o.rule
    where o.callback_id is not null
    group by o.callback_id
),

called as (
    select
        k.callback_id,
        k.case_id,
        c.case_id is not null as is_known_case,
        k.called_at,
        k.called_on,
        k.has_time,
        k.outcome,
        k.caller_role,
        k.caller,
        k.channel,
        k.contact_role,
        coalesce(c.category, '') as category,
        coalesce(c.tier, '') as tier,
        coalesce(c.area, '') as area,
        coalesce(f.rules, '') as fulfilled,
        r.from_on as record_from_on
    from known_callbacks as k
    inner join policy_record_spans as r
        on
            k.called_on >= r.from_on
            and k.called_on < r.until_on
    left join cases as c
        on
            c.organisation = $organisation
            and c.case_id = k.case_id
    left join fulfilling as f
        on f.callback_id = k.callback_id
),

departments as (
    select
        k.callback_id,
        min(s.department) as department
    from called as k
    inner join staff as s
        on
            s.organisation = $organisation
            and s.name = k.caller
            and (s.from_on is null or s.from_on <= k.called_on)
            and (s.to_on is null or s.to_on >= k.called_on)
    where s.department is not null
    group by k.callback_id
),

-- Which fields are asked of which kind of callback.
kinds as (
    select distinct
        k.category,
        k.channel,
        k.outcome,
        k.fulfilled,
        k.record_from_on
    from called as k
),

needs as (
    select distinct
        k.category,
        k.channel,
        k.outcome,
        k.fulfilled,
        k.record_from_on,
        p.field
    from kinds as k
    inner join policy_fields as p
        on
            (p.category = '' or p.category = k.category)
            and (p.channel = '' or p.channel = k.channel)
            and (p.needed_when = '' or (p.needed_when = 'reached') = (k.outcome = 'reached'))
            and (p.outcome = '' or p.outcome = k.outcome)
            and (p.rule = '' or contains(k.fulfilled, concat(' ', p.rule, ' ')))
            and k.record_from_on >= p.from_on
            and k.record_from_on < p.until_on
),

asked as (
    select
        n.category,
        n.channel,
        n.outcome,
        n.fulfilled,
        n.record_from_on,
        count(*) as needed_count
    from needs as n
    group by n.category, n.channel, n.outcome, n.fulfilled, n.record_from_on
),

fields as (
    select distinct p.field
    from policy_fields as p
),

filled as (
    select
        f.callback_id,
        p.field
    from fields as p
    inner join callback_fields as f
        on
            f.organisation = $organisation
            and f.field = p.field
    union all
    select
        k.callback_id,
        p.field
    from fields as p
    inner join case_fields as f
        on
            f.organisation = $organisation
            and f.field = p.field
    inner join called as k
        on k.case_id = f.case_id
),

held as (
    select
        k.callback_id,
        count(*) as held_count
    from filled as f
    inner join called as k
        on k.callback_id = f.callback_id
    inner join needs as n
        on
            n.field = f.field
            and n.category = k.category
            and n.channel = k.channel
            and n.outcome = k.outcome
            and n.fulfilled = k.fulfilled
            and n.record_from_on = k.record_from_on
    group by k.callback_id
),

required as (
    select count(*) as required_count
    from policy_fields
),

spans as (
    select count(*) as span_count
    from policy_hours
),

timed as (
    select
        k.callback_id,
        k.called_on,
        hour(k.called_at) * 3600 + minute(k.called_at) * 60 + second(k.called_at) as second_of_day,
        month(k.called_on) * 100 + day(k.called_on) as day_of_year
    from called as k
    where k.has_time and k.channel = 'phone'
),

inside as (
    select distinct t.callback_id
    from timed as t
    inner join policy_hours as h
        on
            t.second_of_day >= cast(left(h.opens, 2) as integer) * 3600 + cast(right(h.opens, 2) as integer) * 60
            and t.second_of_day <= cast(left(h.closes, 2) as integer) * 3600 + cast(right(h.closes, 2) as integer) * 60
            -- From a later to an earlier day a season goes over New Year.
            and case
                when h.first_day <= h.last_day then t.day_of_year between h.first_day and h.last_day
                else t.day_of_year >= h.first_day or t.day_of_year <= h.last_day
            end
            and t.called_on >= h.from_on
            and t.called_on < h.until_on
    left join policy_workdays as w
        on w.worked_on = t.called_on
    where h.rest_days or w.worked_on is not null
)

select
    k.callback_id,
    k.case_id,
    k.is_known_case,
    k.called_on,
    k.outcome,
    k.caller_role as role,
    k.caller,
    k.channel,
    k.contact_role,
    coalesce(d.department, '') as department,
    k.category,
    k.tier,
    k.area,
    case when s.span_count > 0 and k.has_time and k.channel = 'phone' then i.callback_id is not null end as in_hours,
    case
        when r.required_count > 0 then coalesce(h.held_count, 0) = coalesce(a.needed_count, 0)
    end as is_complete
from called as k
cross join required as r
cross join spans as s
left join departments as d
    on d.callback_id = k.callback_id
left join asked as a
    on
        a.category = k.category
        and a.channel = k.channel
        and a.outcome = k.outcome
        and a.fulfilled = k.fulfilled
        and a.record_from_on = k.record_from_on
left join held as h
    on h.callback_id = k.callback_id
left join inside as i
    on i.callback_id = k.callback_id
