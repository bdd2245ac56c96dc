"""The rule book: a page a pack, every rule of it on the page, nothing loaded from anywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analytics.language import LANGUAGES, Language, Text
from analytics.policy.pack import load_policy, shipped
from analytics.report.rulebook import read_examples, write_rule_book

POLICIES = [load_policy(name) for name in shipped()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pack_has_a_page_with_every_rule_in_words(tmp_path: Path, language: Language) -> None:
    """Titles and clauses of all rules; the index leads to each page; no address of a network."""
    index = write_rule_book(POLICIES, tmp_path, language, {"D1": [Text(zh="例句", en="an example")]})

    for policy in POLICIES:
        page = (index.parent / f"{policy.name}.html").read_text("utf-8")
        assert f'href="{policy.name}.html"' in index.read_text("utf-8")
        for rule in policy.rule:
            assert f'id="{rule.id}"' in page
        # The name of the drawings' vocabulary is no address that is followed.
        assert "://" not in page.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert Text(zh="例句", en="an example").in_language(language) in (index.parent / "decoration.html").read_text(
        "utf-8"
    )


def test_an_office_may_call_its_regulation_what_it_likes(tmp_path: Path) -> None:
    """H2 before H10, and a code without a number stands among them all the same."""
    codes = ("LIB", "H10", "7", "H2")
    policies = [
        POLICIES[0].model_copy(update={"code": code, "name": f"own{place}"}) for place, code in enumerate(codes)
    ]
    page = write_rule_book(policies, tmp_path, "en", {}).read_text("utf-8")

    assert re.findall(r"<small>(\w+) ·", page) == ["H2", "H10", "LIB", "7"]


def test_a_window_is_drawn_to_scale(tmp_path: Path) -> None:
    """From 7 to 13 days after the start: the bar takes the last six thirteenths of the line."""
    index = write_rule_book([load_policy("decoration")], tmp_path, "zh", {})
    page = (index.parent / "decoration.html").read_text("utf-8")
    drawing = page.partition('id="after_start"')[2].partition("</svg>")[0]

    assert 'x="243.1"' in drawing  # 60 + 340 * 7 / 13
    assert 'width="156.9"' in drawing  # 340 * 6 / 13
    assert ">后 7 天<" in drawing
    assert ">开工<" in drawing


def test_an_example_gives_its_sentence_in_both_languages(tmp_path: Path) -> None:
    """The first line in English, the second in Chinese, under the code of the regulation."""
    (tmp_path / "D1").mkdir()
    (tmp_path / "D1" / "one.txt").write_text("# In English.\n# 中文。\nas of 2026-10-31\n", "utf-8")

    assert read_examples(tmp_path) == {"D1": [Text(zh="中文。", en="In English.")]}
