"""``make bench``: how long the standard work takes, as ratios to what the libraries alone need in the same minutes.

    python tests/bench/run.py [--small] [load] [report] [fulfilment] [packs]

Nothing is asserted: the table says which goal is met. ``--small`` only shows that the benchmark runs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Run the subjects that are named, or all, and print one table."""
    from tests.bench import fulfilment, load, packs, report
    from tests.bench.measuring import ChildFailedError, Line, table

    subjects = {"load": load.lines, "report": report.lines, "fulfilment": fulfilment.lines, "packs": packs.lines}
    parser = argparse.ArgumentParser(prog="tests/bench/run.py", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="subject", help=", ".join(subjects))
    parser.add_argument("--small", action="store_true", help="tiny inputs: only whether it runs")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.subjects if name not in subjects]
    if unknown:
        parser.error(f"no subject {', '.join(unknown)}; there are {', '.join(subjects)}")
    lines: list[Line] = []
    for name in arguments.subjects or subjects:
        with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder:
            try:
                for item in subjects[name](Path(folder), small=arguments.small):
                    if isinstance(item, Line):
                        lines.append(item)
                    else:
                        print(f"{name}: {item}", flush=True)
            except ChildFailedError as fault:
                print(f"{name}: not measured. {fault}", flush=True)
    print()
    print(table(lines))


if __name__ == "__main__":
    sys.path[0] = str(ROOT)  # in place of this folder, whose modules are meant by their full names
    main()
