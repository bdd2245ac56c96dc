"""The command line: parse, one call, exit code. The only part that reads the clock, the environment and the arguments.

Exit codes: 0 done; 1 done, but rows were set aside or checks failed; 2 wrong usage; 3 an input could not be read or a
run failed, the rest was done; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import tomllib
import traceback
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from analytics.errors import WorkbenchError, is_interruption
from analytics.language import LANGUAGES, Language

FAILED = 3
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a user's error is one paragraph, a bug keeps its traceback."""
    # For every processor numpy would start a thread that waits to multiply matrices; no command has any.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from analytics.cli import commands, output

    given = list(sys.argv[1:] if arguments is None else arguments)
    output.use_utf8()
    try:
        language = _language(given)
        try:
            code = commands.run(given, language)
            sys.stdout.flush()
        except WorkbenchError as error:
            output.complain(error.text, language)
            code = error.exit_code
    except BrokenPipeError:
        # The reader of our output has seen enough; the interpreter must not fail on flushing the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 -- shown whole; Python's own code 1 would read as "rows were set aside"
        if is_interruption(error):
            output.clear()
            return INTERRUPTED
        traceback.print_exc()
        return FAILED
    return code


def _language(given: Sequence[str]) -> Language:
    """Return the language to speak before anything is parsed: ``--lang``, else the workspace's, else Chinese."""
    for language in LANGUAGES:
        if _option(given, "--lang") == language:
            return language
    folder = Path(_option(given, "--workspace") or ".")
    for candidate in (folder, *folder.absolute().parents):
        try:
            settings = tomllib.loads((candidate / "workbench.toml").read_text("utf-8-sig"))
        except (OSError, ValueError):
            continue
        return "en" if settings.get("language") == "en" else "zh"
    return "zh"


def _option(given: Sequence[str], name: str) -> str:
    for word, following in pairwise((*given, "")):
        if word == name:
            return following
        if word.startswith(f"{name}="):
            return word.removeprefix(f"{name}=")
    return ""
