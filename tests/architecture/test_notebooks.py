"""Notebooks are thin and clean, and each rule of that refuses what it is for."""

from pathlib import Path
from typing import Any

import pytest

from tests.architecture.notebooks import ROOT, faults, faults_of, files

PARAMETERS = (
    'period = "2026-10"  # month, YYYY-MM\nas_of = ""  # the day it is looked at; empty: the last of the period'
)


def notebook(*sources: str, tags: tuple[str, ...] = ("parameters",), **metadata: Any) -> dict[str, Any]:
    """A clean notebook of these code cells, the first of them with *tags*."""
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{place}",
            "metadata": {"tags": list(tags)} if place == 0 and tags else {},
            "execution_count": None,
            "outputs": [],
            "source": source.splitlines(keepends=True),
        }
        for place, source in enumerate(sources)
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def test_a_thin_notebook_has_no_fault() -> None:
    page = notebook(
        PARAMETERS,
        "from analytics import workbench\n\nreport = workbench.report('monthly', period=period, as_of=as_of)",
        "report.headline()",
    )
    assert faults(page, shelf="reports") == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("def f():\n    pass", "holds a function"),
        ("f = lambda: 1", "holds a function"),
        ("class A:\n    pass", "holds a class"),
        ("for a in b:\n    a", "holds a loop"),
        ("[a for a in b]", "holds a loop"),
        ("if a:\n    b", "holds a branch"),
        ("a / b", "holds arithmetic"),
        ("a += 1", "holds arithmetic"),
        ("wb.sql('select a from t')", "holds SQL: 'select a from t'"),
        ("read('data/ledgers')", "holds a path: 'data/ledgers'"),
        ("read('cases.xlsx')", "holds a path: 'cases.xlsx'"),
        (r"find('\\d+年')", r"holds a regular expression: '\\d+年'"),
        ("import pandas", "imports pandas"),
        ("from os import path", "imports os"),
        ("%matplotlib inline", "is not plain Python"),
        ("a\n\nb\nc\nd\ne\nf", "6 lines, at most 5"),
    ],
)
def test_a_thick_cell(source: str, fault: str) -> None:
    assert f"cell cell-1: {fault}" in faults(notebook(PARAMETERS, source), shelf="reports")
    assert faults(notebook(PARAMETERS, source), shelf="exploration") == []


@pytest.mark.parametrize(
    ("first", "tags", "fault"),
    [
        ("a", (), "the first code cell is not tagged parameters"),
        ('period = "2026-10"', ("parameters",), 'a parameter says in a comment what it is: period = "2026-10"'),
        ("period = None  # month", ("parameters",), "parameters are text or numbers: period = None  # month"),
        ("period = [1]  # months", ("parameters",), "parameters are text or numbers: period = [1]  # months"),
    ],
)
def test_a_report_without_a_signature(first: str, tags: tuple[str, ...], fault: str) -> None:
    assert faults(notebook(first, tags=tags), shelf="reports") == [fault]
    assert faults(notebook(first, tags=tags), shelf="tutorials") == []


def test_what_a_run_leaves_behind() -> None:
    page = notebook("a", "b", papermill={}, language_info={"name": "python", "version": "3.11.7"})
    page["cells"][0] |= {"outputs": [{"output_type": "stream"}], "execution_count": 3}
    page["cells"][1] |= {"id": "cell-0", "metadata": {"execution": {}}}
    assert faults(page, shelf="exploration") == [
        "cell cell-0: the id occurs 2 times",
        "metadata of a run: papermill",
        "metadata of a run: language_info.version",
        "cell cell-0: has outputs",
        "cell cell-0: has an execution count",
        "cell cell-0: metadata besides tags: execution",
    ]


def test_cells_have_ids() -> None:
    page = notebook("a") | {"nbformat_minor": 4}
    del page["cells"][0]["id"]
    assert faults(page, shelf="exploration") == [
        "nbformat 4.5 or later: cells have no ids before",
        "1 cells without an id",
    ]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_the_notebooks_are_thin_and_clean(path: Path) -> None:
    assert faults_of(path) == [], path.relative_to(ROOT)
