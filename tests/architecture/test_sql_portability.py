"""Each rule of portability refuses what it is for, and nothing that is in use."""

import re
from pathlib import Path

import pytest

from tests.architecture.sql_portability import ROOT, faults, files

REFUSED = {
    "two statements": ("select a from t; select b from t", "one statement a file, here are 2"),
    "no statement": ("-- nothing", "one statement a file, here are 0"),
    "not SQL": ("select from where (", "cannot be read as SQL"),
    "not a query": ("summarize t", "not a query"),
    "asof join": ("select t.a from t asof join u on t.at >= u.at", "no asof join"),
    "positional join": ("select t.a from t positional join u", "no positional join"),
    "pivot": ("pivot t on a using sum(b)", "no pivot"),
    "unpivot": ("select a from (unpivot t on b, c into name n value v)", "no pivot or unpivot"),
    "union by name": ("select a from t union all by name select a from u", "no union by name"),
    "exclude": ("select * exclude (a) from t", "no exclude"),
    "replace": ("select * replace (a + 1 as a) from t", "no exclude, replace"),
    "star of a table": ("select * from t", r"no select \* of t"),
    "from first": ("from t", r"no select \* of t"),
    "star of one of two": ("with c as (select a from t) select u.*, c.a from c join u on c.a = u.a", "of u"),
    "columns": ("select columns('a.*') from t", "columns: name the columns"),
    "qualify": ("select a from t qualify row_number() over (order by a nulls last) = 1", "no qualify"),
    "distinct on": ("select distinct on (a) a, b from t", "no distinct on"),
    "sample": ("select a from t using sample 10%", "no sample"),
    "hours between": ("select date_diff('hour', a, b) as n from t", r"date_diff\('day'"),
    "months between": ("select datediff('month', a, b) as n from t", r"date_diff\('day'"),
    "date_sub": ("select date_sub('day', a, b) as n from t", r"date_diff\('day'"),
    "date minus date": ("select cast(a as date) - cast(b as date) as n from t", "date minus date"),
    "extract isodow": ("select extract(isodow from a) as n from t", r"extract\(isodow\)"),
    "extract dow": ("select extract(dow from a) as n from t", r"extract\(dow\)"),
    "isodow": ("select isodow(a) as n from t", "isodow: weekdays"),
    "week": ("select week(a) as n from t", "week: weekdays"),
    "strftime": ("select strftime(a, '%Y') as y from t", "strftime: formats"),
    "strptime": ("select strptime(a, '%Y') as y from t", "strptime: formats"),
    "try_strptime": ("select try_strptime(a, '%Y') as y from t", "try_strptime: formats"),
    "to_days": ("select a + to_days(3) as b from t", r"to_days: write interval \(n\) day"),
    "clock": ("select current_date as d from t", r"bind \$as_of"),
    "clock, called": ("select today() as d from t", r"bind \$as_of"),
    "division": ("select a / b as ratio from t", "divide by nullif"),
    "division by zero": ("select a / 0 as ratio from t", "divide by nullif"),
    "remainder": ("select a % b as rest from t", "divide by nullif"),
    "whole division": ("select a // b as n from t", "divide by nullif"),
    "rounding cast": ("select cast(a / 2 as integer) as n from t", "round or floor"),
    "rounding cast of a number": ("select cast(2.5 as bigint) as n from t", "round or floor"),
    "back-reference": (r"select regexp_replace(a, '(\d)', '\1x', 'g') as b from t", "no back-reference"),
    "replacement from a column": ("select regexp_replace(a, 'x', b, 'g') as b from t", "no back-reference"),
    "first match only": ("select regexp_replace(a, 'x', 'y') as b from t", "needs 'g'"),
    "quantile_cont": ("select quantile_cont(a, 0.5) as m from t", "quantile_cont: write percentile_cont"),
    "slice": ("select a[1:2] as b from t", "no slice"),
    "lambda": ("select list_transform(a, x -> x + 1) as b from t", "list_transform: lists differ"),
    "comprehension": ("select [x for x in a] as b from t", "no function of a list"),
    "series as a table": ("select a from generate_series(1, 3, 1) as s(a)", "only as unnest"),
    "series inside a cast": (
        "with s as (select cast(unnest(generate_series(1, n, 1)) as integer) as i from t) select i from s",
        "stands alone",
    ),
    "series at the top": ("select unnest(generate_series(1, n, 1)) as i from t", "stands alone"),
    "series beside a sum": (
        "with s as (select a + 1 as b, unnest(generate_series(1, n, 1)) as i from t) select i from s",
        "only plain columns",
    ),
    "series without a step": (
        "with s as (select unnest(generate_series(1, n)) as i from t) select i from s",
        "needs its step",
    ),
    "range": ("with s as (select unnest(range(1, n, 1)) as i from t) select i from s", "range: write generate_series"),
    "window, nulls unsaid": (
        "select row_number() over (partition by a order by b) as r from t",
        "say nulls first or nulls last",
    ),
    "window, descending": ("select max(a) over (order by b desc) as r from t", "say nulls first or nulls last"),
    "named window": ("select rank() over w as r from t window w as (order by b)", "say nulls first or nulls last"),
    "aggregate, nulls unsaid": ("select string_agg(a, ';' order by a) as l from t", "say nulls first or nulls last"),
    "ranking without order": ("select row_number() over (partition by a) as r from t", "by chance"),
    "group by position": ("select a, count(*) as n from t group by 1", "no positional group by"),
    "order by position": ("select a from t order by 1", "no positional order by"),
    "group by all": ("select a, count(*) as n from t group by all", "no group by all"),
    "order by all": ("select a from t order by all", "no order by all"),
    "arg_max": ("select arg_max(a, b) as m from t", "arg_max: write max_by"),
    "arg_min": ("select argmin(a, b) as m from t", "argmin: write max_by or min_by"),
    "first": ("select first(a) as f from t", "first: which row"),
    "nameless value": ("select a from t where b = ?", "bind values by name"),
}

ACCEPTED = {
    "count(*)": "select count(*) as n, count(*) filter (where a) as m from t",
    "star of a step": "with c as (select a from t), d as (select * from c) select d.* from d",
    "star of a subquery": "select * from (select a from t) as s",
    "days between": "select date_diff('day', a, b) as n, a + interval (n) day as c from t",
    "hours by the epoch": "select floor((epoch(b) - epoch(a)) / 3600) as hours from t",
    "weekday": "select date_diff('day', cast(date_trunc('week', d) as date), d) + 1 as weekday from t",
    "month number": "select extract(year from d) * 12 + extract(month from d) as month from t",
    "ratio": "select a / nullif(b, 0) as ratio, a % 7 as rest, cast(floor(a / 7) as integer) as w from t",
    "median": "select percentile_cont(0.5) within group (order by a) as m from t",
    "months": "with s as (select unnest(generate_series($a, $b, interval 1 month)) as at) select cast(at as date) as d from s",
    "series of each row": "with s as (select t.k, unnest(generate_series(1, t.n, 1)) as i from t) select k, i from s",
    "window": "select row_number() over (partition by a order by b desc nulls last, c nulls first) as r from t",
    "named window": "select rank() over w as r from t window w as (order by b nulls last)",
    "whole window": "select sum(a) over (partition by b) as s from t",
    "last row": "select max_by(a, b) as m from t",
    "names that are also functions": "select t.week, first as last, 'now()' as note from t order by first",
    "replacement": "select regexp_replace(a, '[^0-9]', '', 'g') as digits from t",
    "recursion": "with recursive r as (select 1 as n union all select n + 1 from r where n < $last) select n from r",
    "a closing semicolon and a remark": "select a from t; -- done",
}


@pytest.mark.parametrize(("sql", "reason"), REFUSED.values(), ids=REFUSED)
def test_refused(sql: str, reason: str) -> None:
    assert re.search(reason, "\n".join(faults(sql)))


@pytest.mark.parametrize("sql", ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(sql: str) -> None:
    assert faults(sql) == []


def test_a_fault_names_its_line() -> None:
    assert faults("select\n    a,\n    b / c as ratio\nfrom t") == [
        "3: divide by nullif(…, 0): one side gives inf or null, the other an error"
    ]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_the_sql_of_the_package_is_portable(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == [], path.relative_to(ROOT)
