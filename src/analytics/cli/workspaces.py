"""``init``, ``template`` and ``export``: a new workspace, a ledger to fill, a period's tables to take elsewhere."""

from __future__ import annotations

import json
import shutil
from argparse import Namespace
from pathlib import Path

from pydantic import ValidationError

from analytics.cli import output
from analytics.cli.workspace import opened
from analytics.errors import UsageError
from analytics.language import Language, Text
from analytics.policy.pack import load_policy
from analytics.report.export import export_period
from analytics.report.ledger_copy import write_ledger
from analytics.report.template import write_template
from analytics.settings import FILE_NAME, Organisation
from analytics.workbench.bench import Workbench

_SETTINGS = """\
# 工作区设置 · Settings of this workspace
language = "{language}" # zh | en

[privacy]
# 报告要说明是哪位设计师、哪支施工队，所以显示员工和责任人的姓名；改为 false（或删去这一行）则以编号代替。
# 受访人的姓名、电话、地址和原话任何时候都不进报告。
# Reports are about designers, crews and callers, so they name them; false, or no such line, shows codes instead.
# Names, phones, addresses and words of the people called never reach a report.
staff_names = true

[[organisation]]
id = {id}
# 报告上显示的机构名称；英文报告另可写 name_en。
# As reports name the organisation; name_en for those in English.
name = {name}
policy = {policy}
ledgers = {ledgers}
# 统计月和统计周：26 日至次月 25 日写 25；周六至周五写 friday。
# Statistical months and weeks: 25 for the 26th to the 25th; friday for Saturday to Friday.
# month_ends_on = 25
# week_ends_on = "friday"
# 满意度只写数字而满分与制度不同的（如 0–10 分）写明满分；没有编号的行凭电话和姓名找应访对象。
# What a bare number of satisfaction counts up to, where it is not as the policy has it; how rows without a case id find theirs.
# full_marks = 10
# case_key = ["phone", "name"]
# 名字写作 Smith, John（姓在前）的，是一个人。
# Smith, John is one person, whose family name stands first.
# family_name_first = true

# 台账里特有的表头和用词：左边是台账的写法，右边是规范台账的列名或代码。
# The office's own headers and words: as written in the ledger = a column or code of the canonical ledger.
# [organisation.headers]
# "客户编码" = "case_id"
# [organisation.words.role]
# "客服" = "service"

# 制度留给机构自定的数：规则.参数 = 值，见 analytics policy show。
# The numbers that the policy leaves open: rule.parameter = value; see analytics policy show.
# [organisation.parameters]
# minimum_cases = 10
"""


def init(arguments: Namespace) -> int:
    """Make a workspace with its folders, an empty ledger workbook and a copy of the office's own pack, if it has one.

    A workspace that exists is left alone.
    """
    root = Path(arguments.folder)
    language: Language = arguments.lang
    if (root / FILE_NAME).exists() or (root.exists() and not root.is_dir()):
        raise UsageError(
            Text(
                zh="{root} 已经是工作区或不是文件夹，没有改动。请换一个文件夹。",
                en="{root} is a workspace already, or no folder; nothing was changed. Name another folder.",
            ).format(root=root)
        )
    policy = load_policy(arguments.policy, folder=Path())
    own_pack = Path(arguments.policy).name if arguments.policy.endswith(".toml") else None
    ledgers = f"data/ledgers/{arguments.organisation}"
    name = arguments.name or arguments.organisation
    try:
        Organisation(id=arguments.organisation, name=name, policy=policy.name, ledgers=ledgers)
    except ValidationError:
        raise UsageError(
            Text(
                zh="机构编号“{id}”不能用：只能有字母、数字、- 和 _，以字母或数字开头。",
                en='"{id}" cannot be the id of an organisation: letters, digits, - and _, beginning with a letter or digit.',
            ).format(id=arguments.organisation)
        ) from None
    (root / ledgers).mkdir(parents=True, exist_ok=True)
    (root / "reports").mkdir(exist_ok=True)
    if own_pack and not (root / own_pack).exists():
        shutil.copyfile(arguments.policy, root / own_pack)
    ledger = root / ledgers / Text(zh="台账.xlsx", en="ledger.xlsx").in_language(language)
    if not ledger.exists():
        write_template(policy, ledger, language)
    settings = _SETTINGS.format(
        language=language,
        **{
            key: json.dumps(value, ensure_ascii=False)
            for key, value in (
                ("id", arguments.organisation),
                ("name", name),
                ("policy", own_pack or policy.name),
                ("ledgers", ledgers),
            )
        },
    )
    # Last: a folder without it is no workspace, so a run that was cut short can be repeated.
    (root / FILE_NAME).write_text(settings, "utf-8")
    told = Text(
        zh="已新建工作区 {root}。请填写 {ledger}，或把收到的台账放进同一文件夹，然后：analytics load --workspace {root}",
        en="Made the workspace {root}. Fill {ledger}, or put the received ledgers beside it, then: "
        "analytics load --workspace {root}",
    )
    output.say(told.format(root=root, ledger=ledger).in_language(language))
    return 0


def template(arguments: Namespace) -> int:
    """Write a ledger workbook to fill; a file that exists is left alone, it may have been filled."""
    path = Path(arguments.out)
    policy = load_policy(arguments.policy, folder=Path())
    if path.suffix.lower() != ".xlsx" or path.exists():
        raise UsageError(
            Text(
                zh="{path} 已经存在或不是 .xlsx，没有改动。请换一个文件名。",
                en="{path} exists already or is not .xlsx; nothing was changed. Name another file.",
            ).format(path=path)
        )
    write_template(policy, path, arguments.lang)
    output.say(str(path))
    return 0


def export(arguments: Namespace) -> int:
    """Write a period's tables to a folder, or the whole ledger to a workbook, and say how many rows each has."""
    if bool(arguments.period) == arguments.ledger:
        raise UsageError(
            Text(
                zh="请写明导出什么：--period 期间，导出该期间的各表；或 --ledger，导出整本台账。",
                en="Say what to export: --period P for that period's tables, or --ledger for the whole ledger.",
            )
        )
    bench = Workbench(opened(arguments))
    if arguments.ledger:
        return _export_ledger(bench, arguments)
    organisation, period = (
        bench.organisation(arguments.organisation),
        bench.period(arguments.organisation, arguments.period),
    )
    counts = export_period(bench.workspace, organisation, period, Path(arguments.out))
    for name, count in counts.items():
        words = Text(zh="{name}.csv、{name}.parquet：{count} 行", en="{name}.csv, {name}.parquet: {count} rows")
        output.say(words.format(name=name, count=count).in_language(arguments.lang))
    output.say(arguments.out)
    return 0


def _export_ledger(bench: Workbench, arguments: Namespace) -> int:
    path = Path(arguments.out)
    organisation = bench.organisation(arguments.organisation)
    if path.suffix.lower() != ".xlsx" or path.exists():
        raise UsageError(
            Text(
                zh="{path} 已经存在或不是 .xlsx，没有改动。请换一个文件名。",
                en="{path} exists already or is not .xlsx; nothing was changed. Name another file.",
            ).format(path=path)
        )
    for name, count in write_ledger(bench.workspace, organisation, path).items():
        words = Text(zh="工作表 {name}：{count} 行", en="sheet {name}: {count} rows")
        output.say(words.format(name=name, count=count).in_language(arguments.lang))
    warning = Text(
        zh="{path}（含受访人的姓名、电话和原话，请妥善保管）",
        en="{path} (it holds names, phones and words of the people called; keep it safe)",
    )
    output.say(warning.format(path=path).in_language(arguments.lang))
    return 0
