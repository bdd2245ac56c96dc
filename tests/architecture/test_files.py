"""What is committed holds nothing left for later and nothing of the machine that it was written on."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Spelled in pieces, so that this file is not found by itself.
LEFT_FOR_LATER = re.compile(rf"\b({'TO' + 'DO'}|{'FIX' + 'ME'}|{'XX' + 'X'})\b")
HOME = re.compile(r"(?<![\w.-])/(root|work|home/\w+|Users/\w+)/")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = {}
    for name in filter(None, listed.split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in content:
            found[name] = content.decode("utf-8", errors="replace")
    return found


@pytest.mark.parametrize("pattern", [LEFT_FOR_LATER, HOME], ids=["left for later", "home"])
def test_no_file_holds(texts: dict[str, str], pattern: re.Pattern[str]) -> None:
    hits = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        if pattern.search(text)
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]
    assert not hits, "\n".join(hits)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (LEFT_FOR_LATER, "# " + "TO" + "DO: later"),
        (LEFT_FOR_LATER, "FIX" + "ME"),
        (HOME, "open('/" + "root/ledger.csv')"),
        (HOME, "see /" + "home/someone/data"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)
    assert not pattern.search("https://example.org/home/page and src/work/a and reports/root/")
