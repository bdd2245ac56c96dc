"""The paragraph that a file gets which cannot be read: what it is, and what to do about it."""

from __future__ import annotations

from analytics.errors import InputError
from analytics.language import Text


def refusal(file: str, text: Text, **values: object) -> InputError:
    """Return the error for *file*; *values* fill the gaps of *text*."""
    return InputError(text.format(file=file, **values))


def short(fault: BaseException) -> str:
    """Return what a fault says, in one line that fits into a paragraph."""
    return (" ".join(str(fault).split()) or type(fault).__name__)[:120]


LOCKED = Text(
    zh="{file} 不是台账，而是表格打开期间留下的锁文件。请关闭正在编辑的表格；如果它仍在，可以删除这个文件。",
    en="{file} is not a ledger but the lock file of a workbook that is open. Close the workbook; if the file stays, "
    "delete it.",
)
UNREADABLE = Text(
    zh="{file} 打不开：{fault}。请检查文件是否存在、是否被其他程序占用、是否有读取权限。",
    en="{file} cannot be opened: {fault}. See that it exists, that no program holds it, and that you may read it.",
)
WPS = Text(
    zh="{file} 是 WPS 专用的 .et 格式，读不了。请在 WPS 中“另存为”xlsx 后重新加载。",
    en="{file} is in the .et format of WPS, which cannot be read. Save it as xlsx in WPS and load that.",
)
NOT_A_SPREADSHEET = Text(
    zh="{file} 不是表格文件。能读的有 xlsx、xlsm、xlsb、xls、ods、csv、tsv，以及装有这些文件的 zip；请另存为其中一种后重新加载。",
    en="{file} is not a spreadsheet. Files that can be read: xlsx, xlsm, xlsb, xls, ods, csv, tsv, and a zip of those; "
    "save it as one of them and load that.",
)
EMPTY = Text(
    zh="{file} 是空的，没有一个填了内容的单元格（没有保存计算结果的公式也算空）。请确认是否拿错了文件，或打开、另存后重新加载。",
    en="{file} is empty: not one cell is filled (a formula whose result was not saved counts as empty). See whether it "
    "is the right file, or open it, save it again and load that.",
)
ENCRYPTED = Text(
    zh="{file} 设有打开密码，读不了。请在表格软件中取消密码、另存后重新加载。",
    en="{file} is protected by a password and cannot be read. Remove the password in the spreadsheet program, save it "
    "and load that.",
)
DAMAGED = Text(
    zh="{file} 读不了：已损坏、不完整，或只是改了扩展名而不是表格。请用表格软件打开并另存为 xlsx，或请对方重新发送。",
    en="{file} cannot be read: it is damaged, incomplete, or no spreadsheet but for its name ({fault}). Open it in a "
    "spreadsheet program and save it as xlsx, or ask the sender for it again.",
)
TOO_LARGE = Text(
    zh="{file} 太大，读不了：{what}。请删去多余的行、列或工作表，或分成几个文件后重新加载。",
    en="{file} is too large to be read: {what}. Delete needless rows, columns or sheets, or split it, and load that.",
)
NULL_BYTES = Text(
    zh="{file} 里有空字节，不是正常的文本文件。请用表格软件另存为 xlsx，或另存为 UTF-8 编码的 csv 后重新加载。",
    en="{file} holds null bytes and is no ordinary text file. Save it as xlsx, or as csv in UTF-8, and load that.",
)
ENCODING = Text(
    zh="{file} 的文字编码不是 UTF-8，也不是 GB18030（GBK）。请另存为 UTF-8 编码的 csv 或 xlsx 后重新加载。",
    en="The text of {file} is neither UTF-8 nor GB18030 (GBK). Save it as csv in UTF-8 or as xlsx and load that.",
)
WEB_PAGE = Text(
    zh="{file} 其实是网页，不是表格。请用表格软件打开并另存为 xlsx 后重新加载。",
    en="{file} is a web page and not a spreadsheet. Open it in a spreadsheet program, save it as xlsx and load that.",
)
QUOTES = Text(
    zh="{file} 不是完整的 csv（{fault}），多半是有一处引号没有成对。请更正后重新加载，或另存为 xlsx。",
    en="{file} is not a whole csv file ({fault}); most likely a quotation mark is not closed. Correct it, or save the "
    "file as xlsx, and load that.",
)
TOO_COSTLY = Text(
    zh="{file} 读不完：在 {memory} GB 内存、{seconds} 秒之内没有读完，多半已损坏或不是正常的台账。"
    "请用表格软件打开并另存为 xlsx 后重新加载。",
    en="{file} cannot be read within {memory} GB of memory and {seconds} seconds; most likely it is damaged or no ordinary "
    "ledger. Open it in a spreadsheet program, save it as xlsx and load that.",
)
SWALLOWED = Text(
    zh="{file} 第 {row} 行起有一处引号没有成对，把后面的行吞进了同一格。请更正后重新加载，或另存为 xlsx。",
    en="{file}: from row {row} on a quotation mark is not closed and swallows the rows below it. Correct it, or save the file "
    "as xlsx, and load that.",
)
NO_MEMBERS = Text(
    zh="{file} 里没有能读的表格。压缩包里应放 xlsx、xlsm、xlsb、xls、ods、csv 或 tsv 文件，不能再套压缩包。",
    en="{file} holds no file that can be read. An archive should hold xlsx, xlsm, xlsb, xls, ods, csv or tsv files, and no "
    "further archive.",
)
NESTED = Text(
    zh="{file} 是压缩包里的压缩包，不再往里读。请把里面的文件直接放进文件夹后重新加载。",
    en="{file} is an archive inside an archive, which is not opened. Put the files themselves into the folder and load those.",
)
TOO_MANY = Text(
    zh="{file} 里的文件太多：{count} 个，最多 {most} 个。请解压后只保留台账再加载。",
    en="{file} holds too many files: {count}, at most {most}. Unpack it, keep the ledgers only, and load those.",
)
