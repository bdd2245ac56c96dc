-- Of rules that ask for a drawn sample the windows that were drawn: of each period's population the share with the
-- smallest hash of seed and case. The same population always gives the same draw.
with population as (
    select
        w.case_no,
        c.case_id,
        w.rule_order,
        w.seq,
        w.opens_at,
        w.due_at,
        w.by_hour,
        w.raised_turn,
        w.drawn_on,
        s.share,
        md5(concat(s.seed, p.label, '/', c.case_id)) as lot
    from windows as w
    inner join known_cases as c
        on c.case_no = w.case_no
    inner join policy_samples as p
        on
            p.rule_order = w.rule_order
            and p.drawn_on = w.drawn_on
    inner join policy_sample_seeds as s
        on s.rule_order = w.rule_order
),

placed as (
    select
        p.*,
        row_number() over (
            partition by p.rule_order, p.drawn_on
            order by p.lot nulls last, p.case_id nulls last
        ) as turn,
        count(*) over (partition by p.rule_order, p.drawn_on) as population_count
    from population as p
)

select
    p.case_no,
    p.rule_order,
    p.seq,
    p.opens_at,
    p.due_at,
    p.by_hour,
    p.raised_turn
from placed as p
where p.turn <= ceil(p.population_count * cast(p.share as decimal(9, 6)))
