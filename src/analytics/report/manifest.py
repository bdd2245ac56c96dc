"""The manifest of an edition: what went in, what made it, what came out."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from analytics.measures.evaluate import Reading
from analytics.results.document import Results

FILE_NAME = "manifest.json"
_LIBRARIES = ("duckdb", "pandas", "plotly", "papermill", "openpyxl", "python-calamine")


def write_manifest(folder: Path, results: Results, reading: Reading, parameters: Mapping[str, str]) -> None:
    """Write the manifest of the edition in *folder*, over all files that lie there; written last."""
    manifest = {
        "organisation": results.meta["organisation"],
        "kind": results.meta["kind"],
        "period": results.meta["period"],
        "as_of": results.meta["as_of"],
        "parameters": dict(parameters),
        "policy": {"name": results.meta["policy"], "version": results.meta["policy_version"]},
        "versions": {
            "workbench": results.meta["package_version"],
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in _LIBRARIES},
        },
        "inputs": _inputs(reading),
        "counts": {
            "figures": len(results.figures),
            **{name: len(rows) for name, rows in results.lists.items()},
            **_reconciled(results),
        },
        "outputs": [
            {"file": file.name, "bytes": file.stat().st_size, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
            for file in sorted(folder.iterdir())
        ],
    }
    (folder / FILE_NAME).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _inputs(reading: Reading) -> list[dict[str, Any]]:
    rows = reading.rows(
        "select file, sha256, bytes, cast(loaded_at as varchar) from loads"
        " where organisation = $organisation and current order by file",
        {"organisation": reading.organisation},
    )
    return [dict(zip(("file", "sha256", "bytes", "loaded_at"), row, strict=True)) for row in rows]


def _reconciled(results: Results) -> dict[str, int]:
    notes = results.lists["data_notes"]
    return {f"rows_{name}": sum(note[name] for note in notes) for name in ("read", "loaded", "unchanged", "set_aside")}
