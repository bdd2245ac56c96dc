"""The benchmark still runs: on tiny tables, in seconds, and whatever it measures."""

import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).with_name("run.py")


@pytest.mark.long
def test_the_benchmark_runs_to_its_table() -> None:
    done = subprocess.run(
        [sys.executable, str(RUN), "--small", "load", "fulfilment"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "not measured" not in done.stdout
    assert "equal to plain loops" in done.stdout
    for subject in ("load", "coverage", "fulfilment", "owed"):
        assert any(line.startswith(subject) for line in done.stdout.split("subject", 1)[1].splitlines()), subject


def test_an_unknown_subject_is_refused_with_those_that_there_are() -> None:
    done = subprocess.run([sys.executable, str(RUN), "speed"], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "load, report, fulfilment" in done.stderr
