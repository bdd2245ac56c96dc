-- The callbacks that are known on $as_of. A callback that holds only a day answers at the end of that day (24:00).
-- case_no is empty where the case is unknown. turn: its place among the callbacks of its case, by the instant of answering and then by id.
with known as (
    select
        c.callback_id,
        c.case_id,
        n.case_no,
        c.called_at,
        cast(c.called_at as date) as called_on,
        case
            when c.has_time then c.called_at
            else c.called_at + interval '1' day
        end as answered_at,
        c.has_time,
        c.agreed_at,
        coalesce(c.channel, '') as channel,
        coalesce(c.purpose, '') as purpose,
        coalesce(c.caller, '') as caller,
        coalesce(c.caller_role, '') as caller_role,
        coalesce(c.contact_role, '') as contact_role,
        coalesce(c.outcome, '') as outcome
    from callbacks as c
    left join known_cases as n
        on n.case_id = c.case_id
    where
        c.organisation = $organisation
        and cast(c.called_at as date) <= cast($as_of as date)
)

select
    k.callback_id,
    k.case_id,
    k.case_no,
    k.called_at,
    k.called_on,
    k.answered_at,
    k.has_time,
    k.agreed_at,
    k.channel,
    k.purpose,
    k.caller,
    k.caller_role,
    k.contact_role,
    k.outcome,
    cast(
        row_number() over (
            partition by k.case_id
            order by k.answered_at nulls last, k.callback_id nulls last
        ) as integer
    ) as turn
from known as k
