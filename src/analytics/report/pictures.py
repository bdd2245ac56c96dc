"""The pictures of a workbook, taken over as they are: openpyxl reads them only beside a library that decodes them."""

from __future__ import annotations

import re
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.xml.functions import fromstring

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, OSError, BadZipFile, zlib.error)
_FORMATS = frozenset({"png", "jpg", "jpeg", "gif", "bmp"})
# A text box, an arrow, a group of them.
_SHAPE = re.compile(rb"<(\w+:)?(sp|grpSp|cxnSp)[ >]")
_FOLDERS = ("xl/media/", "Pictures/", "media/")  # of Excel, of OpenDocument, of WPS's pictures in cells


class _Picture(Image):  # type: ignore[misc]  # openpyxl has no types
    def __init__(self, name: str, content: bytes, anchor: Any) -> None:
        self.name, self.content, self.anchor = name, content, anchor
        self.format = _suffix(name)

    def _data(self) -> bytes:
        return self.content


def keep_pictures(book: Any, path: Path) -> bool:
    """Put the pictures that lie on the sheets of *path* onto those of *book*, read from it; return whether nothing is lost.

    Shapes are, and pictures within cells.
    """
    kept, is_whole = set(), True
    with ZipFile(path) as package:
        for sheet in book.worksheets:
            sheet._images = []  # noqa: SLF001 - else those that openpyxl could read would be there twice
            for drawing in sheet._rels.find(SpreadsheetDrawing._rel_type):  # noqa: SLF001 - where openpyxl keeps them
                try:
                    content = package.read(drawing.target)
                    pictures = list(_pictures(package, drawing.target, content))
                except _UNREADABLE:
                    is_whole = False
                    continue
                is_whole = is_whole and _SHAPE.search(content) is None
                for picture in pictures:
                    sheet.add_image(picture)
                    kept.add(picture.name)
        return is_whole and kept >= _held(package)


def has_pictures(path: Path) -> bool:
    """Whether a file, of whatever kind, is a package that holds pictures."""
    if not is_zipfile(path):
        return False
    with ZipFile(path) as package:
        return bool(_held(package))


def _held(package: ZipFile) -> set[str]:
    return {name for name in package.namelist() if name.startswith(_FOLDERS) and not name.endswith("/")}


def _pictures(package: ZipFile, drawing: str, content: bytes) -> Iterator[_Picture]:
    places = SpreadsheetDrawing.from_tree(fromstring(content))._blip_rels  # noqa: SLF001
    parts: Any = get_dependents(package, get_rels_path(drawing)) if places else {}
    for place in places:
        name = parts.get(place.embed).target
        if _suffix(name) in _FORMATS:
            yield _Picture(name, package.read(name), place.anchor)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.removeprefix(".").lower()
