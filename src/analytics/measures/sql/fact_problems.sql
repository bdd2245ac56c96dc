-- One row per problem item and party that is known; a party without a role takes the one it has on the case.
-- judged: the deadline has passed or the moment has come; timely: it came within the deadline. Both are empty where
-- the policy sets no deadline. A deadline in days lasts to the end of its day.
with party_role_of as (
    select
        p.case_id,
        p.party,
        min(p.party_role) as party_role
    from case_parties as p
    where p.organisation = $organisation
    group by p.case_id, p.party
),

known as (
    select
        p.problem_id,
        p.case_id,
        c.case_id is not null as is_known_case,
        coalesce(p.kind, '') as problem_kind,
        coalesce(p.component, '') as component,
        coalesce(p.cause, '') as cause,
        coalesce(p.severity, '') as severity,
        coalesce(nullif(p.party_role, ''), r.party_role, '') as party_role,
        coalesce(p.party, '') as party,
        p.raised_at,
        cast(p.raised_at as date) as raised_on,
        case when cast(p.reported_at as date) <= cast($as_of as date) then p.reported_at end as reported_at,
        p.reported_has_time,
        case when cast(p.resolved_at as date) <= cast($as_of as date) then p.resolved_at end as resolved_at,
        p.resolved_has_time,
        coalesce(cast(p.answered_at as date) <= cast($as_of as date), false) as is_answered,
        coalesce(p.verified, '') as verified,
        coalesce(c.category, '') as category,
        coalesce(c.tier, '') as tier,
        coalesce(c.area, '') as area,
        coalesce(k.caller, '') as caller,
        coalesce(k.caller_role, '') as role,
        coalesce(k.channel, '') as channel,
        coalesce(k.contact_role, '') as contact_role
    from problems as p
    left join cases as c
        on
            c.organisation = $organisation
            and c.case_id = p.case_id
    left join party_role_of as r
        on
            r.case_id = p.case_id
            and r.party = p.party
    left join known_callbacks as k
        on k.callback_id = p.callback_id
    where
        p.organisation = $organisation
        and cast(p.raised_at as date) <= cast($as_of as date)
),

deadlines as (
    select
        k.problem_id,
        k.party_role,
        k.party,
        d.moment,
        min(a.due_on) as due_on,
        min(k.raised_at + d.hours * interval '1' hour) as due_at
    from known as k
    inner join policy_deadlines as d
        on
            (d.severity = '' or d.severity = k.severity)
            and (d.problem_kind = '' or d.problem_kind = k.problem_kind)
            and (d.categories = '' or contains(d.categories, concat(chr(31), k.category, chr(31))))
    left join policy_deadline_days as a
        on
            a.deadline = d.deadline
            and a.raised_on = k.raised_on
    group by k.problem_id, k.party_role, k.party, d.moment
)

select
    k.problem_id,
    k.case_id,
    k.is_known_case,
    k.problem_kind,
    k.component,
    k.cause,
    k.severity,
    k.party_role,
    k.party,
    k.raised_on,
    k.verified,
    k.is_answered,
    k.resolved_at is not null as is_resolved,
    case
        when f.problem_id is not null
            then k.reported_at is not null or cast(coalesce(f.due_at, cast(f.due_on as timestamp)) as date) <= cast($as_of as date)
    end as feedback_judged,
    case
        when f.due_at is not null
            then case when k.reported_has_time then k.reported_at else k.reported_at + interval '1' day end <= f.due_at
        when f.problem_id is not null then cast(k.reported_at as date) <= f.due_on
    end as feedback_timely,
    case
        when r.problem_id is not null
            then k.resolved_at is not null or cast(coalesce(r.due_at, cast(r.due_on as timestamp)) as date) <= cast($as_of as date)
    end as resolution_judged,
    case
        when r.due_at is not null
            then case when k.resolved_has_time then k.resolved_at else k.resolved_at + interval '1' day end <= r.due_at
        when r.problem_id is not null then cast(k.resolved_at as date) <= r.due_on
    end as resolution_timely,
    k.category,
    k.tier,
    k.area,
    k.role,
    k.caller,
    k.channel,
    k.contact_role
from known as k
left join deadlines as f
    on
        f.problem_id = k.problem_id
        and f.party_role = k.party_role
        and f.party = k.party
        and f.moment = 'reported'
left join deadlines as r
    on
        r.problem_id = k.problem_id
        and r.party_role = k.party_role
        and r.party = k.party
        and r.moment = 'resolved'
