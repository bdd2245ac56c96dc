-- One row per obligation and callback that counts for it: same case, required role, contact role, channel and
-- purpose met, made from opening until expiry. Rules in days compare dates, rules in hours compare instants.
with entered as (
    select
        o.case_id,
        o.rule,
        o.seq,
        o.place,
        o.required_role,
        o.required_contact_role,
        o.required_channels,
        o.required_purpose,
        c.callback_id,
        c.called_at,
        c.called_on,
        c.answered_at,
        c.has_time,
        c.outcome,
        c.caller_role,
        c.caller,
        c.channel,
        c.contact_role,
        c.purpose
    from owed as o
    inner join known_callbacks as c
        on
            c.case_id = o.case_id
            and case when o.by_hour then c.answered_at else cast(c.called_on as timestamp) end >= o.opens_at
            and case when o.by_hour then c.answered_at else cast(c.called_on as timestamp) end
            < coalesce(o.expires_at, timestamp '9999-12-31 00:00:00')
)

select
    e.case_id,
    e.rule,
    e.seq,
    e.place,
    e.callback_id,
    e.called_at,
    e.called_on,
    e.answered_at,
    e.has_time,
    e.outcome,
    e.caller_role,
    e.caller,
    e.channel,
    e.contact_role
from entered as e
where
    (e.required_role = '' or e.required_role = e.caller_role)
    and (e.required_contact_role = '' or e.required_contact_role = e.contact_role)
    and (e.required_channels = '' or contains(e.required_channels, concat(' ', e.channel, ' ')))
    and (e.required_purpose = '' or e.required_purpose = e.purpose)
