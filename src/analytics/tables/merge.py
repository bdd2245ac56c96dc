"""Merge the rows of one ledger sheet into what the store knows: new, unchanged, or a newer version of a row.

A row is known by its id. Columns that the sheet has replace what was there, columns that it lacks keep it; what a row
said before goes to the history. Several parties of one problem item are one unit: the sheet's parties replace them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.findings import Finding
from analytics.tables.case_keys import find_cases
from analytics.tables.gather import gather, gather_columns
from analytics.tables.parties import part_by_party, retire_former_parties
from analytics.tables.repeats import settle_repeats
from analytics.tables.retired import remove, retire
from analytics.tables.said_since import leave_later_words, leave_what_was_not_corrected
from analytics.tables.spread import spread
from analytics.tables.staged import Staged, count
from analytics.tables.statements import run
from analytics.tables.store import identifier, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.ledger.profile import CaseKey
    from analytics.tables.lineage import Source
    from analytics.tables.parts import Part
    from analytics.tables.store import Store

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
        retire_former_parties(self.store.con, self.source)

    def _merged(self) -> Iterator[Merged]:
        if self.staged is not None:
            yield self.staged.run()
            self.staged = None


class _Merge(Staged):
    """One sheet on its way into the store, part by part."""

    def __init__(self, store: Store, part: Part, source: Source, case_key: CaseKey | None) -> None:
        super().__init__(store.con, source, part.sheet.sheet, part.sheet.table, part.columns)
        self.case_key = case_key
        self.store = store
        self.is_beside = part.sheet.is_beside
        self.names_parties = not {"party", "party_role"}.isdisjoint(part.columns)
        self.row_count = 0
        self.first_row = part.sheet.rows[0]
        self.last_row = 0
        # Which case a person's row is about, and who the parties of an item are, only the whole sheet tells.
        # Of a sheet that is read again, or was sent back, it tells too which rows are not to be touched.
        is_whole = bool(case_key and case_key.parts) or source.is_again or source.made_of is not None
        self.may_write_ahead = self.ledger in {"cases", "callbacks"} and not is_whole
        self.is_ahead = False
        self.ahead_count = 0

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
                self.find("case_by_key", several.row, several.case_id, str(several.fitting))
        if self.ledger == "problems":
            part_by_party(self)
        if self.is_ahead:
            run(self.con, "insert into staged by name select * from waiting")
        self.describe_arrived()
        if self.is_ahead:
            self._take_back()
        settle_repeats(self)
        self._see("arrived")
        self._compare()
        if self.source.is_again:
            leave_later_words(self)
        if self.source.made_of is not None:
            leave_what_was_not_corrected(self)
        if self.ledger == "problems" and self.names_parties:
            run(self.con, "insert into named_parties select distinct id, part from arrived")
        self._take_in()
        [(taken,)] = run(self.con, "select count(distinct row_number) from taken").fetchall()
        loaded = taken + self.ahead_count
        return Merged(self.sheet, self.ledger, loaded, self.row_count - loaded, tuple(self.findings))

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
        self.describe_arrived()
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
        if count(self.con, "told"):
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
        self.ahead_count += count(self.con, fresh)

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
        if gone := count(self.con, "gone"):
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
        if count(self.con, "wanted") == 0:
            return 0
        gather(self.con, self.ledger, self.source.organisation)
        run(
            self.con,
            f"""
            create or replace temp table changed as
            with told as (
                select known.row_number, known.id, known.part, known.fingerprint, known.held_load_id, known.held_sheet,
                    known.held_row_number, {self.content()} as content,
                    case when known.held_fingerprint is not null then held.content end as held, held.content as base,
                    {is_own} as is_own
                from known
                inner join staged on staged.row_number = known.row_number and {self.part()} = known.part
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
        return count(self.con, "changed")

    def _take_in(self) -> None:
        """Write what is new or changed."""
        if count(self.con, "known") == 0:
            self._write("arrived", "staged", self.columns)
            return
        self._find_duplicates()
        if self._merge_changed():
            self._retire()
            self._write("changed", "incoming", self._unfold())
        if count(self.con, "known") < count(self.con, "arrived"):
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
            f"inner join fresh on fresh.row_number = staged.row_number and fresh.part = {self.part()}",
        )

    def _write(self, rows: str, cells: str, columns: list[str]) -> None:
        self._store(rows, cells, columns)
        self.count_taken(rows)

    def _store(self, rows: str, cells: str, columns: list[str]) -> None:
        """Put rows (id, part, fingerprint) and their cells into the store."""
        run(
            self.con,
            f"insert into ledger_rows "
            f"select $organisation, $ledger, id, part, fingerprint, $load_id, $sheet, row_number from {rows}",
            {**self.key, **self.place},
        )
        spread(self.con, self.ledger, cells, columns, self.place)

    def _retire(self) -> None:
        """Move replaced rows into the history and out of the tables."""
        self._find_contradictions()
        run(
            self.con,
            "create or replace temp table gone as select id, part, held as content from changed where held is not null",
        )
        if count(self.con, "gone"):
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
            self.find("duplicate", row, name, str(row_before))

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
            self.find("contradictory", row, name, place)

    def _unfold(self) -> list[str]:
        """Make the table ``incoming``: the rows of ``changed`` with a column for each name that one of them fills."""
        found = run(self.con, "select distinct unnest(map_keys(content)) as name from changed order by name")
        columns = [name for (name,) in found.fetchall()]
        cells = ", ".join(f"content[{quoted(column)}] as {identifier(column)}" for column in columns)
        run(self.con, f"create or replace temp table incoming as select row_number, {cells} from changed")
        return columns
