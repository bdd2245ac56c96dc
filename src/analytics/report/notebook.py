"""Run a notebook as a function: its parameters checked, a fresh kernel, an executed copy; the only module on papermill.

Papermill itself takes an unknown parameter with a line in a log and runs a notebook without a parameters cell on its
defaults: a report of the wrong period that looks right. Here both are errors.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any, cast

from analytics.errors import RunError, UsageError
from analytics.language import Text

if TYPE_CHECKING:
    from nbformat import NotebookNode

CELL_TIMEOUT_S = 600
KERNEL = "python3"
INJECTED = "injected-parameters"
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def run_notebook(source: Path, target: Path, parameters: Mapping[str, str], *, cwd: Path, failed: Path) -> NotebookNode:
    """Run *source* with *parameters* in a fresh kernel and leave the executed copy at *target*.

    Every parameter of the notebook must be given and no other; raises UsageError naming what is valid. A failing cell
    leaves the copy as far as it came at *failed* and raises RunError. The copy names no folder of this machine.
    """
    papermill, nbformat = _papermill(), _nbformat()
    notebook = _opened(source)
    refuse_wrong_parameters(source, parameters)
    with _quiet(), _own_signals(), tempfile.TemporaryDirectory() as folder:
        try:
            executed = papermill.execute_notebook(
                notebook,
                _literal(target),
                parameters=dict(parameters),
                kernel_name=KERNEL,
                cwd=str(cwd),
                progress_bar=False,
                request_save_on_cell_execute=False,
                execution_timeout=CELL_TIMEOUT_S,
                # Nobody's own start-up files: a report is the same for whoever runs it.
                # A kernel interrupted on its way out says so on the terminal; what fails in a cell comes back as an error.
                extra_arguments=[f"--ipython-dir={folder}", "--log-level=CRITICAL"],
                config=_transport(Path(folder)),
            )
        except papermill.PapermillExecutionError as error:
            executed = nbformat.read(target, as_version=4)
            _scrub(executed, source, failed)
            failed.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(executed, failed)
            target.unlink()
            raise RunError(_failure(source, failed, error)) from None
        except Exception as error:
            if not _is_of_the_kernel(error):
                raise
            raise RunError(
                Text(
                    zh="笔记本 {source} 没有跑完：{fault}。请确认内核“{kernel}”可用且内存足够后重试。",
                    en='Notebook {source} did not finish: {fault}. Check that the kernel "{kernel}" works and that there is '
                    "memory, then run it again.",
                ).format(source=source.name, fault=_last_line(str(error)) or type(error).__name__, kernel=KERNEL)
            ) from error
    _scrub(executed, source, target)
    nbformat.write(executed, target)
    return cast("NotebookNode", executed)


def parameters_of(source: Path) -> dict[str, str]:
    """Return the parameters that a notebook declares, each with its help; empty without a cell tagged ``parameters``."""
    papermill = _papermill()
    with _quiet():
        declared = papermill.inspect_notebook(_literal(source))
    return {name: str(found["help"]) for name, found in declared.items()}


def refuse_wrong_parameters(source: Path, parameters: Mapping[str, str]) -> None:
    """Raise UsageError for an unknown or a missing parameter, or when the notebook declares none."""
    declared = parameters_of(source)
    if not declared:
        raise UsageError(
            Text(
                zh="笔记本 {source} 没有带“parameters”标签的单元格，参数会被忽略。请给参数单元格加上这个标签。",
                en='Notebook {source} has no cell tagged "parameters", so parameters would be ignored. Tag its parameters cell.',
            ).format(source=source.name)
        )
    unknown = [name for name in parameters if name not in declared]
    missing = [name for name in declared if name not in parameters]
    if unknown or missing:
        valid = Text(zh="、".join(declared), en=", ".join(declared))
        parts_zh = [f"不认识的参数：{'、'.join(unknown)}"] * bool(unknown) + [f"缺少参数：{'、'.join(missing)}"] * bool(
            missing
        )
        parts_en = [f"unknown: {', '.join(unknown)}"] * bool(unknown) + [f"missing: {', '.join(missing)}"] * bool(
            missing
        )
        raise UsageError(
            Text(
                zh="笔记本 {source} 的参数不对，{faults}。它的参数是：{valid}。",
                en="Wrong parameters for notebook {source}; {faults}. Its parameters: {valid}.",
            ).format(source=source.name, faults=Text(zh="；".join(parts_zh), en="; ".join(parts_en)), valid=valid)
        )


def _nbformat() -> Any:
    _without_grammars()
    import nbformat

    return nbformat


def _opened(source: Path) -> Any:
    nbformat = _nbformat()
    try:
        return nbformat.read(source, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise RunError(
            Text(
                zh="笔记本 {source} 打不开：{fault}。应为 Jupyter 笔记本（.ipynb）。",
                en="Cannot open notebook {source}: {fault}. Expected a Jupyter notebook (.ipynb).",
            ).format(source=source, fault=type(error).__name__)
        ) from None


def _without_grammars() -> None:
    # jsonschema imports rfc3987_syntax where it is installed, which builds 35 grammars for a second or more; without it
    # jsonschema leaves out checks that no notebook needs.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _papermill() -> Any:
    _without_grammars()
    # The debugger in a kernel would otherwise warn on standard error about modules frozen into the interpreter.
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    import papermill

    return papermill


def _transport(folder: Path) -> Any:
    """Let the kernel listen on files of this user instead of network ports, where the system has them.

    Nobody else can listen, and notebooks that start side by side cannot take each other's port.
    """
    from traitlets.config import Config

    if os.name != "posix":
        return Config()
    return Config({"KernelManager": {"transport": "ipc", "ip": str(folder / "kernel")}})


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep papermill's and the kernel's log lines, which name files of this machine, off standard error."""
    loggers = [logging.getLogger(name) for name in ("papermill", "traitlets", "nbclient", "jupyter_client")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


@contextmanager
def _own_signals() -> Iterator[None]:
    """Leave this process what it does when it is told to end: nbclient puts its own in the place and forgets what was there."""
    if current_thread() is not main_thread():
        yield
        return
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, answer in before.items():
            signal.signal(one, answer)


def _literal(path: Path) -> str:
    # Papermill fills {} in paths; ours are meant as they stand.
    return str(path.resolve()).replace("{", "{{").replace("}", "}}")


def _scrub(notebook: NotebookNode, source: Path, target: Path) -> None:
    about = notebook.metadata.get("papermill", {})
    about["input_path"], about["output_path"] = source.name, target.name
    about.pop("environment_variables", None)
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = INJECTED


def _failure(source: Path, failed: Path, error: Any) -> Text:
    said = _last_line(f"{error.ename}: {error.evalue}")
    return Text(
        zh="笔记本 {source} 在单元格“{cell}”出错：{said}。跑到出错处的副本在 {target}。",
        en='Notebook {source} failed in the cell "{cell}": {said}. The copy as far as it came is {target}.',
    ).format(source=source.name, cell=error.source.strip().splitlines()[-1], said=said, target=failed)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in _ANSI.sub("", text).splitlines() if line.strip()]
    return lines[-1].rstrip("。.") if lines else ""


def _is_of_the_kernel(error: Exception) -> bool:
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    return isinstance(error, CellTimeoutError | DeadKernelError | NoSuchKernel | RuntimeError)
