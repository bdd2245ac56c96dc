"""The commands and their options, in the user's language."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import cache
from typing import Any

from analytics import __version__
from analytics.cli.output import FORMATS
from analytics.cli.parser import English, Parser
from analytics.language import LANGUAGES, Language

Command = Callable[[argparse.Namespace], int]
KINDS = ("weekly", "monthly", "quarterly", "yearly")
QUALITY_GROUPS = ("file", "sender", "caller", "month")
GRAINS = ("week", "month", "quarter", "half", "year")


def run(given: list[str], language: Language) -> int:
    """Parse the arguments and run their command."""
    arguments = _parser(language).parse_args(given)
    arguments.lang = language
    command: Command = arguments.run
    return command(arguments)


@cache
def _parser(language: Language) -> Parser:
    kind = English if language == "en" else Parser
    parser = kind(prog="analytics")
    parser.description = parser.told(
        "客户回访工作台：从台账到回访率、投诉比率和报告。",
        "The callback workbench: ledgers in, figures and reports out.",
    )
    parser.options.add_argument("--version", action="version", version=__version__, help=parser.told("版本", "version"))
    _common(parser, default=None)
    commands = parser.add_subparsers(
        title=parser.told("命令", "commands"), metavar=parser.told("命令", "COMMAND"), dest="command", required=True
    )
    for name, texts, arrange, command in _COMMANDS:
        one = commands.add_parser(name, help=parser.told(*texts), description=parser.told(*texts))
        _common(one, default=argparse.SUPPRESS)
        arrange(one)
        one.set_defaults(run=command)
    return parser


def _common(parser: Parser, default: Any) -> None:
    """The options of every command; written before the command they hold as well."""
    parser.options.add_argument(
        "--workspace",
        metavar="DIR",
        default=default,
        help=parser.told(
            "工作区文件夹；默认为当前文件夹或其上最近一个有 workbench.toml 的文件夹",
            "the workspace; by default the current folder or the nearest above it that holds workbench.toml",
        ),
    )
    parser.options.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=default,
        help=parser.told("语言；默认按工作区设置", "language; by default the workspace's"),
    )


def _organisation(parser: Parser, **given: Any) -> None:
    parser.options.add_argument(
        "--organisation",
        metavar="ID",
        help=parser.told("机构；工作区只有一个时可省略", "the organisation; may be left out where there is one"),
        **given,
    )


def _period(parser: Parser, *, required: bool = True) -> None:
    parser.options.add_argument(
        "--period",
        metavar="P",
        required=required,
        help=parser.told(
            "期间：2026-10、2026-Q3、2026-H1、2026、2026-W42", "the period: 2026-10, 2026-Q3, 2026-H1, 2026, 2026-W42"
        ),
    )


def _as_of(parser: Parser) -> None:
    parser.options.add_argument(
        "--as-of",
        metavar="DATE",
        help=parser.told(
            "统计截至日（含），默认为期间最后一天", "the last day read, inclusive; by default the period's last"
        ),
    )


def _form(parser: Parser) -> None:
    parser.options.add_argument(
        "--format", choices=FORMATS, default="table", help=parser.told("输出格式", "the form of the output")
    )


def _init(parser: Parser) -> None:
    parser.words.add_argument("folder", metavar="DIR", help=parser.told("新工作区的文件夹", "the new workspace"))
    parser.options.add_argument(
        "--organisation",
        metavar="ID",
        required=True,
        help=parser.told("机构编号，用字母、数字、- 和 _", "id of the organisation: letters, digits, - and _"),
    )
    _pack(parser)
    parser.options.add_argument(
        "--name", default="", help=parser.told("机构名称，默认同编号", "its name; by default the id")
    )


def _pack(parser: Parser) -> None:
    parser.options.add_argument(
        "--policy",
        metavar="PACK",
        required=True,
        help=parser.told(
            "制度包的名称（见 analytics policy list），或自己写的 .toml 文件",
            "the name of a policy pack, see: analytics policy list, or a .toml file of your own",
        ),
    )


def _template(parser: Parser) -> None:
    _pack(parser)
    parser.options.add_argument(
        "--out", metavar="FILE.xlsx", required=True, help=parser.told("写到哪个文件", "the file to write")
    )


def _ledgers(parser: Parser) -> None:
    parser.words.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help=parser.told("台账文件或文件夹；默认为工作区的全部台账", "ledgers or folders of them; by default all"),
    )
    parser.options.add_argument(
        "--organisation",
        metavar="ID",
        help=parser.told(
            "台账属于哪个机构；默认看它在谁的台账文件夹里",
            "whose ledgers they are; by default whose ledger folder holds them",
        ),
    )
    parser.options.add_argument(
        "--all",
        action="store_true",
        help=parser.told("列出全部检查结果，不省略同类", "list every finding, however many of a kind"),
    )


def _load(parser: Parser) -> None:
    _ledgers(parser)
    parser.options.add_argument(
        "--watch",
        action="store_true",
        help=parser.told(
            "守候文件夹，新到或改过的台账写完即加载；按 Ctrl-C 结束",
            "go on and load new or changed ledgers as soon as they are written; Ctrl-C ends it",
        ),
    )


def _map(parser: Parser) -> None:
    parser.words.add_argument("file", metavar="FILE", help=parser.told("收到的台账", "a received ledger"))
    parser.options.add_argument(
        "--organisation",
        metavar="ID",
        help=parser.told(
            "台账属于哪个机构；默认看它在谁的台账文件夹里",
            "whose ledger it is; by default whose ledger folder holds it",
        ),
    )
    parser.options.add_argument("--sheet", metavar="NAME", help=parser.told("只看一张工作表", "one sheet only"))
    parser.options.add_argument(
        "--table",
        metavar="LEDGER",
        help=parser.told(
            "这张表是哪种台账：cases、callbacks、problems、staff；一张表可以先后确认成几种",
            "which ledger the sheet is: cases, callbacks, problems, staff; one after the other it may be several",
        ),
    )
    for option, metavar, zh, en in (
        ("--set", "HEADER=COLUMN", "表头读作哪一列；- 为不读", "what a header is read as; - leaves it out"),
        ("--constant", "COLUMN=VALUE", "每行都一样的一列", "a column that is the same in every row"),
        (
            "--join",
            "COLUMN=HEADER+HEADER",
            "由几列合成的一列；编号相同的自动区分",
            "a column made of several; ids are told apart",
        ),
        (
            "--word",
            "COLUMN:WORD=CODE",
            "这张表里一个词的意思；代码空着为没有回答",
            "what a word means here; no code: no answer",
        ),
        (
            "--dates",
            "COLUMN=ORDER",
            "日期次序：day-month-year、month-day-year、year-month-day",
            "the order of dates: day-month-year, month-day-year, year-month-day",
        ),
    ):
        parser.options.add_argument(
            option, metavar=metavar, action="append", default=[], help=parser.told(f"{zh}；可多次", f"{en}; repeatable")
        )
    parser.options.add_argument(
        "--year", metavar="Y", type=int, help=parser.told("日期里没有写的年份", "the year that the dates lack")
    )
    parser.options.add_argument(
        "--header-row", metavar="N", type=int, help=parser.told("表头在第几行", "the row in which the header begins")
    )
    parser.options.add_argument(
        "--header-lines",
        metavar="N",
        type=int,
        choices=(1, 2, 3),
        help=parser.told("表头有几行", "its number of lines"),
    )
    parser.options.add_argument("--name", metavar="NAME", help=parser.told("给这个形状起的名字", "a name for the form"))
    parser.options.add_argument(
        "--leave-out", action="store_true", help=parser.told("这样的表以后不读", "sheets of this form are not read")
    )
    parser.options.add_argument(
        "--accept",
        action="store_true",
        help=parser.told("确认并写入工作区，不再提问", "confirm and write it to the workspace, without questions"),
    )


def _check(parser: Parser) -> None:
    _ledgers(parser)
    parser.options.add_argument(
        "--rejects",
        metavar="DIR",
        help=parser.told(
            "把有问题的文件标好、写到这个文件夹，供退回", "write the files with something to correct here, marked"
        ),
    )


def _rejects(parser: Parser) -> None:
    _ledgers(parser)
    parser.options.add_argument(
        "--out",
        metavar="DIR",
        help=parser.told(
            "写到哪个文件夹；默认 data/rejects（含个人资料，不要公开）",
            "the folder to write; by default data/rejects (it holds people's data: not for publishing)",
        ),
    )


def _items(parser: Parser) -> None:
    parser.options.add_argument(
        "--organisation", metavar="ID", help=parser.told("只看一个机构；默认全部", "one organisation; by default all")
    )
    parser.options.add_argument(
        "--closed",
        action="store_true",
        help=parser.told("也列出已改好并加载的，以及是哪次加载", "also those corrected since, and by which load"),
    )
    _form(parser)


def _history(parser: Parser) -> None:
    parser.words.add_argument("id", metavar="ID", help=parser.told("一行的编号", "the id of a row"))
    _organisation(parser)
    _form(parser)


def _quality(parser: Parser) -> None:
    _organisation(parser)
    parser.options.add_argument(
        "--by",
        action="append",
        choices=QUALITY_GROUPS,
        default=[],
        help=parser.told(
            "按文件、报送单位、回访人或回访月份，可重复；涉及后两者时只看回访行，搁置的行归在空白组",
            "by file, sender, caller or month of the callback, repeatable; with the latter two of attempts, those set aside in a "
            "group without name",
        ),
    )
    _form(parser)


def _measure(parser: Parser) -> None:
    parser.words.add_argument(
        "name", metavar="NAME", help=parser.told("指标，见 analytics measures", "see: analytics measures")
    )
    _organisation(parser)
    _period(parser)
    parser.options.add_argument(
        "--by",
        metavar="DIM",
        action="append",
        default=[],
        help=parser.told("按维度分组，可多次", "group by; repeatable"),
    )
    parser.options.add_argument(
        "--where",
        metavar="DIM=VALUE",
        action="append",
        default=[],
        help=parser.told("只看某个值，可多次", "only this value; repeatable"),
    )
    parser.options.add_argument(
        "--grain",
        choices=GRAINS,
        action="append",
        default=[],
        help=parser.told("把期间拆成更小的期间", "split the period into smaller ones"),
    )
    _as_of(parser)
    _form(parser)


def _obligations(parser: Parser) -> None:
    _organisation(parser)
    _period(parser)
    _as_of(parser)
    _form(parser)


def _worklist(parser: Parser) -> None:
    _organisation(parser)
    parser.options.add_argument(
        "--as-of",
        metavar="DATE",
        required=True,
        help=parser.told(
            "看哪一天的清单；台账读到这一天（含）", "the day of the list; ledgers are read through it, inclusive"
        ),
    )
    parser.options.add_argument("--role", metavar="ROLE", help=parser.told("只看某个角色", "only this role"))
    parser.options.add_argument(
        "--caller",
        metavar="NAME",
        help=parser.told("只看上次由某位回访人联系的", "only those whom this caller called last"),
    )
    parser.options.add_argument(
        "--out",
        metavar="FILE.xlsx",
        help=parser.told(
            "写成可打印、可填结果再加载的工作簿", "write a workbook instead: to print, to fill in and to load back"
        ),
    )
    _form(parser)


def _report(parser: Parser) -> None:
    parser.words.add_argument(
        "kinds",
        metavar="|".join(KINDS),
        type=_kinds,
        help=parser.told(
            "报告种类；几种用逗号并列，每个期间归入适合它的一种",
            "kind of report, or several with commas between; a period goes to the kind that it fits",
        ),
    )
    parser.words.add_argument(
        "periods",
        metavar="PERIOD",
        nargs="+",
        help=parser.told(
            "期间；last 为台账覆盖的最后一个完整期间", "periods; last is the last complete one that the ledgers cover"
        ),
    )
    parser.options.add_argument(
        "--organisation",
        metavar="ID",
        action="append",
        default=[],
        help=parser.told("机构，可多次；默认全部", "organisations, repeatable; by default all"),
    )
    _as_of(parser)


def _kinds(text: str) -> list[str]:
    kinds = list(dict.fromkeys(text.split(",")))
    for kind in kinds:
        if kind not in KINDS:
            raise argparse.ArgumentTypeError(f"invalid choice: {kind!r} (choose from {', '.join(map(repr, KINDS))})")
    return kinds


def _due_reports(parser: Parser) -> None:
    parser.options.add_argument(
        "--organisation",
        metavar="ID",
        action="append",
        default=[],
        help=parser.told("机构，可多次；默认全部", "organisations, repeatable; by default all"),
    )
    parser.options.add_argument(
        "--as-of",
        metavar="DATE",
        required=True,
        help=parser.told(
            "从哪一天看：此前最近一次和此后一个月内应交的",
            "the day it is looked at: the last before it and a month ahead",
        ),
    )
    _form(parser)


def _policy(parser: Parser) -> None:
    actions = parser.add_subparsers(
        title=parser.told("做什么", "what to do"), metavar=parser.told("动作", "ACTION"), dest="action", required=True
    )
    listed = actions.add_parser("list", help=parser.told("列出制度包", "list the packs"))
    shown = actions.add_parser("show", help=parser.told("用文字说明一个制度包", "one pack in words"))
    shown.words.add_argument(
        "pack",
        metavar="PACK",
        nargs="?",
        help=parser.told(
            "制度包的名称（见 analytics policy list），或自己写的 .toml 文件",
            "the name of a policy pack, see: analytics policy list, or a .toml file of your own",
        ),
    )
    shown.options.add_argument(
        "--organisation",
        metavar="ID",
        help=parser.told("某个机构的制度，按它自定的数", "the policy of an organisation, with the numbers that it set"),
    )
    checked = actions.add_parser(
        "check", help=parser.told("检查制度包文件，列出全部错误", "every fault of a pack's file")
    )
    checked.words.add_argument("file", metavar="FILE")
    book = actions.add_parser(
        "book", help=parser.told("制度手册：每个制度包一页", "the rule book: a page for each pack")
    )
    book.options.add_argument(
        "--out", metavar="DIR", help=parser.told("写到哪个文件夹；默认为报告文件夹", "where to; by default the reports")
    )
    book.options.add_argument(
        "--examples",
        metavar="DIR",
        help=parser.told("算例的文件夹：每个制度一个子文件夹", "worked examples: a folder for each regulation"),
    )
    for one in (listed, shown, checked, book):
        _common(one, default=argparse.SUPPRESS)


def _sql(parser: Parser) -> None:
    parser.words.add_argument("query", metavar="SQL", help=parser.told("一条查询语句", "one query"))
    _form(parser)


def _export(parser: Parser) -> None:
    _organisation(parser)
    _period(parser, required=False)
    parser.options.add_argument(
        "--ledger",
        action="store_true",
        help=parser.told(
            "导出整本台账（规范格式的一个 .xlsx，含个人资料，可再加载）",
            "the whole ledger instead: one .xlsx in the canonical form, people's details and all, that can be loaded again",
        ),
    )
    parser.options.add_argument(
        "--out",
        metavar="DIR|FILE.xlsx",
        required=True,
        help=parser.told("写到哪个文件夹或文件", "the folder or the file to write"),
    )


def _from(module: str, name: str) -> Command:
    """Return a command that imports its module when it is run: starting up must be quick."""

    def command(arguments: argparse.Namespace) -> int:
        from importlib import import_module

        code: int = getattr(import_module(f"analytics.cli.{module}"), name)(arguments)
        return code

    return command


_COMMANDS: tuple[tuple[str, tuple[str, str], Callable[[Parser], None], Command], ...] = (
    ("init", ("新建工作区", "make a workspace"), _init, _from("workspaces", "init")),
    (
        "template",
        ("生成待填写的台账工作簿", "make a ledger workbook to fill"),
        _template,
        _from("workspaces", "template"),
    ),
    (
        "map",
        ("看一份表会怎样读，确认后记住它的形状", "how a ledger will be read; confirmed once, its form is remembered"),
        _map,
        _from("mapping", "map_file"),
    ),
    ("check", ("读台账并报告，不保存", "read ledgers and report, store nothing"), _check, _from("ledgers", "check")),
    ("load", ("读入台账并保存", "read ledgers, report and store them"), _load, _from("watch", "load")),
    (
        "rejects",
        ("把有问题的台账标好，供退回", "received ledgers with the bad cells marked, to send back"),
        _rejects,
        _from("ledgers", "rejects"),
    ),
    (
        "items",
        ("搁置未加载的行", "rows set aside and not loaded since"),
        _items,
        _from("rows", "items"),
    ),
    (
        "history",
        ("一个编号的全部版本和改动", "every version of a row and what each changed"),
        _history,
        _from("rows", "history"),
    ),
    (
        "quality",
        ("数据质量：没有问题的行所占比例", "data quality: the share of rows with nothing to correct"),
        _quality,
        _from("rows", "quality"),
    ),
    ("measure", ("计算一个指标", "one measure as tidy rows"), _measure, _from("numbers", "measure")),
    (
        "obligations",
        ("期内到期的全部应访项及其状态", "every obligation due in a period with its bucket"),
        _obligations,
        _from("numbers", "obligations"),
    ),
    (
        "worklist",
        ("到期和逾期的待访清单", "who is due or overdue, most urgent first"),
        _worklist,
        _from("numbers", "worklist"),
    ),
    (
        "spot-check",
        ("制度的抽查名单，每次相同", "the drawn samples of the policy's spot checks, the same ones each time"),
        _obligations,
        _from("inspections", "spot_check"),
    ),
    (
        "implausible",
        (
            "可疑的回访记录：连续雷同、时间不合理、密集、同时两通、未接通却有满意度",
            "records that are hard to believe, with the reason",
        ),
        _obligations,
        _from("inspections", "implausible"),
    ),
    (
        "appraisal",
        ("考核：分数、档次及逐行算式", "points and tiers, with the arithmetic line by line"),
        _obligations,
        _from("inspections", "appraisal"),
    ),
    ("report", ("生成报告", "build reports"), _report, _from("reports", "report")),
    (
        "due-reports",
        ("应交的报告：何时交、是否已生成", "which reports must be handed in when, and which are made"),
        _due_reports,
        _from("reports", "due_reports"),
    ),
    (
        "policy",
        ("查看、检查制度包，生成制度手册", "policy packs: list, show, check, book"),
        _policy,
        _from("policies", "policy"),
    ),
    ("measures", ("指标目录", "the catalogue of measures"), _form, _from("numbers", "measures")),
    ("sql", ("对已发布的表做只读查询", "a read-only query over the published tables"), _sql, _from("numbers", "sql")),
    (
        "export",
        ("导出一个期间的表（Parquet、CSV）", "a period's tables as Parquet and CSV"),
        _export,
        _from("workspaces", "export"),
    ),
)
