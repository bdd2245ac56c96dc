"""A finding says where, what was expected, what came and what to do, in one sentence of either language."""

from analytics.findings import Finding, detail_of
from analytics.language import Text


def test_a_word_that_is_not_known_is_quoted_and_comes_with_an_example_of_how_to_make_it_known() -> None:
    finding = Finding("code", "a.csv", "", 2, "result", "it's done", "reached, no_answer")
    assert finding.sentence("en") == (
        'a.csv, row 2, column "result": expected one of: reached, no_answer, got: "it\'s done". Use one of them, or say in '
        "workbench.toml what this spelling means, as for an outcome under [organisation.words.outcome]: "
        '"got through" = "reached".'
    )
    assert finding.sentence("zh").endswith('如接通情况在 [organisation.words.outcome] 下写 "已通" = "reached"。')


def test_a_detail_that_holds_words_is_told_in_the_readers_language() -> None:
    told = detail_of(Text(zh="a.zip/b.et 是 .et 格式。", en="a.zip/b.et is an .et file."))
    finding = Finding("unreadable_member", "a.zip", "b.et", detail=told)
    assert finding.sentence("zh") == (
        "a.zip，工作表“b.et”：a.zip/b.et 是 .et 格式。压缩包里的其他文件已照常读取；请处理好这个文件后重新加载。"
    )
    assert finding.sentence("en") == (
        'a.zip, sheet "b.et": a.zip/b.et is an .et file. The other files of the archive were read; put this one right and load '
        "again."
    )
