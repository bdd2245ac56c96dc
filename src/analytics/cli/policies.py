"""``policy``: which packs there are, one pack in words, the faults of a pack."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from analytics.cli import output
from analytics.cli.workspace import opened
from analytics.errors import InputError, UsageError, reason_of
from analytics.language import Language, Text
from analytics.policy.applied import policy_of
from analytics.policy.pack import Policy, check_pack, load_policy, shipped
from analytics.present.policies import described
from analytics.report.index import write_index
from analytics.report.rulebook import read_examples, write_rule_book


def policy(arguments: Namespace) -> int:
    """Run one of the actions."""
    language: Language = arguments.lang
    match arguments.action:
        case "list":
            return _list(language)
        case "show":
            output.say("\n".join(described(_shown(arguments), language)))
            return 0
        case "book":
            return _book(arguments)
        case _:
            return _check(Path(arguments.file), language)


def _shown(arguments: Namespace) -> Policy:
    """Return the pack that was asked for, or that of an organisation with its own numbers."""
    if arguments.organisation is None and arguments.pack is not None:
        return load_policy(arguments.pack, folder=Path())
    if arguments.organisation is None or arguments.pack is not None:
        raise UsageError(
            Text(
                zh="请写制度包的名称（见 analytics policy list），或用 --organisation 指明机构，二者择一。",
                en="Name a policy pack (see: analytics policy list) or an --organisation, one of the two.",
            )
        )
    workspace = opened(arguments)
    return policy_of(workspace, workspace.organisation(arguments.organisation))


def _list(language: Language) -> int:
    heads = [
        words.in_language(language)
        for words in (Text(zh="制度包", en="pack"), Text(zh="版本", en="version"), Text(zh="名称", en="title"))
    ]
    packs = [load_policy(name) for name in shipped()]
    output.write_table(heads, [[pack.name, pack.version, pack.title.in_language(language)] for pack in packs])
    return 0


def _book(arguments: Namespace) -> int:
    """Write the rule book of all packs and of those of the workspace's own, and end with its path."""
    workspace = opened(arguments)
    policies = {name: load_policy(name) for name in shipped()}
    for organisation in workspace.settings.organisation:
        if organisation.policy not in policies:
            policies[organisation.policy] = policy_of(workspace, organisation)
    folder = Path(arguments.out) if arguments.out else workspace.reports
    examples = read_examples(Path(arguments.examples)) if arguments.examples else {}
    index = write_rule_book(list(policies.values()), folder, arguments.lang, examples)
    if not arguments.out:
        write_index(workspace.reports, arguments.lang)
    output.say(str(index))
    return 0


def _check(file: Path, language: Language) -> int:
    """Print every fault with its line; 1 when there is one."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "UTF-8"
        raise InputError(
            Text(
                zh="{file} 打不开：{reason}。制度包应为 UTF-8 编码的 TOML 文件。",
                en="{file} cannot be read: {reason}. A policy pack is a TOML file in UTF-8.",
            ).format(file=file, reason=reason)
        ) from None
    found, faults = check_pack(text)
    for fault in faults:
        output.say(f"{file}:{fault}")
    if found is None:
        words = Text(zh=f"{len(faults)} 处错误。", en=f"Faults: {len(faults)}.")
    else:
        words = Text(
            zh=f"{file}：没有错误，{len(found.rule)} 条规则。", en=f"{file}: no fault, {len(found.rule)} rules."
        )
    output.say(words.in_language(language))
    return 1 if faults else 0
