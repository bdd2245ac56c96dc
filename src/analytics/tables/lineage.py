"""What a received file is a version of: bytes that are read again, a workbook that was sent back, or a file of its own.

Bytes that are in the store are read again when the settings by which they are read have changed. That is no new word of
the sender's: what a later file has said of a row stands. A workbook that was sent back belongs to the file that it was made
of, whatever it is called when it comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from analytics.tables.statements import run
from analytics.tables.store import first_row

if TYPE_CHECKING:
    from analytics.ledger.rows import LedgerFile
    from analytics.tables.store import Connection

SENT_BACK = ".rejects.xlsx"
# Of the loads of an organisation those of a file and of the workbooks that were sent back as it.
OF_FAMILY = "loads.organisation = $organisation and coalesce(loads.returned_from, loads.file) = $family"
# The version that counts of a file of this name; one that was sent back may count no more and yet be the last.
LATEST = (
    "(loads.current or loads.load_id = (select max(same.load_id) from loads as same "
    "where same.organisation = loads.organisation and same.file = loads.file))"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: the load, its organisation and file, and who sent that.

    ``returned_from`` is the file that a workbook was made of which was sent back; ``word_of`` the load that first brought
    these bytes where they are read again, ``is_current`` whether they count; ``made_of`` the load of the version that a
    workbook which was sent back was made of, where it tells.
    """

    load_id: int
    organisation: str
    file: str
    sender: str = ""
    returned_from: str | None = None
    word_of: int | None = None
    is_current: bool = True
    made_of: int | None = None

    @property
    def family(self) -> str:
        """The file that this one is a version of."""
        return self.returned_from or self.file

    @property
    def is_again(self) -> bool:
        """Whether these very bytes were read before."""
        return self.word_of is not None


def source_of(con: Connection, ledger_file: LedgerFile, *, organisation: str, file: str, sender: str) -> Source:
    """Return where the rows of a file that is to be loaded come from."""
    [(last,)] = run(con, "select coalesce(max(load_id), 0) from loads").fetchall()
    read = first_row(
        con,
        "select coalesce(word_of, load_id), current from loads "
        f"where organisation = $organisation and sha256 = $sha256 and {LATEST} and not exists ("
        "select 1 from loads as other where other.organisation = $organisation and other.file = $file and other.current "
        "and other.sha256 <> $sha256) order by load_id desc limit 1",
        {"organisation": organisation, "sha256": ledger_file.sha256, "file": file},
    )
    word_of, is_current = read or (None, True)
    returned_from = _returned_from(con, organisation, file, ledger_file.sent_back_as)
    made_of = _made_of(con, organisation, ledger_file.sent_back_version)
    return Source(last + 1, organisation, file, sender, returned_from, word_of, is_current, made_of)


def _made_of(con: Connection, organisation: str, version: str) -> int | None:
    if not version:
        return None
    found = first_row(
        con,
        "select max(load_id) from loads where organisation = $organisation and starts_with(sha256, $version)",
        {"organisation": organisation, "version": version},
    )
    return found[0] if found else None


def _returned_from(con: Connection, organisation: str, file: str, told: str) -> str | None:
    """Return the file that a workbook was made of: as its first sheet tells, else as its name does; none if it is its own."""
    known: dict[str, str] = dict(
        run(
            con,
            "select file, any_value(coalesce(returned_from, file)) from loads where organisation = $organisation group by file",
            {"organisation": organisation},
        ).fetchall()
    )
    known.pop(file, None)
    if told in known:
        return known[told] if known[told] != file else None
    name = PurePosixPath(file).name
    while told != file and name.endswith(SENT_BACK):
        name = name.removesuffix(SENT_BACK)
        named = {family for one, family in known.items() if PurePosixPath(one).name == name and family != file}
        # Of several files of one name it is not known which was meant.
        if len(named) == 1:
            return named.pop()
    return None
