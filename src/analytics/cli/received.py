"""Which files were received, and whose each of them is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import UsageError
from analytics.language import Text
from analytics.settings import Organisation, Workspace


@dataclass(frozen=True, slots=True)
class Received:
    """One file and whose it is."""

    path: Path
    organisation: Organisation


def received(workspace: Workspace, named: str | None, paths: Sequence[str]) -> Iterator[Received]:
    """Yield the files at *paths*, in folders all below; without a path those of the ledger folders.

    Of the organisation that is *named*, else each of the one whose ledger folder holds it; raises UsageError for a file
    of which that is not known.
    """
    organisations = _named(workspace, named)
    for path in map(Path, paths):
        for file in _files_below(path) if path.is_dir() else (path,):
            yield Received(file, owner_of(workspace, file, organisations))
    if not paths:
        for organisation in organisations:
            yield from (Received(file, organisation) for file in _files_below(workspace.ledgers(organisation)))


def folders_without_ledgers(workspace: Workspace, named: str | None) -> list[Path]:
    """Return the ledger folders in which there is nothing to load."""
    folders = [workspace.ledgers(organisation) for organisation in _named(workspace, named)]
    return [folder for folder in folders if not _files_below(folder)]


def no_ledgers(folder: Path) -> Text:
    """Return what to tell of a folder without ledgers."""
    return Text(
        zh="{folder} 里没有台账。请把收到的表格放进去；该放哪个文件夹写在 workbench.toml 的 ledgers。",
        en="There is no ledger in {folder}. Put the received files there; the folder is the one that ledgers names in "
        "workbench.toml.",
    ).format(folder=folder)


def _named(workspace: Workspace, named: str | None) -> tuple[Organisation, ...]:
    return workspace.settings.organisation if named is None else (workspace.organisation(named),)


def owner_of(workspace: Workspace, file: Path, organisations: Sequence[Organisation]) -> Organisation:
    """Return whose ledger *file* is: the only organisation's, or the one's in whose ledger folder it lies.

    Raises UsageError where that cannot be told.
    """
    if len(organisations) == 1:
        return organisations[0]
    for organisation in organisations:
        if file.resolve().is_relative_to(workspace.ledgers(organisation).resolve()):
            return organisation
    raise UsageError(
        Text(
            zh="{file} 不在任何机构的台账文件夹里，不知道属于谁。请加 --organisation，可用的有：{listed}。",
            en="{file} lies in no organisation's ledger folder. Say whose it is with --organisation; valid: {listed}.",
        ).format(file=file, listed=", ".join(one.id for one in organisations))
    )


def _files_below(folder: Path) -> list[Path]:
    """Return the received files below *folder* in order; hidden ones and a README are no ledgers."""
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
        and not file.name.upper().startswith("README")
    )
