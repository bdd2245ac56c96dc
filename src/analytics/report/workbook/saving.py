"""Workbooks are saved, and a report's gets the last hand: the same results give the same bytes, every chart says what it shows.

openpyxl stamps the hour of saving into the file, leaves charts without alternative text, and gives every workbook its
own default typeface, in whose digits the widths of columns count.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from analytics.errors import RunError, reason_of
from analytics.language import Text
from analytics.report.workbook.styles import BODY_SIZE, INK, TYPEFACE

_STAMP = re.compile(r"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_DRAWING = re.compile(r"xl/drawings/drawing(\d+)\.xml")
_FRAME = re.compile(r'<([\w:]*cNvPr) id="(\d+)" name="Chart (\d+)"')
_DEFAULT_FONT = re.compile(r"<font>.*?</font>", re.DOTALL)
_OWN_FONT = f'<font><name val="{TYPEFACE}" /><family val="2" /><color rgb="FF{INK}" /><sz val="{BODY_SIZE}" /></font>'


def save(book: Any, path: Path) -> None:
    """Write a workbook to *path*, in a folder that is made; raises RunError when it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
    except OSError as fault:
        raise RunError(
            Text(
                zh="{path} 写不了：{fault}。请确认它没有在表格软件里打开，文件夹可写，磁盘还有空间。",
                en="{path} cannot be written: {fault}. See that no spreadsheet program has it open, that the folder can be "
                "written to, and that the disk has room.",
            ).format(path=path, fault=reason_of(fault))
        ) from None


def settle(content: bytes, as_of: str, charts: Sequence[Sequence[str]]) -> bytes:
    """Return the workbook with *as_of* for its day and the titles in *charts* (sheet by sheet) as alternative text."""
    drawn = [titles for titles in charts if titles]
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            part = read.read(name)
            drawing = _DRAWING.fullmatch(name)
            if name == "docProps/core.xml":
                part = _STAMP.sub(rf"\g<1>{as_of}T00:00:00Z\g<2>", part.decode()).encode()
            elif name == "xl/styles.xml":
                part = _DEFAULT_FONT.sub(_OWN_FONT, part.decode(), count=1).encode()
            elif drawing is not None:
                part = _described(part.decode(), drawn[int(drawing[1]) - 1]).encode()
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, part)
    return settled.getvalue()


def _described(drawing: str, titles: Sequence[str]) -> str:
    return _FRAME.sub(lambda found: f"{found[0]} descr={quoteattr(titles[int(found[3]) - 1])}", drawing)
