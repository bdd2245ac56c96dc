-- One row per case that a rule of the policy lists, among those active in the period or with an obligation due in it and not
-- excluded: by which rules, the last callback, and when it was reached in the way that it is listed for. Those still to be
-- reached come first.
with population as (
    select a.case_id
    from fact_active as a
    where
        a.started_on <= cast($last as date)
        and (a.ended_on is null or a.ended_on >= cast($first as date))
    union
    select o.case_id
    from obligations as o
    where o.due_on between cast($first as date) and cast($last as date)
),

listings as (
    select
        l.rule_order,
        l.rule,
        l.tried_channels,
        l.other_channels
    from policy_listings as l
    where cast($last as date) >= l.from_on and cast($last as date) < l.until_on
),

tried as (
    select
        l.rule_order,
        k.case_id,
        count(*) filter (where k.outcome = 'reached') as reached_count
    from listings as l
    inner join known_callbacks as k
        on contains(l.tried_channels, concat(chr(31), k.channel, chr(31)))
    group by l.rule_order, k.case_id
),

done as (
    select
        l.rule_order,
        k.case_id,
        min(k.called_on) as reached_on
    from listings as l
    inner join known_callbacks as k
        on
            k.outcome = 'reached'
            and contains(l.other_channels, concat(chr(31), k.channel, chr(31)))
    group by l.rule_order, k.case_id
),

named as (
    select
        p.case_id,
        string_agg(l.rule, ';' order by l.rule_order nulls last) as reasons,
        min(d.reached_on) as reached_on
    from population as p
    inner join known_cases as c
        on c.case_id = p.case_id
    cross join listings as l
    left join out_of_scope as o
        on
            o.rule_order = l.rule_order
            and o.kind = c.kind
    left join tried as t
        on
            t.rule_order = l.rule_order
            and t.case_id = p.case_id
    left join done as d
        on
            d.rule_order = l.rule_order
            and d.case_id = p.case_id
    where o.kind is null and (l.tried_channels = '' or t.reached_count = 0)
    group by p.case_id
),

latest as (
    select
        k.case_id,
        count(*) as attempts,
        max(k.turn) as turn
    from known_callbacks as k
    group by k.case_id
)

select
    n.case_id,
    coalesce(c.category, '') as category,
    coalesce(c.tier, '') as tier,
    coalesce(c.area, '') as area,
    n.reasons,
    coalesce(l.attempts, 0) as attempts,
    k.called_on as last_called_on,
    k.outcome as last_outcome,
    n.reached_on
from named as n
inner join cases as c
    on
        c.organisation = $organisation
        and c.case_id = n.case_id
left join latest as l
    on l.case_id = n.case_id
left join known_callbacks as k
    on
        k.case_id = l.case_id
        and k.turn = l.turn
where c.excluded_on is null or c.exclusion_reason is null or c.excluded_on > cast($as_of as date)
order by n.reached_on nulls first, n.case_id nulls last
