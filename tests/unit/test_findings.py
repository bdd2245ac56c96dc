"""A finding says where, what was expected, what came and what to do, in one sentence of either language."""

from analytics.findings import Finding


def test_a_word_that_is_not_known_is_quoted_and_comes_with_an_example_of_how_to_make_it_known() -> None:
    finding = Finding("code", "a.csv", "", 2, "result", "it's done", "reached, no_answer")
    assert finding.sentence("en") == (
        'a.csv, row 2, column "result": expected one of: reached, no_answer, got: "it\'s done". Use one of them, or say in '
        'workbench.toml what this spelling means, as under [organisation.words.outcome]: "已通" = "reached".'
    )
    assert finding.sentence("zh").endswith('如在 [organisation.words.outcome] 下写 "已通" = "reached"。')
