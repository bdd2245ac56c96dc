-- The moments that conditional rules wait for, one row per rule and time that it came about: callbacks that did not
-- reach, were put off, promised an answer or left somebody dissatisfied, problem items raised or resolved. raised_turn is the turn of the
-- callback that gave rise; occurrence counts within case and rule.
with dissatisfied as (
    select distinct a.callback_id
    from answers as a
    inner join policy_levels as l
        on l.level = a.level
    where a.organisation = $organisation and not l.satisfied
),

happened as (
    select
        c.rule_order,
        n.case_no,
        n.kind,
        k.turn as raised_turn,
        k.callback_id as source_id,
        case
            when c.condition in ('rescheduled', 'promised') then coalesce(k.agreed_at, k.called_at)
            else k.called_at
        end as happened_at
    from policy_conditions as c
    inner join known_callbacks as k
        on
            (c.source_purposes = '' or contains(c.source_purposes, concat(chr(31), k.purpose, chr(31))))
            and (c.source_channels = '' or contains(c.source_channels, concat(chr(31), k.channel, chr(31))))
            and (c.source_roles = '' or contains(c.source_roles, concat(chr(31), k.caller_role, chr(31))))
            and (
                (c.condition = 'not_reached' and k.outcome <> 'reached' and k.outcome <> '')
                or (c.condition = 'rescheduled' and k.outcome = 'rescheduled')
                or (c.condition = 'promised' and k.outcome = 'reached' and k.agreed_at is not null)
                or (c.condition = 'dissatisfied' and k.outcome = 'reached')
            )
    inner join known_cases as n
        on n.case_no = k.case_no
    left join dissatisfied as d
        on d.callback_id = k.callback_id
    where c.condition <> 'dissatisfied' or d.callback_id is not null
    union all
    select distinct
        c.rule_order,
        n.case_no,
        n.kind,
        0 as raised_turn,
        p.problem_id as source_id,
        case when c.condition = 'problem_raised' then p.raised_at else p.resolved_at end as happened_at
    from policy_conditions as c
    inner join problems as p
        on
            p.organisation = $organisation
            and (c.problem_kind = '' or c.problem_kind = p.kind)
            and cast(p.raised_at as date) <= cast($as_of as date)
            and (
                c.condition = 'problem_raised'
                or (c.condition = 'problem_resolved' and cast(p.resolved_at as date) <= cast($as_of as date))
            )
    inner join known_cases as n
        on n.case_id = p.case_id
)

select
    h.rule_order,
    h.case_no,
    h.kind,
    h.raised_turn,
    h.happened_at,
    cast(h.happened_at as date) as happened_on,
    cast(
        row_number() over (
            partition by h.rule_order, h.case_no
            order by h.happened_at nulls last, h.source_id nulls last
        ) as integer
    ) as occurrence
from happened as h
