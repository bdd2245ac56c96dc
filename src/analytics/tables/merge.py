"""Merge the rows of one ledger sheet into what the store knows: new, unchanged, or a newer version of a row.

A row is known by its id. Columns that the sheet has replace what was there, columns that it lacks keep it; what a row
said before goes to the history. Several parties of one problem item are one unit: the sheet's parties replace them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.findings import Finding
from analytics.ledger.rows import DERIVED_IDS
from analytics.tables.case_keys import find_cases
from analytics.tables.gather import gather, gather_columns
from analytics.tables.lineage import OF_FAMILY
from analytics.tables.spread import LEDGERS, Values, each_name, spread, withdraw
from analytics.tables.statements import run
from analytics.tables.store import identifier, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.ledger.profile import CaseKey
    from analytics.tables.lineage import Source
    from analytics.tables.parts import Part
    from analytics.tables.store import Connection, Store

# These may well differ between two sheets of one file without anything being wrong.
_MAY_DIFFER = "^(note|field|person|contact)[.]"


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a sheet's readable rows."""

    sheet: str
    ledger: str
    loaded: int
    unchanged: int
    findings: tuple[Finding, ...]


class Merging:
    """The sheets of one file, merged one after the other within its transaction; none of them is kept.

    A long sheet comes in parts, which are gathered in the store and merged as the one sheet that they are.
    """

    def __init__(self, store: Store, source: Source, case_key: CaseKey | None = None) -> None:
        self.store = store
        self.source = source
        self.case_key = case_key
        self.staged: _Merge | None = None
        run(store.con, "create or replace temp table named_parties (id varchar, part varchar)")

    def take(self, part: Part) -> Iterator[Merged]:
        """Take the rows of a sheet, or of a part of one; give what came of the sheet before it, once it has ended."""
        if not part.sheet.rows:
            return
        if self.staged is None or not self.staged.goes_on(part):
            yield from self._merged()
            self.staged = _Merge(self.store, part, self.source, self.case_key)
        self.staged.stage(part)

    def finish(self) -> Iterator[Merged]:
        """Give what came of the last sheet; after that the file is merged."""
        yield from self._merged()
        _retire_former_parties(self.store.con, self.source)

    def _merged(self) -> Iterator[Merged]:
        if self.staged is not None:
            yield self.staged.run()
            self.staged = None


def _retire_former_parties(con: Connection, source: Source) -> None:
    """Move the parties of problem items that the file names no longer into the history.

    The file's sheets are taken together: each may name a party of the same item. A sheet without parties names none. A
    workbook that was sent back takes away only what its own file had named.
    """
    if _count(con, "named_parties") == 0:
        return
    is_own, values = "true", {"organisation": source.organisation}
    if source.returned_from is not None:
        is_own, values["family"] = f"row.load_id in (select load_id from loads where {OF_FAMILY})", source.family
    run(
        con,
        f"""
        create or replace temp table wanted as
        select row.id, row.part
        from ledger_rows as row
        where row.organisation = $organisation and row.ledger = 'problems'
            and row.id in (select id from named_parties)
            and (row.id, row.part) not in (select id, part from named_parties) and {is_own}
        """,
        values,
    )
    if _count(con, "wanted"):
        gather(con, "problems", source.organisation)
        run(con, "create or replace temp table gone as select id, part, content from held")
        retire(con, "problems", source)


def retire(con: Connection, ledger: str, source: Source) -> None:
    """Move the rows of the table ``gone`` (id, part, content) into the history and out of the tables."""
    key: Values = {"organisation": source.organisation, "ledger": ledger}
    run(
        con,
        """
        insert into ledger_rows_history
        select row.organisation, row.ledger, row.id, row.part, cast(to_json(gone.content) as varchar), row.load_id,
            row.sheet, row.row_number, $load_id
        from ledger_rows as row
        inner join gone on gone.id = row.id and gone.part = row.part
        where row.organisation = $organisation and row.ledger = $ledger
        """,
        {**key, "load_id": source.load_id},
    )
    remove(con, ledger, source.organisation)


def remove(con: Connection, ledger: str, organisation: str) -> None:
    """Take the rows of the table ``gone`` (id, part) out of the tables."""
    run(
        con,
        "delete from ledger_rows "
        "where organisation = $organisation and ledger = $ledger and (id, part) in (select id, part from gone)",
        {"organisation": organisation, "ledger": ledger},
    )
    withdraw(con, ledger, organisation)


def _count(con: Connection, table: str) -> int:
    [(count,)] = run(con, f"select count(*) from {table}").fetchall()
    return int(count)


class _Merge:
    """One sheet on its way into the store; of the sheet itself only its name and its columns are kept."""

    def __init__(self, store: Store, part: Part, source: Source, case_key: CaseKey | None) -> None:
        self.case_key = case_key
        self.store = store
        self.con: Connection = store.con
        self.sheet = part.sheet.sheet
        self.source = source
        self.ledger = part.sheet.table
        self.is_beside = part.sheet.is_beside
        self.columns = sorted(part.columns)
        self.names_parties = not {"party", "party_role"}.isdisjoint(part.columns)
        self.key: Values = {"organisation": source.organisation, "ledger": self.ledger}
        self.place: Values = {
            "organisation": source.organisation,
            "load_id": source.load_id,
            "sheet": self.sheet,
        }
        self.row_count = 0
        self.first_row = part.sheet.rows[0]
        self.last_row = 0
        # Which case a person's row is about, and who the parties of an item are, only the whole sheet tells.
        # Of a sheet that is read again, or was sent back, it tells too which rows are not to be touched.
        is_whole = bool(case_key and case_key.parts) or source.is_again or source.made_of is not None
        self.may_write_ahead = self.ledger in {"cases", "callbacks"} and not is_whole
        self.is_ahead = False
        self.ahead_count = 0
        self.findings: list[Finding] = []
        run(self.con, "create or replace temp table taken (row_number bigint)")

    def goes_on(self, part: Part) -> bool:
        """Tell whether *part* is a further part of this sheet: below it, with the same columns."""
        other = part.sheet
        is_same = (self.sheet, self.ledger, self.columns) == (other.sheet, other.table, sorted(part.columns))
        return is_same and other.rows[0] > self.last_row

    def stage(self, part: Part) -> None:
        """Put the rows of the sheet, or of a part of it, where they are merged, and write ahead what came before it."""
        more = self.row_count > 0
        if more and self.may_write_ahead:
            self._write_ahead()
            more = False
        if part.cells:
            self.store.stage_cells("staged", part.cells, more=more)
        else:
            self.store.stage("staged", part.sheet.columns, {"row_number": part.sheet.rows}, more=more)
        self.row_count += len(part.sheet.rows)
        self.last_row = part.sheet.rows[-1]

    def run(self) -> Merged:
        """Merge all that was staged."""
        if self.case_key is not None and self.case_key.parts and "case_id" in self.columns:
            for several in find_cases(self.con, self.ledger, self.source.organisation, self.case_key):
                self._find("case_by_key", several.row, several.case_id, str(several.fitting))
        if self.ledger == "problems":
            self._part_by_party()
        if self.is_ahead:
            run(self.con, "insert into staged by name select * from waiting")
        self._describe_arrived()
        if self.is_ahead:
            self._take_back()
        self._settle_repeats()
        self._see("arrived")
        self._compare()
        if self.source.is_again:
            self._leave_later_words()
        if self.source.made_of is not None:
            self._leave_what_was_not_corrected()
        if self.ledger == "problems" and self.names_parties:
            run(self.con, "insert into named_parties select distinct id, part from arrived")
        self._take_in()
        [(taken,)] = run(self.con, "select count(distinct row_number) from taken").fetchall()
        loaded = taken + self.ahead_count
        return Merged(self.sheet, self.ledger, loaded, self.row_count - loaded, tuple(self.findings))

    def _leave_later_words(self) -> None:
        """Leave the rows alone that a later file has changed, replaced or withdrawn since these bytes were first read."""
        run(
            self.con,
            """
            create or replace temp table later as
            select row.id
            from ledger_rows as row
            inner join loads on loads.load_id = row.load_id
            where row.organisation = $organisation and row.ledger = $ledger
                and coalesce(loads.word_of, loads.load_id) > $word_of
                and row.id in (select id from arrived)
            union
            select arrived.id
            from arrived
            where hash(arrived.id, arrived.part) in (
                    select seen.row_hash
                    from seen_rows as seen
                    inner join loads on loads.load_id = seen.load_id
                    where seen.ledger = $ledger and seen.load_id <> $load_id
                        and coalesce(loads.word_of, loads.load_id) = $word_of
                )
                and arrived.id not in (
                    select row.id from ledger_rows as row where row.organisation = $organisation and row.ledger = $ledger
                )
            union
            -- What was set aside and came corrected in another file was not understood when that was said.
            select row.id
            from set_aside_items as items
            inner join loads on loads.load_id = items.load_id
            inner join loads as closing on closing.load_id = items.closed_by_load_id
            inner join ledger_rows as row
                on row.organisation = items.organisation and row.ledger = items.ledger and row.id = items.id
            where items.organisation = $organisation and items.ledger = $ledger
                and coalesce(loads.word_of, loads.load_id) = $word_of and closing.file <> $file
            """,
            {
                **self.key,
                "load_id": self.source.load_id,
                "word_of": self.source.word_of,
                "file": self.source.file,
            },
        )
        run(
            self.con,
            f"delete from staged where (row_number, {self._part()}) in "
            "(select (row_number, part) from arrived where id in (select id from later))",
        )
        for table in ("arrived", "known"):
            run(self.con, f"delete from {table} where id in (select id from later)")

    def _leave_what_was_not_corrected(self) -> None:
        """Leave the rows of a workbook that was sent back that say what was known then, and something else has been said since.

        A row without an id that was corrected since has another one now, and is known by its place.
        """
        own_id = LEDGERS[self.ledger].id
        told, known = (
            f"list_sort([entry for entry in map_entries({content}) if list_contains($told, entry.key)])"
            for content in (self._content(), "cast(cast(old.content as json) as map(varchar, varchar))")
        )
        run(
            self.con,
            f"""
            create or replace temp table left_alone as
            select distinct arrived.row_number, arrived.part
            from arrived
            inner join staged on staged.row_number = arrived.row_number and {self._part()} = arrived.part
            inner join ledger_rows_history as old
                on old.organisation = $organisation and old.ledger = $ledger and old.part = arrived.part
                and old.load_id <= $made_of and old.replaced_by_load_id > $made_of
                and (
                    old.id = arrived.id
                    or (contains(arrived.id, '|') and old.sheet = $sheet and old.row_number = arrived.row_number)
                )
            where {told} = {known}
            """,
            {
                **self.key,
                "sheet": self.sheet,
                "made_of": self.source.made_of,
                "told": [column for column in self.columns if column != own_id],
            },
        )
        run(
            self.con,
            f"delete from staged where (row_number, {self._part()}) in (select (row_number, part) from left_alone)",
        )
        for table in ("arrived", "known"):
            run(
                self.con, f"delete from {table} where (row_number, part) in (select (row_number, part) from left_alone)"
            )

    def _write_ahead(self) -> None:
        """Write the rows that are staged, but for those whose ids stand there twice or are known; these are ``waiting``.

        While the next part is read, a processor has nothing else to do.
        """
        if not self.is_ahead:
            self.is_ahead = True
            run(self.con, "create or replace temp table waiting as select * from staged limit 0")
            run(
                self.con,
                "create or replace temp table known_hashes as select hash(id) as id_hash from ledger_rows "
                "where organisation = $organisation and ledger = $ledger",
                self.key,
            )
        self._describe_arrived()
        run(
            self.con,
            """
            create or replace temp table told as
            select hash(id) as id_hash from arrived group by id_hash having count(*) > 1
            union all
            select known.id_hash from known_hashes as known where known.id_hash in (select hash(id) from arrived)
        """,
        )
        run(self.con, "insert into known_hashes select hash(id) from arrived")
        fresh, cells = "arrived", "staged"
        if _count(self.con, "told"):
            fresh, cells = "fresh", "fresh_cells"
            run(
                self.con,
                "create or replace temp table fresh as "
                "select * from arrived where hash(id) not in (select id_hash from told)",
            )
            run(
                self.con,
                "insert into waiting by name select * from staged where row_number not in (select row_number from fresh)",
            )
            self._find_cells_of_fresh()
        self._store(fresh, cells, self.columns)
        self._see(fresh)
        self.ahead_count += _count(self.con, fresh)

    def _take_back(self) -> None:
        """Take rows that were written ahead and whose ids stand again further below out of the store, to be merged with those."""
        run(
            self.con,
            """
            create or replace temp table gone as
            select row_number, id, part, fingerprint
            from ledger_rows
            where organisation = $organisation and ledger = $ledger and load_id = $load_id and sheet = $sheet
                and row_number >= $first and id in (select id from arrived)
            """,
            {**self.key, **self.place, "first": self.first_row},
        )
        if gone := _count(self.con, "gone"):
            run(self.con, "create or replace temp table wanted as select id, part from gone")
            gather_columns(self.con, self.ledger, self.source.organisation, self.columns)
            run(
                self.con,
                "insert into staged by name select gone.row_number, held_cells.* exclude (held_id, held_part) "
                "from gone inner join held_cells on held_id = gone.id and held_part = gone.part",
            )
            run(self.con, "insert into arrived select * from gone")
            remove(self.con, self.ledger, self.source.organisation)
            run(
                self.con,
                "delete from seen_rows where load_id = $load_id and row_hash in (select hash(id, part) from gone)",
                {"load_id": self.source.load_id},
            )
            self.ahead_count -= gone

    def _see(self, rows: str) -> None:
        run(
            self.con,
            f"insert into seen_rows (load_id, ledger, row_hash) select $load_id, $ledger, hash(id, part) from {rows}",
            {"load_id": self.source.load_id, "ledger": self.ledger},
        )

    def _part_by_party(self) -> None:
        """Make one row per party of a problem item.

        Where the sheet lacks party or role, those that the store knows of the item stand in.
        """
        if "party" in self.columns:
            run(
                self.con,
                f"create or replace temp table staged as select * replace ({each_name('party')} as party) from staged",
            )
        lacking = [name for name in ("party", "party_role") if name not in self.columns]
        if lacking:
            told = {"party", "party_role"} - set(lacking)
            same = "".join(f" and known.{name} is not distinct from staged.{name}" for name in told)
            run(
                self.con,
                f"create or replace temp table staged as "
                f"select staged.*, {', '.join(f'known.{name}' for name in lacking)} from staged "
                f"left join problems as known "
                f"on known.organisation = $organisation and known.problem_id = staged.problem_id{same}",
                {"organisation": self.source.organisation},
            )
            self.columns = sorted([*self.columns, *lacking])

    def _describe_arrived(self) -> None:
        """Make the table ``arrived``: id, part and fingerprint of each row that is staged."""
        cells = ", ".join(identifier(column) for column in self.columns)
        run(
            self.con,
            f"create or replace temp table arrived as select row_number, {self._id()} as id, {self._part()} as part, "
            f"hash($columns, {cells}) as fingerprint from staged",
            {"columns": self.columns},
        )

    def _content(self) -> str:
        """Return the expression for the filled columns of a row of ``staged``, as a map."""
        cells = ", ".join(f"{{'key': {quoted(column)}, 'value': {identifier(column)}}}" for column in self.columns)
        return f"map_from_entries([cell for cell in [{cells}] if cell.value is not null])"

    def _id(self) -> str:
        if self.ledger != "staff":
            return LEDGERS[self.ledger].id
        cells = [
            f"coalesce({identifier(name)}, '')" if name in self.columns else "''" for name in ("name", "role", "from")
        ]
        return f"concat_ws('|', {', '.join(cells)})"

    def _part(self) -> str:
        if self.ledger != "problems":
            return "''"
        cells = [f"coalesce({name}, '')" if name in self.columns else "''" for name in ("party_role", "party")]
        return f"concat_ws('|', {', '.join(cells)})"

    def _settle_repeats(self) -> None:
        """Keep of each id the last row of the sheet; the earlier rows that say something else go to the history."""
        found = run(
            self.con, "select 1 from (select 1 from arrived group by id, part having count(*) > 1) limit 1"
        ).fetchall()
        if not found:
            return
        if self.ledger == "callbacks":
            self._number_attempts()
        run(
            self.con,
            """
            create or replace temp table steps as
            with repeated as (select id, part from arrived group by id, part having count(*) > 1)
            select row_number, id, part, fingerprint,
                lag(fingerprint) over same_row as before,
                lag(row_number) over same_row as row_before
            from arrived
            where (id, part) in (select id, part from repeated)
            window same_row as (partition by id, part order by row_number)
        """,
        )
        run(
            self.con,
            f"""
            create or replace temp table superseded as
            with versions as (
                select row_number, id, part
                from steps
                where before is distinct from fingerprint
                qualify lead(row_number) over (partition by id, part order by row_number) is not null
            )
            select versions.row_number, versions.id, versions.part, cast(to_json({self._content()}) as varchar) as content
            from versions
            inner join staged on staged.row_number = versions.row_number and {self._part()} = versions.part
        """,
        )
        for row, name, row_before, same in run(
            self.con,
            "select distinct row_number, id, row_before, before = fingerprint from steps where before is not null "
            "order by row_number, id",
        ).fetchall():
            self._find("duplicate" if same else "contradictory", row, name, str(row_before))
        run(
            self.con,
            """
            create or replace temp table earlier as
            select row_number, part from steps where before = fingerprint
            union all
            select row_number, part from superseded
        """,
        )
        run(
            self.con, f"delete from staged where (row_number, {self._part()}) in (select row_number, part from earlier)"
        )
        run(self.con, "delete from arrived where (row_number, part) in (select row_number, part from earlier)")
        # In the history already, they are not loaded but unchanged.
        run(
            self.con,
            "create or replace temp table new_to_history as "
            "select row_number, id, part, content "
            "from superseded where not exists (select 1 from ledger_rows_history as old "
            "where old.organisation = $organisation and old.ledger = $ledger and old.id = superseded.id "
            "and old.part = superseded.part and old.content = superseded.content)",
            self.key,
        )
        run(
            self.con,
            "insert into ledger_rows_history "
            "select $organisation, $ledger, id, part, content, $load_id, $sheet, row_number, $load_id from new_to_history",
            {**self.key, **self.place},
        )
        self._count_taken("new_to_history")

    def _number_attempts(self) -> None:
        """Give attempts on one day that were all in vain ids of their own, in the order of the sheet.

        Known by its cells alone, one that is told otherwise than the one before it is another: a person is reached once a
        day by one caller, but may be rung in vain several times.
        """
        cells = [
            f"coalesce({identifier(name)}, '')" if name in self.columns else "''"
            for name in DERIVED_IDS["callbacks"][1]
        ]
        if not {"at", "outcome"} <= set(self.columns):
            return
        run(
            self.con,
            f"""
            create or replace temp table further as
            with attempts as (
                select arrived.row_number, arrived.id,
                    min(arrived.row_number) over (partition by arrived.id, arrived.fingerprint) as first_row
                from arrived
                inner join staged on staged.row_number = arrived.row_number
                where arrived.id = rtrim(concat_ws('|', {", ".join(cells)}), '|') and length("at") = 10 and outcome <> 'reached'
            )
            select row_number, id, min(first_row) over (partition by id) as row_before,
                dense_rank() over (partition by id order by first_row) as number
            from attempts
            qualify number > 1
        """,
        )
        for table, name in (("staged", "callback_id"), ("arrived", "id")):
            run(
                self.con,
                f"update {table} set {name} = concat({table}.{name}, '#', further.number) from further "
                f"where further.row_number = {table}.row_number",
            )
        for row, name, row_before in run(
            self.con, "select row_number, id, row_before from further order by row_number"
        ).fetchall():
            self._find("further_attempt", row, name, str(row_before))

    def _compare(self) -> None:
        """Make the tables ``known`` (rows that the store has) and ``changed`` (those that say something else)."""
        run(
            self.con,
            """
            create or replace temp table known as
            select arrived.row_number, arrived.id, arrived.part, arrived.fingerprint,
                row.fingerprint as held_fingerprint, row.load_id as held_load_id, row.sheet as held_sheet,
                row.row_number as held_row_number, arrived.part as base_part
            from arrived
            inner join ledger_rows as row
                on row.organisation = $organisation and row.ledger = $ledger
                and row.id = arrived.id and row.part = arrived.part
            """,
            self.key,
        )
        if self.ledger == "problems":
            # A party that is new to its problem item still shares what the sheet does not tell of the item.
            run(
                self.con,
                """
                insert into known
                select arrived.row_number, arrived.id, arrived.part, arrived.fingerprint, null, null, null, null,
                    min(row.part)
                from arrived
                inner join ledger_rows as row
                    on row.organisation = $organisation and row.ledger = $ledger and row.id = arrived.id
                where (arrived.id, arrived.part) not in (select id, part from known)
                group by arrived.row_number, arrived.id, arrived.part, arrived.fingerprint
                """,
                self.key,
            )

    def _merge_changed(self) -> int:
        """Make the table ``changed``: the new content and the held one of each row that says something else.

        A case that is told beside its callbacks takes away only what the same file had said of it.
        """
        is_own = "known.held_load_id in (select load_id from loads where file = $file)" if self.is_beside else "true"
        run(
            self.con,
            """
            create or replace temp table wanted as
            select distinct id, base_part as part from known where held_fingerprint is distinct from fingerprint
        """,
        )
        if _count(self.con, "wanted") == 0:
            return 0
        gather(self.con, self.ledger, self.source.organisation)
        run(
            self.con,
            f"""
            create or replace temp table changed as
            with told as (
                select known.row_number, known.id, known.part, known.fingerprint, known.held_load_id, known.held_sheet,
                    known.held_row_number, {self._content()} as content,
                    case when known.held_fingerprint is not null then held.content end as held, held.content as base,
                    {is_own} as is_own
                from known
                inner join staged on staged.row_number = known.row_number and {self._part()} = known.part
                inner join held on held.id = known.id and held.part = known.base_part
                where known.held_fingerprint is distinct from known.fingerprint
            ),
            merged as (
                select * replace (map_from_entries(list_sort(list_concat(
                    [
                        entry for entry in map_entries(base)
                        if not list_contains(if(is_own, $columns, map_keys(content)), entry.key)
                    ],
                    map_entries(content)
                ))) as content)
                from told
            )
            select * from merged where held is distinct from content
            """,
            {"columns": self.columns, **({"file": self.source.file} if self.is_beside else {})},
        )
        return _count(self.con, "changed")

    def _take_in(self) -> None:
        """Write what is new or changed."""
        if _count(self.con, "known") == 0:
            self._write("arrived", "staged", self.columns)
            return
        self._find_duplicates()
        if self._merge_changed():
            self._retire()
            self._write("changed", "incoming", self._unfold())
        if _count(self.con, "known") < _count(self.con, "arrived"):
            run(
                self.con,
                "create or replace temp table fresh as select * from arrived "
                "where (id, part) not in (select id, part from known)",
            )
            self._find_cells_of_fresh()
            self._write("fresh", "fresh_cells", self.columns)

    def _find_cells_of_fresh(self) -> None:
        run(
            self.con,
            f"create or replace temp view fresh_cells as select staged.* from staged "
            f"inner join fresh on fresh.row_number = staged.row_number and fresh.part = {self._part()}",
        )

    def _write(self, rows: str, cells: str, columns: list[str]) -> None:
        self._store(rows, cells, columns)
        self._count_taken(rows)

    def _store(self, rows: str, cells: str, columns: list[str]) -> None:
        """Put rows (id, part, fingerprint) and their cells into the store."""
        run(
            self.con,
            f"insert into ledger_rows "
            f"select $organisation, $ledger, id, part, fingerprint, $load_id, $sheet, row_number from {rows}",
            {**self.key, **self.place},
        )
        spread(self.con, self.ledger, cells, columns, self.place)

    def _count_taken(self, rows: str) -> None:
        run(self.con, f"insert into taken select row_number from {rows}")

    def _retire(self) -> None:
        """Move replaced rows into the history and out of the tables."""
        self._find_contradictions()
        run(
            self.con,
            "create or replace temp table gone as select id, part, held as content from changed where held is not null",
        )
        if _count(self.con, "gone"):
            retire(self.con, self.ledger, self.source)

    def _find_duplicates(self) -> None:
        """Find the rows that stand already in an earlier part of the same sheet."""
        for row, name, row_before in run(
            self.con,
            "select distinct row_number, id, held_row_number from known "
            "where held_load_id = $load_id and held_sheet = $sheet and held_fingerprint = fingerprint "
            "order by row_number",
            {"load_id": self.source.load_id, "sheet": self.sheet},
        ).fetchall():
            self._find("duplicate", row, name, str(row_before))

    def _find_contradictions(self) -> None:
        """Find the rows that differ from an earlier sheet or part of the same file in a cell that both fill."""
        for row, name, sheet, row_before in run(
            self.con,
            """
            select row_number, id, held_sheet, held_row_number
            from changed
            where held_load_id = $load_id and len([
                entry for entry in map_entries(content)
                if not regexp_matches(entry.key, $may_differ) and held[entry.key] <> entry.value
            ]) > 0
            order by row_number
            """,
            {"load_id": self.source.load_id, "may_differ": _MAY_DIFFER},
        ).fetchall():
            place = str(row_before) if sheet == self.sheet else f"{sheet}!{row_before}"
            self._find("contradictory", row, name, place)

    def _unfold(self) -> list[str]:
        """Make the table ``incoming``: the rows of ``changed`` with a column for each name that one of them fills."""
        found = run(self.con, "select distinct unnest(map_keys(content)) as name from changed order by name")
        columns = [name for (name,) in found.fetchall()]
        cells = ", ".join(f"content[{quoted(column)}] as {identifier(column)}" for column in columns)
        run(self.con, f"create or replace temp table incoming as select row_number, {cells} from changed")
        return columns

    def _find(self, check: str, row: int, name: str, detail: str) -> None:
        # An id that the reader put together from cells may hold a name, and the row says it all.
        value = "" if "|" in name else name
        self.findings.append(Finding(check, self.source.file, self.sheet, row, value=value, detail=detail))
