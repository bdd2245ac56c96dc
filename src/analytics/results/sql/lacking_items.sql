-- One row per problem item and party that lacks a field that the policy asks for: raised in the period, or before it and
-- not resolved. The longest open come first.
select
    a.problem_id,
    a.case_id,
    a.problem_kind,
    a.party_role,
    a.party,
    a.raised_on,
    date_diff('day', a.raised_on, cast($as_of as date)) as days,
    a.lacking
from fact_asked_items as a
where
    not a.is_complete
    and a.raised_on <= cast($last as date)
    and (a.raised_on >= cast($first as date) or not a.is_resolved)
order by a.raised_on nulls last, a.problem_id nulls last, a.party_role nulls last, a.party nulls last
