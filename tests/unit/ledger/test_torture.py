"""Files that broke other readers: each is read or refused in a paragraph, none crashes."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import InputError
from analytics.ledger import ReadingProfile, parse_file

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "datasets"
FILES = sorted(path for path in FOLDER.glob("torture_*/**/*") if path.is_file()) if FOLDER.is_dir() else []
PROFILE = ReadingProfile.build()
ABSENT = "the folder ../shared/datasets of other people's files is not beside this checkout"


LARGE_BYTES = 100_000


@pytest.mark.skipif(not FILES, reason=ABSENT)
@pytest.mark.parametrize(
    "files",
    [
        pytest.param([path for path in FILES if path.stat().st_size < LARGE_BYTES], id="small"),
        pytest.param(
            [path for path in FILES if path.stat().st_size >= LARGE_BYTES], id="large", marks=pytest.mark.long
        ),
    ],
)
def test_every_file_is_read_or_refused(files: list[Path]) -> None:
    wrong = []
    for path in files:
        try:
            file = parse_file(path, PROFILE)
        except InputError as fault:
            if path.name not in fault.text.zh:
                wrong.append(path.name)
        else:
            if not file.sheets and not file.findings:
                wrong.append(path.name)
    assert wrong == []


@pytest.mark.parametrize(
    "name", ["pass_protected.xlsx", "pass_protected.xlsb", "pass_protected.ods", "encrypted_no_password.xls"]
)
def test_a_password_is_told_from_damage(name: str) -> None:
    found = [path for path in FILES if path.name == name]
    if not found:
        pytest.skip(ABSENT)
    with pytest.raises(InputError, match="打开密码"):
        parse_file(found[0], PROFILE)
