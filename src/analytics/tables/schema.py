"""The tables of the store, one contract each: grain, key, columns, and who may see them.

Public tables go into the published snapshot; private ones hold people's names, phones, addresses and words, and the
received cells, and never leave the store. Times are local; an instant that was written as a day only is midnight of
that day with its ``has_time`` column false.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, what identifies it, what it holds.

    ``select`` says how a reader derives the table from the stored ones; such a table is never stored. ``gather`` says how
    publishing derives it, from private tables too; such a table is in the snapshot only.
    """

    name: str
    sentence: str
    key: tuple[str, ...]
    columns: Mapping[str, str]
    public: bool = True
    select: str = ""
    gather: str = ""

    @property
    def ddl(self) -> str:
        """Return the statement that creates the empty table."""
        columns = ", ".join(f"{name} {kind}" for name, kind in self.columns.items())
        return f"create table {self.name} ({columns})"


_ID = {"organisation": "VARCHAR", "case_id": "VARCHAR"}
_CALLBACK = {"organisation": "VARCHAR", "callback_id": "VARCHAR"}
_PROBLEM = {"organisation": "VARCHAR", "problem_id": "VARCHAR"}
_SOURCE = {"load_id": "BIGINT", "sheet": "VARCHAR", "row_number": "BIGINT"}
_ROW = {"organisation": "VARCHAR", "ledger": "VARCHAR", "id": "VARCHAR", "part": "VARCHAR"}
_FINDING = {
    "load_id": "BIGINT",
    "organisation": "VARCHAR",
    "check_name": "VARCHAR",
    "severity": "VARCHAR",
    "file": "VARCHAR",
    "sheet": "VARCHAR",
    "row_number": "BIGINT",
    "column_name": "VARCHAR",
    "value": "VARCHAR",
    "detail": "VARCHAR",
    "personal": "BOOLEAN",
}

_TABLES = (
    Table(
        "cases",
        "One row per case: what must be called back.",
        ("organisation", "case_id"),
        {
            **_ID,
            "category": "VARCHAR",
            "tier": "VARCHAR",
            "client": "VARCHAR",
            "area": "VARCHAR",
            "urgency": "VARCHAR",
            "outcome": "VARCHAR",
            "excluded_on": "DATE",
            "exclusion_reason": "VARCHAR",
            **_SOURCE,
        },
    ),
    Table(
        "case_events",
        "One row per dated moment of a case; event is the name behind event. in the canonical ledger.",
        ("organisation", "case_id", "event"),
        {**_ID, "event": "VARCHAR", "happened_at": "TIMESTAMP", "has_time": "BOOLEAN"},
    ),
    Table(
        "case_parties",
        "One row per person or crew that a case is attributed to, by role.",
        ("organisation", "case_id", "party_role", "party"),
        {**_ID, "party_role": "VARCHAR", "party": "VARCHAR"},
    ),
    Table(
        "case_contacts",
        "One row per contact role that a case names; the name itself is in contact_persons.",
        ("organisation", "case_id", "contact_role"),
        {**_ID, "contact_role": "VARCHAR"},
    ),
    Table(
        "case_columns",
        "The names of the columns about a person, and of the notes, that a case fills, parted by ;, and nothing of what "
        "they hold; one row for each of the two.",
        (),
        {**_ID, "filled_columns": "VARCHAR"},
        gather="""
            select organisation, case_id, concat_ws(';',
                case when name is not null then 'person.name' end,
                case when phone is not null then 'person.phone' end,
                case when address is not null then 'person.address' end,
                case when sex is not null then 'person.sex' end,
                case when age is not null then 'person.age' end) as filled_columns
            from persons
            union all
            select organisation, case_id, string_agg(concat('note.', note), ';' order by note) as filled_columns
            from case_notes
            group by organisation, case_id
        """,
    ),
    Table(
        "case_fields",
        "One row per filled column of a case: person.<name>, note.<name>, event.<name>, party.<role>.",
        ("organisation", "case_id", "field"),
        {**_ID, "field": "VARCHAR"},
        select="""
            select organisation, case_id, unnest(string_split(filled_columns, ';')) as field
            from case_columns
            where filled_columns <> ''
            union all
            select organisation, case_id, concat('event.', event) as field
            from case_events
            union all
            select distinct organisation, case_id, concat('party.', party_role) as field
            from case_parties
        """,
    ),
    Table(
        "callbacks",
        "One row per attempt to reach the person of a case; the case may be unknown. filled_columns names, separated "
        "by ;, the ledger columns that the attempt fills.",
        ("organisation", "callback_id"),
        {
            **_CALLBACK,
            "case_id": "VARCHAR",
            "called_at": "TIMESTAMP",
            "has_time": "BOOLEAN",
            "channel": "VARCHAR",
            "purpose": "VARCHAR",
            "caller": "VARCHAR",
            "caller_role": "VARCHAR",
            "contact_role": "VARCHAR",
            "outcome": "VARCHAR",
            "agreed_at": "TIMESTAMP",
            "agreed_has_time": "BOOLEAN",
            "duration_s": "DOUBLE",
            "filled_columns": "VARCHAR",
            **_SOURCE,
        },
    ),
    Table(
        "answers",
        "One row per satisfaction answer of a callback; dimension is overall for the plain satisfaction column.",
        ("organisation", "callback_id", "dimension"),
        {**_CALLBACK, "dimension": "VARCHAR", "level": "VARCHAR"},
    ),
    Table(
        "callback_fields",
        "One row per filled column of a callback, without its content: what record completeness counts.",
        ("organisation", "callback_id", "field"),
        {**_CALLBACK, "field": "VARCHAR"},
        # A row per field would be ten times the callbacks; the list of names compresses to nearly nothing.
        select="""
            select organisation, callback_id, unnest(string_split(filled_columns, ';')) as field
            from callbacks
            where filled_columns <> ''
        """,
    ),
    Table(
        "repeated_words",
        "One row per callback whose comment, of eight signs or more, stands in another callback of the organisation too: "
        "words numbers the comment and tells nothing of what it says.",
        ("organisation", "callback_id"),
        {**_CALLBACK, "words": "BIGINT"},
        # Short comments (satisfied, none) are alike for good reason; spaces and punctuation make no difference. Left out by a
        # condition, they would be looked through twice.
        gather="""
            with texts as (
                select organisation, callback_id, case when length(said) >= 8 then hash(said) end as text
                from (
                    select organisation, callback_id, regexp_replace(lower(words), '[ 　，。！？、；：,.!?;:~…]', '', 'g') as said
                    from callback_words
                    where field = 'comment'
                )
            ),
            repeated as (
                select organisation, text,
                    row_number() over (partition by organisation order by min(callback_id)) as words
                from texts
                group by organisation, text
                having count(text) > 1
            )
            select texts.organisation, texts.callback_id, repeated.words
            from texts
            inner join repeated on repeated.organisation = texts.organisation and repeated.text = texts.text
        """,
    ),
    Table(
        "problems",
        "One row per problem item and party; a complaint against two parties is two rows with one problem_id. component is the "
        "part of the building, machine or product that it is about, agreed_at the time appointed for an answer.",
        ("organisation", "problem_id", "party_role", "party"),
        {
            **_PROBLEM,
            "case_id": "VARCHAR",
            "callback_id": "VARCHAR",
            "kind": "VARCHAR",
            "component": "VARCHAR",
            "cause": "VARCHAR",
            "severity": "VARCHAR",
            "party_role": "VARCHAR",
            "party": "VARCHAR",
            **{
                column: kind
                for moment in ("raised", "reported", "notified", "agreed", "answered", "resolved")
                for column, kind in ((f"{moment}_at", "TIMESTAMP"), (f"{moment}_has_time", "BOOLEAN"))
            },
            "verified": "VARCHAR",
            **_SOURCE,
        },
    ),
    Table(
        "problem_columns",
        "The names of the columns of words that a problem item fills, parted by ;, and nothing of what they hold; one row per "
        "item and party that fills any.",
        (),
        {**_PROBLEM, "party_role": "VARCHAR", "party": "VARCHAR", "filled_columns": "VARCHAR"},
        gather="""
            select organisation, problem_id, party_role, party, string_agg(field, ';' order by field) as filled_columns
            from problem_words
            group by organisation, problem_id, party_role, party
        """,
    ),
    Table(
        "problem_fields",
        "One row per filled column of a problem item that a policy may ask for: component, cause, severity, party, verified, "
        "agreed_at, text, measure, field.<name>.",
        (),
        {**_PROBLEM, "party_role": "VARCHAR", "party": "VARCHAR", "field": "VARCHAR"},
        select="""
            select organisation, problem_id, party_role, party, unnest(string_split(filled_columns, ';')) as field
            from problem_columns
            union all
            select organisation, problem_id, party_role, party, unnest(string_split(concat_ws(';',
                case when component is not null then 'component' end,
                case when cause is not null then 'cause' end,
                case when severity is not null then 'severity' end,
                case when party is not null then 'party' end,
                case when verified is not null then 'verified' end,
                case when agreed_at is not null then 'agreed_at' end), ';')) as field
            from problems
        """,
    ),
    Table(
        "staff",
        "One row per member of staff, role and start: who held which role when.",
        ("organisation", "name", "role", "from_on"),
        {
            "organisation": "VARCHAR",
            "name": "VARCHAR",
            "role": "VARCHAR",
            "department": "VARCHAR",
            "from_on": "DATE",
            "to_on": "DATE",
            **_SOURCE,
        },
    ),
    Table(
        "loads",
        "The journal: one row per file that was loaded; current is false once a newer version of the file is in. sender is "
        "who sent it: the folder within the ledgers' folder, or as the workspace says; returned_from the file that a workbook "
        "which was sent back was made of; word_of the load that first brought these bytes, where they were read again.",
        ("load_id",),
        {
            "load_id": "BIGINT",
            "organisation": "VARCHAR",
            "file": "VARCHAR",
            "sha256": "VARCHAR",
            "bytes": "BIGINT",
            "profile": "VARCHAR",
            "loaded_at": "TIMESTAMP",
            "current": "BOOLEAN",
            "sender": "VARCHAR",
            "returned_from": "VARCHAR",
            "word_of": "BIGINT",
        },
    ),
    Table(
        "load_sheets",
        "One row per ledger sheet of a load; read_count = loaded_count + set_aside_count + unchanged_count. keyed_count: rows "
        "known by their cells because they have no id; totals_count, totals_wrong_count: printed totals compared, and not met; "
        "case_header: the sheet's own header of the case.",
        ("load_id", "sheet", "ledger"),
        {
            "load_id": "BIGINT",
            "sheet": "VARCHAR",
            "ledger": "VARCHAR",
            "read_count": "BIGINT",
            "loaded_count": "BIGINT",
            "unchanged_count": "BIGINT",
            "set_aside_count": "BIGINT",
            "not_rows_count": "BIGINT",
            "keyed_count": "BIGINT",
            "totals_count": "BIGINT",
            "totals_wrong_count": "BIGINT",
            "case_header": "VARCHAR",
        },
    ),
    Table(
        "findings",
        "One row per place in a ledger that needs a look; a personal value is masked in the snapshot.",
        (),
        _FINDING,
    ),
    Table(
        "set_aside_items",
        "One row per row that was set aside: load_id is the last load that did, since_load_id the first, "
        "closed_by_load_id the load that brought it in after all, empty while it is open.",
        ("load_id", "sheet", "ledger", "row_number"),
        {
            "load_id": "BIGINT",
            "organisation": "VARCHAR",
            "file": "VARCHAR",
            "sheet": "VARCHAR",
            "ledger": "VARCHAR",
            "row_number": "BIGINT",
            "id": "VARCHAR",
            "since_load_id": "BIGINT",
            "closed_by_load_id": "BIGINT",
        },
    ),
    Table(
        "unknown_cases",
        "One row per callback or problem item whose case is in no ledger of the organisation.",
        ("organisation", "ledger", "id"),
        {"organisation": "VARCHAR", "ledger": "VARCHAR", "id": "VARCHAR", "case_id": "VARCHAR", **_SOURCE},
        select="""
            with mentioned as (
                select organisation, 'callbacks' as ledger, callback_id as id, case_id, load_id, sheet, row_number
                from callbacks
                union all
                select organisation, 'problems' as ledger, problem_id as id, case_id, min(load_id) as load_id,
                    min(sheet) as sheet, min(row_number) as row_number
                from problems
                group by organisation, problem_id, case_id
            )
            select organisation, ledger, id, case_id, load_id, sheet, row_number
            from mentioned
            where not exists (
                select 1
                from cases
                where cases.organisation = mentioned.organisation and cases.case_id = mentioned.case_id
            )
        """,
    ),
    Table(
        "open_findings",
        "One row per finding that still stands: those of the current version of each file, of rows set aside those that still "
        "wait, and the unknown cases.",
        (),
        _FINDING,
        select="""
            select findings.load_id, findings.organisation, findings.check_name, findings.severity, findings.file,
                findings.sheet, findings.row_number, findings.column_name, findings.value, findings.detail,
                findings.personal
            from findings
            inner join loads on loads.load_id = findings.load_id
            where case
                    when findings.severity = 'set_aside' and findings.row_number is not null then exists (
                        select 1 from set_aside_items as items
                        where items.load_id = findings.load_id and items.sheet = findings.sheet
                            and items.row_number = findings.row_number and items.closed_by_load_id is null
                    )
                    else loads.current
                end
            union all
            select unknown_cases.load_id, unknown_cases.organisation, 'unknown_case' as check_name,
                'warning' as severity, loads.file, unknown_cases.sheet, unknown_cases.row_number,
                coalesce(sheets.case_header, '') as column_name, coalesce(unknown_cases.case_id, '') as value, '' as detail,
                false as personal
            from unknown_cases
            inner join loads on loads.load_id = unknown_cases.load_id
            left join load_sheets as sheets
                on sheets.load_id = unknown_cases.load_id and sheets.sheet = unknown_cases.sheet
                and sheets.ledger = unknown_cases.ledger
        """,
    ),
    Table(
        "publication",
        "One row: which state of the store the snapshot shows, and how.",
        (),
        {"state": "VARCHAR", "contract": "VARCHAR", "staff_names": "BOOLEAN"},
    ),
    Table(
        "persons",
        "One row per case: the person behind it.",
        ("organisation", "case_id"),
        {**_ID, "name": "VARCHAR", "phone": "VARCHAR", "address": "VARCHAR", "sex": "VARCHAR", "age": "VARCHAR"},
        public=False,
    ),
    Table(
        "case_notes",
        "One row per note column of a case.",
        ("organisation", "case_id", "note"),
        {**_ID, "note": "VARCHAR", "words": "VARCHAR"},
        public=False,
    ),
    Table(
        "contact_persons",
        "One row per contact role of a case: who holds it.",
        ("organisation", "case_id", "contact_role", "name"),
        {**_ID, "contact_role": "VARCHAR", "name": "VARCHAR"},
        public=False,
    ),
    Table(
        "callback_words",
        "One row per column of a callback that holds words: comment, reason, field.<name>.",
        ("organisation", "callback_id", "field"),
        {**_CALLBACK, "field": "VARCHAR", "words": "VARCHAR"},
        public=False,
    ),
    Table(
        "problem_words",
        "One row per column of a problem item that holds words: text, measure, field.<name>.",
        ("organisation", "problem_id", "party_role", "party", "field"),
        {**_PROBLEM, "party_role": "VARCHAR", "party": "VARCHAR", "field": "VARCHAR", "words": "VARCHAR"},
        public=False,
    ),
    Table(
        "ledger_rows",
        "One row per row as it was last read; fingerprint tells unchanged from changed, part the parties of one problem "
        "item apart.",
        ("organisation", "ledger", "id", "part"),
        {**_ROW, "fingerprint": "UBIGINT", **_SOURCE},
        public=False,
    ),
    Table(
        "ledger_rows_history",
        "One row per version of a row that a later one replaced: its filled columns as JSON.",
        (),
        {**_ROW, "content": "VARCHAR", **_SOURCE, "replaced_by_load_id": "BIGINT"},
        public=False,
    ),
    Table(
        "seen_rows",
        "One row per row that the latest version of a file holds, and per row that only an earlier version held; row_hash "
        "is that of its id and part.",
        (),
        {"load_id": "BIGINT", "ledger": "VARCHAR", "row_hash": "UBIGINT"},
        public=False,
    ),
    Table(
        "set_aside_rows",
        "One row per row that could not be read, with all its cells as JSON text; known_by joins the cells by which a row "
        "without an id is known, as far as they were understood.",
        ("load_id", "sheet", "row_number"),
        {
            "load_id": "BIGINT",
            "organisation": "VARCHAR",
            "sheet": "VARCHAR",
            "row_number": "BIGINT",
            "cells": "VARCHAR",
            "known_by": "VARCHAR",
        },
        public=False,
    ),
    Table(
        "staff_codes",
        "One row per name of staff, crew or party: the code that stands for it in a snapshot without names.",
        ("organisation", "name"),
        {"organisation": "VARCHAR", "name": "VARCHAR", "code": "VARCHAR"},
        public=False,
    ),
)

TABLES: Mapping[str, Table] = {table.name: table for table in _TABLES}

STORED: tuple[Table, ...] = tuple(
    table for table in _TABLES if not (table.select or table.gather) and table.name != "publication"
)
PUBLISHED: tuple[Table, ...] = tuple(table for table in _TABLES if table.public and not table.select)
DERIVED: tuple[Table, ...] = tuple(table for table in _TABLES if table.select)


def contract_digest() -> str:
    """Return what tells one set of table contracts from another: a store or snapshot of another one is not read."""
    return hashlib.sha256("\n".join(table.ddl for table in _TABLES).encode()).hexdigest()[:16]
