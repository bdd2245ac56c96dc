-- One row per problem item and deadline that the policy sets it, judged once the deadline has passed or the moment has
-- come. A deadline in days lasts to the end of its day; the moment called_back is the first callback of the case that
-- reached after the item was raised.
with items as (
    select
        p.problem_id,
        min(p.case_id) as case_id,
        min(p.raised_at) as raised_at,
        min(case when p.raised_has_time then p.raised_at else p.raised_at + interval '1' day end) as raised_by,
        min(case when p.reported_has_time then p.reported_at else p.reported_at + interval '1' day end) as reported_by,
        min(case when p.notified_has_time then p.notified_at else p.notified_at + interval '1' day end) as notified_by,
        min(case when p.answered_has_time then p.answered_at else p.answered_at + interval '1' day end) as answered_by,
        min(case when p.resolved_has_time then p.resolved_at else p.resolved_at + interval '1' day end) as resolved_by,
        min(cast(p.reported_at as date)) as reported_on,
        min(cast(p.notified_at as date)) as notified_on,
        min(cast(p.answered_at as date)) as answered_on,
        min(cast(p.resolved_at as date)) as resolved_on
    from problems as p
    where p.organisation = $organisation and cast(p.raised_at as date) <= cast($as_of as date)
    group by p.problem_id
),

called_back as (
    select
        i.problem_id,
        min(k.answered_at) as called_by,
        min(k.called_on) as called_on
    from items as i
    inner join known_callbacks as k
        on
            k.case_id = i.case_id
            and k.outcome = 'reached'
            and k.answered_at >= i.raised_by
    group by i.problem_id
),

-- What is dated after $as_of is not yet known.
moments as (
    select i.problem_id, 'reported' as moment, i.reported_on as came_on, i.reported_by as came_by
    from items as i
    where i.reported_on <= cast($as_of as date)
    union all
    select i.problem_id, 'notified' as moment, i.notified_on as came_on, i.notified_by as came_by
    from items as i
    where i.notified_on <= cast($as_of as date)
    union all
    select i.problem_id, 'answered' as moment, i.answered_on as came_on, i.answered_by as came_by
    from items as i
    where i.answered_on <= cast($as_of as date)
    union all
    select i.problem_id, 'resolved' as moment, i.resolved_on as came_on, i.resolved_by as came_by
    from items as i
    where i.resolved_on <= cast($as_of as date)
    union all
    select c.problem_id, 'called_back' as moment, c.called_on as came_on, c.called_by as came_by
    from called_back as c
)

select
    concat(f.problem_id, '|', d.rule) as deadline_id,
    f.problem_id,
    f.case_id,
    f.is_known_case,
    f.raised_on,
    d.rule,
    d.moment,
    f.problem_kind,
    f.component,
    f.cause,
    f.severity,
    f.verified,
    f.party_role,
    f.party,
    m.came_on is not null
    or case
        when d.hours is null then a.due_on
        else cast(i.raised_at + d.hours * interval '1' hour as date)
    end <= cast($as_of as date) as is_judged,
    case
        when m.came_on is null then false
        when d.hours is null then m.came_on <= a.due_on
        else m.came_by <= i.raised_at + d.hours * interval '1' hour
    end as is_timely,
    f.category,
    f.tier,
    f.area,
    f.role,
    f.caller,
    f.channel,
    f.contact_role
from fact_problems as f
inner join items as i
    on i.problem_id = f.problem_id
inner join policy_deadlines as d
    on
        (d.severity = '' or d.severity = f.severity)
        and (d.problem_kind = '' or d.problem_kind = f.problem_kind)
        and (d.categories = '' or contains(d.categories, concat(chr(31), f.category, chr(31))))
inner join policy_deadline_days as a
    on
        a.deadline = d.deadline
        and a.raised_on = f.raised_on
left join moments as m
    on
        m.problem_id = f.problem_id
        and m.moment = d.moment
