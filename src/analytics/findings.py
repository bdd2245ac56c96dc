"""What is wrong with the data: one shape, collected, never raised.

A finding names file, sheet, row, column and value, says what was expected and what to do.
Its ``check`` is a key of :data:`CHECKS`, which holds the words; the store keeps only the key and the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analytics.language import Text

Severity = Literal["set_aside", "warning", "note"]
MASK = "…"
# Stands between the two languages of a detail that holds words.
_BETWEEN = "\u2003/\u2003"


@dataclass(frozen=True, slots=True)
class Check:
    """What a kind of finding means: how grave it is, what was expected, what to do.

    ``remedy`` is for the office that loads; ``sender`` for who filled the ledger in, whose settings are not at hand.
    """

    severity: Severity
    title: Text
    expected: Text
    remedy: Text
    sender: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a ledger that needs a look.

    ``row`` is the row number that the spreadsheet shows, empty for a whole sheet; ``detail`` completes the expectation
    (a near spelling, the words that would be understood); the value of a ``personal`` finding stays in the store.
    """

    check: str
    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    detail: str = ""
    personal: bool = False

    @property
    def completion(self) -> Text:
        """What completes the expectation, in both languages."""
        return completion_of(self.detail)

    @property
    def severity(self) -> Severity:
        """How grave it is: the row was set aside, loaded with a warning, or merely noted."""
        return CHECKS[self.check].severity

    def sentence(self, language: str) -> str:
        """Return where, what was expected, what came and what to do, as one sentence a clerk can act on."""
        check = CHECKS[self.check]
        place = [self.file]
        if self.sheet:
            place.append(Text(zh=f"工作表“{self.sheet}”", en=f'sheet "{self.sheet}"').in_language(language))
        if self.row is not None:
            place.append(Text(zh=f"第 {self.row} 行", en=f"row {self.row}").in_language(language))
        if self.column:
            place.append(Text(zh=f"“{self.column}”列", en=f'column "{self.column}"').in_language(language))
        where = "，".join(place) if language != "en" else ", ".join(place)
        value = MASK if self.personal else self.value
        expected, remedy = (
            text.format(detail=self.completion).in_language(language) for text in (check.expected, check.remedy)
        )
        if language == "en":
            got = f', got: "{value}"' if value else ""
            return f"{where}: {expected}{got}. {remedy}"
        return f"{where}：{expected}{f'，实际为“{value}”' if value else ''}。{remedy}"


def detail_of(text: Text) -> str:
    """Return a sentence in both languages as the detail of a finding, to which the finding adds its own full stop."""
    return f"{text.zh.removesuffix('。')}{_BETWEEN}{text.en.removesuffix('.')}"


def completion_of(detail: str) -> Text:
    """Return the detail of a finding in each language; most say the same in both."""
    chinese, _, english = detail.partition(_BETWEEN)
    return Text(zh=chinese, en=english or chinese)


_Words = tuple[str, str]


def _check(severity: Severity, title: _Words, expected: _Words, remedy: _Words, sender: _Words | None = None) -> Check:
    return Check(severity, Text(*title), Text(*expected), Text(*remedy), Text(*(sender or remedy)))


_CORRECT_ROW = ("请更正后重新加载该文件。", "Correct the cell and load the file again.")
_CORRECT = ("请更正。", "Correct the cell.")
_AGREED_WORD = ("请改用约定用词。", "Use one of them.")

CHECKS: Mapping[str, Check] = {
    "date": _check(
        "set_aside",
        ("日期读不懂", "Date not understood"),
        ("应为日期，如 2026-03-05", "expected a date like 2026-03-05"),
        _CORRECT_ROW,
        _CORRECT,
    ),
    "time": _check(
        "set_aside",
        ("时刻读不懂", "Time not understood"),
        (
            "日期另有一列，这里应为当天的时刻，如 15:20",
            "the day stands in another column, so expected a time like 15:20",
        ),
        _CORRECT_ROW,
        _CORRECT,
    ),
    "two_times": _check(
        "set_aside",
        ("两处时刻不同", "Two different times"),
        ("日期一列里已有另一个时刻：{detail}", "the column of the day holds another time: {detail}"),
        _CORRECT_ROW,
        _CORRECT,
    ),
    "two_outcomes": _check(
        "set_aside",
        ("接通了又没接通", "Reached and not reached"),
        (
            "写着接通，未接通原因却是：{detail}",
            "the outcome is reached, but the reason for not reaching anybody is: {detail}",
        ),
        _CORRECT_ROW,
        _CORRECT,
    ),
    "date_without_year": _check(
        "set_aside",
        ("日期没有年份", "Date without a year"),
        (
            "日期没有年份，从表题也不能确定是哪一年",
            "the date has no year, and the sheet's title does not tell which it is",
        ),
        ("请写全年月日，或在表题中写明年份。", "Write the full date, or name the year in the sheet's title."),
    ),
    "ditto": _check(
        "set_aside",
        ("写着同上", "Same as above"),
        ("应写明内容，而不是“同上”", "expected the word itself and not one for what stands above"),
        ("请照上一行填写后重新加载。", "Fill in what stands above and load the file again."),
        ("请照上一行填写。", "Fill in what stands above."),
    ),
    "shortened_id": _check(
        "set_aside",
        ("编号位数不全", "Id cut short"),
        (
            "编号的位数比表格软件能保存的多，最后几位已经丢失",
            "the id has more digits than a spreadsheet keeps of a number, and its last ones are lost",
        ),
        (
            "请把该列设为文本格式，从原系统重新导出或补填编号。",
            "Make the column one of text and export or fill in the ids anew from their source.",
        ),
    ),
    "became_date": _check(
        "set_aside",
        ("编号或用词成了日期", "Id or word that became a date"),
        (
            "应为编号或文字，表格软件多半把 3-5 这样的写法改成了日期",
            "expected an id or a word; most likely a spreadsheet program turned something like 3-5 into a date",
        ),
        (
            "请把该列设为文本格式，照原样重新填写。",
            "Make the column one of text and write the cell anew as it was.",
        ),
    ),
    "one_or_two": _check(
        "set_aside",
        ("可能是一个人或两个人", "One person or two"),
        (
            "可以是一个人（姓在前），也可以是两个人",
            "may be one person, family name first, or two",
        ),
        (
            (
                "一个人请写成 John Smith，几个人请用分号隔开；都是姓在前的，"
                "可在 workbench.toml 该机构下写明 family_name_first = true。"
            ),
            (
                "Write one person as John Smith, and several with a semicolon between them; where the family's name always "
                "stands first, say family_name_first = true under the organisation in workbench.toml."
            ),
        ),
        (
            "一个人请写成 John Smith，几个人请用分号隔开。",
            "Write one person as John Smith, and several with a semicolon between them.",
        ),
    ),
    "full_marks": _check(
        "set_aside",
        ("不知满分多少", "Full marks not told"),
        (
            "这一列的分数不知满分多少（制度的评分是 {detail}）",
            "out of how many the marks of this column are is not told (the policy's are {detail})",
        ),
        (
            "请在 workbench.toml 该机构下写明满分，如 full_marks = 10；如果是误填，请改正后重新加载。",
            "Say it under the organisation in workbench.toml, as full_marks = 10; if it is a slip, correct it and load again.",
        ),
        ("请改用约定用词，或写明满分，如 8/10。", "Use one of the agreed words, or name the full marks, as 8/10."),
    ),
    "date_order": _check(
        "set_aside",
        ("可能是两个日子", "Day that may be two"),
        ("可以是两个日子：{detail}", "may be two days: {detail}"),
        (
            "请写成 2026-03-05 的样子后重新加载；如果整列都是一种次序，可用 analytics map 的 --dates 确认。",
            (
                "Write it like 2026-03-05 and load the file again; one order for the whole column can be confirmed with "
                "analytics map --dates."
            ),
        ),
        ("请写成 2026-03-05 的样子。", "Write it like 2026-03-05."),
    ),
    "swapped_dates": _check(
        "set_aside",
        ("日月多半被对调", "Day and month most likely swapped"),
        (
            "这一列的日期打开时多半被表格软件对调了日和月（{detail} 个日期可疑）",
            "a spreadsheet program most likely swapped day and month in this column ({detail} of its days are doubtful)",
        ),
        (
            "不作猜测，该行没有加载；请按原始资料改正日期后重新加载。",
            "Nothing is guessed and the row was not loaded; correct the dates from the source and load again.",
        ),
        ("请按原始资料改正日期。", "Correct the dates from the source."),
    ),
    "error_cell": _check(
        "set_aside",
        ("错误值", "Error value"),
        ("单元格里是表格软件的错误值", "the cell holds an error of the spreadsheet program"),
        _CORRECT_ROW,
        _CORRECT,
    ),
    "uncached_formula": _check(
        "set_aside",
        ("公式没有结果", "Formula without a result"),
        ("公式的计算结果没有存在文件里", "the file does not hold the formula's result"),
        (
            "请在表格软件中打开、另存后重新加载，或改为数值。",
            "Open the file in a spreadsheet program, save it and load it again, or put the value in its place.",
        ),
        (
            "请在表格软件中打开、另存，或改为数值。",
            "Open the file in a spreadsheet program and save it, or put the value in its place.",
        ),
    ),
    "unread_note": _check(
        "warning",
        ("备注或资料是错误值", "Note or detail is an error value"),
        ("单元格里是错误值，或没有结果的公式", "the cell holds an error value or a formula without a result"),
        ("此格作空白，不妨碍该行加载；请补正。", "Taken as empty, it does not keep the row out; please correct it."),
    ),
    "shifted_row": _check(
        "set_aside",
        ("格数多于表头", "More cells than headers"),
        (
            "这一行的格数多于表头，多半是某格里的分隔符把后面的内容挤到了右边",
            "the row has more cells than the header; most likely a mark inside a cell has moved what follows it",
        ),
        (
            "请给那一格加上引号，或另存为 xlsx 后重新加载。",
            "Put that cell into quotation marks, or save the file as xlsx, and load it.",
        ),
        ("请给那一格加上引号，或另存为 xlsx。", "Put that cell into quotation marks, or save the file as xlsx."),
    ),
    "stray_row": _check(
        "set_aside",
        ("空行之后的零星内容", "Stray line behind a blank one"),
        ("空行之后的这一行不像这张表的行", "behind a blank line, this does not look like a row of the table"),
        (
            "如果是台账的行，请补全或去掉空行；如果不是，请移到别的工作表。",
            "If it is a row, complete it or remove the blank line; if not, move it to another sheet.",
        ),
    ),
    "lone_cell": _check(
        "set_aside",
        ("只有一格的行", "Line of one cell"),
        (
            "这一行只有这一格，写法又不像其他行的编号",
            "the line holds this cell only, and it is not written like the ids of the other rows",
        ),
        (
            "如果是台账的行，请补全；如果是小标题或说明，请移到表外。",
            "If it is a row, complete it; if it is a heading or a remark, move it out of the table.",
        ),
    ),
    "side_table": _check(
        "note",
        ("旁边的其他内容", "Something else beside the table"),
        ("{detail} 列不属于这张台账，没有读取", "columns {detail} are no part of the ledger and were not read"),
        ("如果是台账，请放到单独的工作表。", "If they are a ledger, put them on a sheet of their own."),
    ),
    "hidden_sheet": _check(
        "note",
        ("隐藏的工作表", "Hidden sheet"),
        ("这张台账在隐藏的工作表里，已照常读取", "this ledger is on a hidden sheet and was read like any other"),
        ("如果不该计入，请删去该表后重新加载。", "If it should not count, delete the sheet and load the file again."),
    ),
    "filtered_rows": _check(
        "note",
        ("被筛选隐藏的行", "Rows hidden by a filter"),
        ("有 {detail} 行被筛选隐藏，已照常读取", "{detail} rows are hidden by a filter and were read like any other"),
        (
            "如果不该计入，请删去这些行后重新加载。",
            "If they should not count, delete these rows and load the file again.",
        ),
        ("如果不该计入，请删去这些行。", "If they should not count, delete these rows."),
    ),
    "printed_total": _check(
        "warning",
        ("合计数与行数不符", "Printed total differs"),
        ("表上的合计数与读到的行数不同：{detail}", "the total on the sheet differs from the rows read: {detail}"),
        ("请核对是否有漏行、多行。", "See whether rows are missing or too many."),
    ),
    "unreadable_member": _check(
        "warning",
        ("压缩包里读不了的文件", "File of an archive that cannot be read"),
        ("{detail}", "{detail}"),
        (
            "压缩包里的其他文件已照常读取；请处理好这个文件后重新加载。",
            "The other files of the archive were read; put this one right and load again.",
        ),
    ),
    "corrected": _check(
        "note",
        ("已按更正表改正", "Corrected"),
        ("已按更正表改正：{detail}", "corrected as the corrections say: {detail}"),
        ("源文件改好后请删去这条更正。", "Delete the correction once the file itself is right."),
    ),
    "missing": _check(
        "set_aside",
        ("必填项为空", "Required cell is empty"),
        ("此列必须填写", "this column must be filled"),
        ("请补填后重新加载该文件。", "Fill the cell and load the file again."),
        ("请补填。", "Fill the cell."),
    ),
    "code": _check(
        "set_aside",
        ("用词不在约定之内", "Word not among the agreed ones"),
        ("应为约定用词之一：{detail}", "expected one of: {detail}"),
        (
            (
                "请改用约定用词，或在 workbench.toml 中写明这个写法的意思，"
                '如接通情况在 [organisation.words.outcome] 下写 "已通" = "reached"。'
            ),
            (
                "Use one of them, or say in workbench.toml what this spelling means, as for an outcome under "
                '[organisation.words.outcome]: "got through" = "reached".'
            ),
        ),
        _AGREED_WORD,
    ),
    "answer": _check(
        "set_aside",
        ("满意度读不懂", "Answer not understood"),
        ("应为约定的回答之一：{detail}", "expected one of the agreed answers: {detail}"),
        (
            (
                "请改用约定用词，或在 workbench.toml 中写明这个写法的意思，"
                '如在 [organisation.words.satisfaction] 下写 "蛮好" = "satisfied"。'
            ),
            (
                "Use one of them, or say in workbench.toml what this spelling means, as under "
                '[organisation.words.satisfaction]: "quite happy" = "satisfied".'
            ),
        ),
        _AGREED_WORD,
    ),
    "number": _check(
        "set_aside", ("数字读不懂", "Number not understood"), ("应为数字", "expected a number"), _CORRECT_ROW, _CORRECT
    ),
    "duration": _check(
        "set_aside",
        ("时长读不懂", "Length of time not understood"),
        (
            "应为时长，如 3分20秒；只写数字的，表头要写明单位",
            "expected a length of time like 0:03:20 or 3分20秒, or a number below a header that names its unit",
        ),
        _CORRECT_ROW,
        _CORRECT,
    ),
    "person": _check(
        "warning",
        ("个人资料格式可疑", "Personal detail looks wrong"),
        (
            "应为 11 位手机号，带区号的座机，或 + 起头的国际号码",
            "expected a mobile number of 11 digits, a landline with its area code, or an international number with its +",
        ),
        (
            "照原文保存，不妨碍该行加载；请核对此格。",
            "Kept as it stands, it does not keep the row out; please verify the cell.",
        ),
    ),
    "unknown_header": _check(
        "warning",
        ("表头不认识", "Unknown header"),
        ("这个表头不认识{detail}", "this header is not known{detail}"),
        (
            "该列按备注保存；请改用已知表头，或用 analytics map 确认它读作什么。",
            "The column is kept as a note; use a known header, or confirm with analytics map what it is read as.",
        ),
        ("该列按备注保存；请改用已知表头。", "The column is kept as a note; use a known header."),
    ),
    "repeated_header": _check(
        "warning",
        ("表头重复", "Header repeated"),
        ("与“{detail}”列意思相同，只能有一列", 'means the same as column "{detail}", of which there can be one'),
        (
            "以左边一列为准，该列按备注保存；请改名或删去其中一列。",
            "The column to the left counts, this one is kept as a note; rename or delete one of them.",
        ),
    ),
    "outcome_unknown": _check(
        "warning",
        ("没有写回访结果", "Outcome not written"),
        ("没有写是否接通", "the outcome of the attempt is not written"),
        ("该行按结果不明的一次拨访加载；请补填。", "Loaded as an attempt of unknown outcome; please fill the cell."),
    ),
    "missing_header": _check(
        "warning",
        ("缺少表头", "Header missing"),
        ("工作表缺少应有的列：{detail}", "the sheet lacks a column that it needs: {detail}"),
        (
            "整张表没有加载；请补上表头，或用 analytics map 确认哪一列是它，然后重新加载。",
            "The sheet was not loaded; add the header, or confirm with analytics map which column it is, and load again.",
        ),
        ("整张表没有加载；请补上表头。", "The sheet was not loaded; add the header."),
    ),
    "known_by_person": _check(
        "note",
        ("没有编号，但有姓名或电话", "No number, but names or phones"),
        ("没有编号一列，但有姓名或电话", "there is no column of case ids, but there are names or phones"),
        (
            '如果靠它们就认得出是谁，可在 workbench.toml 该机构下写明 case_key = ["phone", "name"]，然后重新加载。',
            (
                'If these tell who it is, say so under the organisation in workbench.toml, as case_key = ["phone", "name"], and '
                "load again."
            ),
        ),
        ("请补上编号一列。", "Add a column of case ids."),
    ),
    "kind_told": _check(
        "note",
        ("按投诉读", "Read as complaints"),
        ("没有问题类型一列，表头说的是投诉", "there is no column for the kind, and the headers speak of complaints"),
        (
            "每行都按投诉加载；若不全是投诉，请加上“问题类型”一列。",
            "Every row was loaded as a complaint; if some are none, add a column for the kind of problem.",
        ),
    ),
    "complaints_beside": _check(
        "note",
        ("回访表中的投诉", "Complaints beside callbacks"),
        ("表头“{detail}”说的是投诉", 'the headers "{detail}" speak of complaints'),
        (
            "填有内容的行除回访外也按投诉加载，没有提出时间的以回访日期为准。",
            "Rows in which they are filled were loaded as complaints too; without a time of their own, as of the callback's day.",
        ),
    ),
    "several_callbacks": _check(
        "warning",
        ("一行里有几次回访", "Several callbacks in one row"),
        (
            "“{detail}”说的是同一行里的几次回访，分不清各是哪一次",
            '"{detail}" speak of several callbacks in one row, which are not told apart',
        ),
        (
            "没有读这些列；请每次各写一组（第一次回访日期、第一次回访结果、第一次满意度……），或每次回访写一行，然后重新加载。",
            (
                "These columns were not read; give each callback columns of its own (第一次回访日期, 第一次回访结果, "
                "第一次满意度 …) or a row of its own, and load again."
            ),
        ),
        (
            "请每次各写一组（第一次回访日期、第一次回访结果、第一次满意度……），或每次回访写一行。",
            "Give each callback columns of its own (第一次回访日期, 第一次回访结果, 第一次满意度 …) or a row of its own.",
        ),
    ),
    "callbacks_beside": _check(
        "note",
        ("问题表中的回访", "Callbacks beside problems"),
        ("表头“{detail}”说的是回访", 'the headers "{detail}" speak of callbacks'),
        ("填有内容的行除问题外也按回访加载。", "Rows in which they are filled were loaded as callbacks too."),
    ),
    "cases_beside": _check(
        "note",
        ("回访表中的客户或工程", "Cases beside callbacks"),
        ("表头“{detail}”说的是回访对象本身", 'the headers "{detail}" speak of the cases themselves'),
        (
            (
                "每行除回访外也按对象加载，没有填回访的行只是对象；"
                "如果对象另有台账，可用 analytics map --table callbacks 确认这张表只有回访。"
            ),
            (
                "Each row was loaded as a case too, and one in which no callback is filled in as a case alone; if the cases "
                "have a ledger of their own, confirm with analytics map --table callbacks that this sheet holds callbacks only."
            ),
        ),
        ("每行除回访外也按对象加载。", "Each row was loaded as a case too."),
    ),
    "no_ledger": _check(
        "note",
        ("不是台账的工作表", "Sheet that is not a ledger"),
        ("没有找到台账表头", "no ledger header was found"),
        (
            "如果这是台账，请检查表头写法，或用 analytics map 确认怎样读。",
            "If it is a ledger, look at the spelling of its headers, or confirm with analytics map how it is read.",
        ),
    ),
    "nothing_read": _check(
        "warning",
        ("没有读到台账的文件", "File without a ledger"),
        ("整个文件没有找到台账，什么也没有加载", "no ledger was found in the whole file, and nothing of it was loaded"),
        (
            "请用 analytics map 确认怎样读；如果不是台账，请移出台账文件夹。",
            "Confirm with analytics map how it is read; if it is no ledger, move it out of the folder of ledgers.",
        ),
    ),
    "unknown_role": _check(
        "note",
        ("职务不在制度之内", "Role not in the policy"),
        ("这个职务不在制度的角色之内", "this role is not one of the policy's"),
        (
            (
                "按原文保存，不算作任何一个角色；如果就是其中之一，请在 workbench.toml 的 [organisation.words.role]"
                '（责任方为 words.party_role）下写明，如 "客服" = "service"。'
            ),
            (
                "Kept as written, as none of them; if it is one, say so in workbench.toml under [organisation.words.role] (of "
                'a party: words.party_role), as "front desk" = "service".'
            ),
        ),
        ("请核对，或改用约定的职务。", "Please verify, or use one of the agreed roles."),
    ),
    "no_event": _check(
        "note",
        ("没有日期的应访对象", "Cases without a date"),
        ("没有填日期的对象有 {detail} 行，如这一行", "cases without any date: {detail}, such as this one"),
        (
            "事情还没有发生的不必处理；如果是漏填，请补填后重新加载：没有日期就不算应访。",
            "Where it has not come to pass, nothing is to be done; fill in a day that was left out: without one nothing is owed.",
        ),
        ("如果是漏填，请补填。", "Fill in a day that was left out."),
    ),
    "unknown_class": _check(
        "note",
        ("类别、等级不在制度之内", "Category or tier not in the policy"),
        ("这个类别或等级不在制度之内", "this category or tier is not one of the policy's"),
        (
            (
                "按原文保存，只限某类、某级的规则不管它；如果就是其中之一，请在 workbench.toml 的 [organisation.words.category]"
                '（等级为 words.tier）下写明，如 "水管" = "leak"。'
            ),
            (
                "Kept as written, and a rule for one category or tier does not mind it; if it is one of them, say so in "
                'workbench.toml under [organisation.words.category] (of a tier: words.tier), as "plumbing" = "leak".'
            ),
        ),
        ("请核对，或改用约定的类别、等级。", "Please verify, or use one of the agreed categories or tiers."),
    ),
    "left_out": _check(
        "note",
        ("按确认的形状不读的工作表", "Sheet left out as confirmed"),
        ("按已确认的表格形状不读这张表：{detail}", "left out, as its confirmed form says: {detail}"),
        ("如果应该读，请用 analytics map 重新确认。", "If it should be read, confirm it anew with analytics map."),
    ),
    "form_changed": _check(
        "warning",
        ("与确认过的形状略有不同", "Nearly a confirmed form"),
        (
            "这张表与确认过的“{detail}”只差几个表头，没有按它读",
            "this sheet differs by a few headers from the confirmed form {detail}, so it was not read by it",
        ),
        ("请用 analytics map 确认新的形状。", "Confirm the new shape with analytics map."),
    ),
    "duplicate": _check(
        "note",
        ("重复行", "Duplicate row"),
        ("与同一文件第 {detail} 行完全相同", "the same as row {detail} of this file"),
        ("只计一次，无需处理。", "Counted once; nothing to do."),
    ),
    "contradictory": _check(
        "warning",
        ("同一编号内容不同", "Same id, different content"),
        ("与同一文件第 {detail} 行编号相同而内容不同", "has the id of row {detail} of this file but other content"),
        (
            "以后一行为准，前一行留在历史中；请核对。",
            "The later row counts, the earlier is in the history; please verify.",
        ),
    ),
    "case_by_key": _check(
        "warning",
        ("按个人资料找到几个对象", "Several cases fit the person"),
        (
            "没有编号，按个人资料找到 {detail} 个应访对象",
            "the row has no case id, and {detail} cases fit the person's details",
        ),
        (
            "取该日之前最近开始的一个；如不对，请补填编号后重新加载。",
            "The one that began last before that day was taken; if that is wrong, fill in the case id and load again.",
        ),
        (
            "取该日之前最近开始的一个；如不对，请补填编号。",
            "The one that began last before that day was taken; if that is wrong, fill in the case id.",
        ),
    ),
    "further_attempt": _check(
        "warning",
        ("同日又一次回访", "Another attempt on the same day"),
        (
            "与第 {detail} 行是同一对象、同一天、同一回访人、同一结果，而其他内容不同",
            "same case, day, caller and outcome as row {detail}, but other cells differ",
        ),
        (
            "没有编号，无法分辨，按又一次未接通的拨访计；如果是同一次，请删去一行。",
            "Without an id they cannot be told apart: counted as another attempt in vain; if it is the same, delete one.",
        ),
    ),
    "vanished": _check(
        "warning",
        ("文件里不再有的行", "Row no longer in the file"),
        (
            "以前的版本有这一行（当时第 {detail} 行），现在这个文件里没有了",
            "an earlier version held this row (then row {detail}), this one no longer does",
        ),
        (
            '仍照旧计入。如果是误删，请补回；如果确已作废，请在 workbench.toml 该机构下写 deleted_rows = "withdraw" 后重新加载。',
            (
                'It still counts. If it was deleted by mistake, put it back; if it is void, write deleted_rows = "withdraw" '
                "under the organisation in workbench.toml and load again."
            ),
        ),
    ),
    "withdrawn": _check(
        "note",
        ("已撤下的行", "Row withdrawn"),
        (
            "以前的版本有这一行（当时第 {detail} 行），现在这个文件里没有了，已按工作区设置撤下",
            "an earlier version held this row (then row {detail}), this one no longer does; withdrawn as the workspace says",
        ),
        ("原内容留在历史中；补回后会重新计入。", "The history keeps it; put back, it counts again."),
    ),
    "vanished_many": _check(
        "warning",
        ("文件内容大半不同", "Most of the file is other"),
        (
            "以前的版本里有一大半的行，现在这个文件里没有了（没有了的 / 以前的：{detail}）",
            "more than half of the rows of earlier versions are no longer in this file (missing / before: {detail})",
        ),
        (
            "这些行仍照旧计入，不会自动撤下；如果文件被截断，请换回完整的；如果是新一期的台账，请另起文件名。",
            (
                "They still count and are not withdrawn; if the file was cut short, put the whole one back; if it is the ledger "
                "of another period, give it a name of its own."
            ),
        ),
    ),
    "aside_gone": _check(
        "warning",
        ("搁置的行没有了", "Row set aside is gone"),
        (
            "以前搁置的一行（当时第 {detail} 行）现在这个文件里没有了",
            "a row that was set aside (row {detail} then) is no longer in this file",
        ),
        (
            "它当时没有加载，不再列为待改；如果是误删，请补回。",
            "It was not loaded then and is no longer listed as open; if it was deleted by mistake, put it back.",
        ),
    ),
    "aside_left": _check(
        "warning",
        ("退回的行没有交回", "Row sent back did not return"),
        (
            "退回的一行（当时第 {detail} 行）不在交回的工作簿里",
            "a row that was sent back (row {detail} then) is not in the workbook that came back",
        ),
        (
            "它仍列为待改；如果确已作废，请在原来的文件里删去这一行后重新加载。",
            "It stays listed as open; if it is void, delete it in the file that it came from and load that again.",
        ),
    ),
    "names_alike": _check(
        "note",
        ("写法略有不同的名字", "Names nearly alike"),
        (
            "这些名字只差大小写、空格或标点，分开计数",
            "these names differ only in capitals, spaces or marks and are counted apart",
        ),
        ("如果是同一个，请在台账里写成一样。", "If they are one, write them alike in the ledgers."),
    ),
    "rule_without_data": _check(
        "note",
        ("规则没有数据", "Rule without data"),
        ("制度的规则用到、而台账里没有的：{detail}", "what the policy's rules are about and no ledger holds: {detail}"),
        (
            "若台账另有写法，请在 workbench.toml 登记；若确实不记，报告会注明。",
            "If the ledgers write it otherwise, register it in workbench.toml; if they do not hold it, the report says so.",
        ),
    ),
    "astray": _check(
        "warning",
        ("日期与表题相差很远", "Day far from the title"),
        (
            "日期与表题所说的月份（{detail}）相差很远",
            "the day lies far from the months that the sheet's title names ({detail})",
        ),
        (
            "多半写错了年份；已照所写的加载，请核对。",
            "Most likely the year is a slip; loaded as it is written, so please verify it.",
        ),
    ),
    "far_ahead": _check(
        "warning",
        ("日期远在今后", "Day far ahead"),
        ("已经做过的事，日期却远在加载日之后", "this has been done, and its day lies far after that of the load"),
        (
            "多半写错了年份；记录已保存，到那一天才计入，请核对。",
            "Most likely the year is a slip; kept, but counted from that day on only, so please verify it.",
        ),
    ),
    "unknown_case": _check(
        "warning",
        ("找不到应访对象", "Case not in the ledger"),
        ("编号在台账中没有对应的应访对象", "no case of the ledger has this id"),
        ("记录已保存，但不计入覆盖率；请核对编号。", "Kept, but outside coverage; please verify the id."),
    ),
}
