"""Zip archives of ledgers: their members, unpacked in memory, never onto the disk, and only so many and so large."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from analytics.ledger.packages import unpacked
from analytics.ledger.refusals import DAMAGED, ENCRYPTED, TOO_LARGE, TOO_MANY, refusal, short

MAX_MEMBERS = 500
MAX_BYTES = 500_000_000
MAX_RATIO = 200

_PASSWORD = 0x1
_NAME_IS_UTF8 = 0x800
_OF_THE_SYSTEM = ("__MACOSX", "Thumbs.db", "desktop.ini", ".DS_Store")


def is_archive(data: bytes) -> bool:
    """Tell whether a zip file is one of files, and not a workbook, which is packed the same way."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    parts = {"[content_types].xml", "mimetype", "content.xml", "meta-inf/manifest.xml"}
    return not names & parts and not any(name.startswith("xl/") for name in names)


def members(file: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every file in an archive; a name is only ever shown, never a path to write to.

    Raises InputError for an archive with a password, with too many or too large files, or damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = [
                member
                for member in archive.infolist()
                if not member.is_dir() and not any(part in member.filename for part in _OF_THE_SYSTEM)
            ]
        if any(member.flag_bits & _PASSWORD for member in files):
            raise refusal(file, ENCRYPTED)
        if len(files) > MAX_MEMBERS:
            raise refusal(file, TOO_MANY, count=len(files), most=MAX_MEMBERS)
        total = sum(member.file_size for member in files)
        if total > MAX_BYTES or (total > 50_000_000 and total > MAX_RATIO * len(data)):
            raise refusal(file, TOO_LARGE, what=f"{total / 1e6:.0f} MB")
        for member in files:
            yield shown_name(member), unpacked(data, member)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as fault:
        raise refusal(file, DAMAGED, fault=short(fault)) from None


def shown_name(member: zipfile.ZipInfo) -> str:
    """Return the member's name as its packer wrote it, without whatever would lead out of the archive.

    Older Windows packs Chinese names as GBK and does not say so.
    """
    name = member.filename
    if not member.flag_bits & _NAME_IS_UTF8:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = name.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "/".join(part for part in parts if part not in {"/", "..", "."} and not part.endswith(":")) or "?"
