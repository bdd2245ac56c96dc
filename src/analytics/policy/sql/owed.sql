-- One row per obligation: what is due for one case under one rule, and until when it can still be answered.
-- expires_at is the opening of the next obligation of the same case, family, required role and contact role that
-- opens strictly later; place is the order in which obligations that open together are filled.
with due_rows as (
    select w.case_id, w.rule, w.seq, w.opens_at, w.due_at, w.by_hour
    from windows as w
    union all
    select m.case_id, m.rule, m.seq, m.opens_at, m.due_at, m.by_hour
    from minimums as m
),

scoped as (
    select
        d.case_id,
        d.rule,
        d.seq,
        r.rule_order,
        r.family,
        coalesce(c.category, '') as category,
        r.required_role,
        r.required_contact_role,
        r.required_channels,
        r.required_purpose,
        r.needed,
        d.opens_at,
        d.due_at,
        d.by_hour,
        c.excluded_on,
        coalesce(c.exclusion_reason, '') as exclusion_reason
    from due_rows as d
    inner join policy_rules as r
        on r.rule = d.rule
    inner join cases as c
        on
            c.organisation = $organisation
            and c.case_id = d.case_id
    where r.category = '' or r.category = c.category
),

openings as (
    select distinct s.case_id, s.family, s.required_role, s.required_contact_role, s.opens_at
    from scoped as s
),

following as (
    select
        o.case_id,
        o.family,
        o.required_role,
        o.required_contact_role,
        o.opens_at,
        lead(o.opens_at) over (
            partition by o.case_id, o.family, o.required_role, o.required_contact_role
            order by o.opens_at nulls last
        ) as expires_at
    from openings as o
)

select
    s.case_id,
    s.rule,
    s.seq,
    s.family,
    s.category,
    s.required_role,
    s.required_contact_role,
    s.required_channels,
    s.required_purpose,
    s.opens_at,
    s.due_at,
    s.by_hour,
    f.expires_at,
    s.excluded_on,
    s.exclusion_reason,
    s.needed > 0 as is_minimum,
    case
        when s.needed > 0 then s.needed
        else row_number() over (
            partition by
                s.case_id,
                s.family,
                s.required_role,
                s.required_contact_role,
                s.required_channels,
                s.required_purpose,
                s.opens_at
            order by s.due_at nulls last, s.rule_order nulls last, s.seq nulls last
        )
    end as place
from scoped as s
inner join following as f
    on
        f.case_id = s.case_id
        and f.family = s.family
        and f.required_role = s.required_role
        and f.required_contact_role = s.required_contact_role
        and f.opens_at = s.opens_at
