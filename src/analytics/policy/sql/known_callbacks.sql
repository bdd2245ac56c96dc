-- The callbacks that are known on $as_of. A callback that holds only a day answers at the end of that day (24:00).
select
    c.callback_id,
    c.case_id,
    c.called_at,
    cast(c.called_at as date) as called_on,
    case
        when c.has_time then c.called_at
        else c.called_at + interval '1' day
    end as answered_at,
    c.has_time,
    coalesce(c.channel, '') as channel,
    coalesce(c.purpose, '') as purpose,
    coalesce(c.caller, '') as caller,
    coalesce(c.caller_role, '') as caller_role,
    coalesce(c.contact_role, '') as contact_role,
    coalesce(c.outcome, '') as outcome
from callbacks as c
where
    c.organisation = $organisation
    and cast(c.called_at as date) <= cast($as_of as date)
