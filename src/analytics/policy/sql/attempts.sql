-- One row per obligation that was attempted: which callbacks of its case decide it, each by its turn in the case.
-- A callback counts if required role, contact role, channel and purpose are met and it was made from opening until
-- expiry, after the one that gave rise to the obligation and no later than the one that gave rise to the next; rules in days compare dates, rules in hours compare instants.
-- The place-th reached one fulfils.
with spans as (
    select
        o.case_no,
        o.rule_order,
        o.seq,
        o.place,
        o.raised_turn,
        coalesce(n.until_turn, 2147483647) as until_turn,
        r.required_role,
        r.required_contact_role,
        r.required_channels,
        r.required_purpose,
        o.by_hour,
        o.opens_at,
        -- A rule in days expires with the day before, even if the next one opens at an hour.
        coalesce(
            case when o.by_hour then o.expires_at else cast(cast(o.expires_at as date) as timestamp) end,
            timestamp '9999-12-31 00:00:00'
        ) as until_at
    from owed as o
    inner join policy_rules as r
        on r.rule_order = o.rule_order
    left join overtaken as n
        on
            n.case_no = o.case_no
            and n.rule_order = o.rule_order
            and n.seq = o.seq
),

entered as (
    select
        s.case_no,
        s.rule_order,
        s.seq,
        s.place,
        k.turn,
        k.outcome = 'reached' as is_reached
    from spans as s
    inner join known_callbacks as k
        on
            k.case_no = s.case_no
            and k.turn > s.raised_turn
            and k.turn <= s.until_turn
            and case when s.by_hour then k.answered_at else k.called_at end >= s.opens_at
            and case when s.by_hour then k.answered_at else k.called_at end < s.until_at
    where
        (s.required_role = '' or s.required_role = k.caller_role)
        and (s.required_contact_role = '' or s.required_contact_role = k.contact_role)
        and (s.required_channels = '' or contains(s.required_channels, concat(' ', k.channel, ' ')))
        and (s.required_purpose = '' or s.required_purpose = k.purpose)
),

counted as (
    select
        e.case_no,
        e.rule_order,
        e.seq,
        min(e.turn) filter (where e.is_reached and e.place = 1) as first_turn,
        max(e.turn) filter (where not e.is_reached) as last_unreached_turn,
        count(*) filter (where not e.is_reached) as attempt_count
    from entered as e
    group by e.case_no, e.rule_order, e.seq
),

-- Only few obligations need more than the first: ranking is dear.
ranked as (
    select
        e.case_no,
        e.rule_order,
        e.seq,
        e.place,
        e.turn,
        row_number() over (partition by e.case_no, e.rule_order, e.seq order by e.turn nulls last) as reached_place
    from entered as e
    where e.is_reached and e.place > 1
)

select
    c.case_no,
    c.rule_order,
    c.seq,
    coalesce(c.first_turn, r.turn) as fulfilling_turn,
    c.last_unreached_turn,
    c.attempt_count
from counted as c
left join ranked as r
    on
        r.case_no = c.case_no
        and r.rule_order = c.rule_order
        and r.seq = c.seq
        and r.reached_place = r.place
