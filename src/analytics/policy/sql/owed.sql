-- One row per obligation: what is due for one case under one rule, and until when it can still be answered.
-- expires_at is the opening of the next obligation of the same case, family, required role and contact role that
-- opens strictly later; place is the order in which obligations that open together are filled.
with due_rows as (
    select w.case_no, w.rule_order, w.seq, w.opens_at, w.due_at, w.by_hour, w.raised_turn
    from windows as w
    where w.drawn_on is null
    union all
    select d.case_no, d.rule_order, d.seq, d.opens_at, d.due_at, d.by_hour, d.raised_turn
    from drawn as d
    union all
    select m.case_no, m.rule_order, m.seq, m.opens_at, m.due_at, m.by_hour, m.raised_turn
    from minimums as m
    union all
    select r.case_no, r.rule_order, r.seq, r.opens_at, r.due_at, r.by_hour, r.raised_turn
    from rounds as r
),

-- scope: rules that end one another; manner: rules that one callback may fill in turn. Numbers sort faster than names.
scoped_rules as (
    select
        r.rule_order,
        cast(
            dense_rank() over (
                order by r.family nulls last, r.required_role nulls last, r.required_contact_role nulls last
            ) as integer
        ) as scope,
        cast(
            dense_rank() over (order by r.required_channels nulls last, r.required_purpose nulls last) as integer
        ) as manner
    from policy_rules as r
),

scoped as (
    select
        d.case_no,
        d.rule_order,
        d.seq,
        d.opens_at,
        d.due_at,
        d.by_hour,
        d.raised_turn,
        r.scope,
        r.manner
    from due_rows as d
    inner join scoped_rules as r
        on r.rule_order = d.rule_order
),

-- All windows share one order, so that the rows are sorted once.
ordered as (
    select
        s.case_no,
        s.rule_order,
        s.seq,
        s.opens_at,
        s.due_at,
        s.by_hour,
        s.raised_turn,
        s.scope,
        first_value(s.opens_at) over (
            partition by s.case_no, s.scope
            order by s.opens_at nulls last
            range between interval '1' second following and unbounded following
        ) as expires_at,
        rank() over (
            partition by s.case_no, s.scope
            order by s.opens_at nulls last, s.raised_turn nulls last, s.manner nulls last
        ) as first_position,
        row_number() over (
            partition by s.case_no, s.scope
            order by
                s.opens_at nulls last,
                s.raised_turn nulls last,
                s.manner nulls last,
                s.due_at nulls last,
                s.rule_order nulls last,
                s.seq nulls last
        ) as position
    from scoped as s
)

select
    o.case_no,
    o.rule_order,
    o.seq,
    o.scope,
    o.opens_at,
    o.due_at,
    o.by_hour,
    o.raised_turn,
    o.expires_at,
    cast(case when r.needed > 0 then r.needed else o.position - o.first_position + 1 end as integer) as place
from ordered as o
inner join policy_rules as r
    on r.rule_order = o.rule_order
