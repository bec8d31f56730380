"""Run the benchmarks one after the other: each prints its table; at the end all of them stand in one JSON file.

`python bench/run.py` runs all; `python bench/run.py reading extraction` those named; `--reports N` says how many the
pipeline goes up to. `--json FILE` says where the JSON goes, in which those that were not run keep their figures, and
`--page FILE` writes all of it as a page. A benchmark is a script of this folder with a `main`; one that takes --json
gives its figures, of the others the printed lines are kept; one that breaks off says why. The exit code is the number
of benchmarks that missed a goal or failed.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
HEAD = """# Benchmarks

Written by `make bench`; not by hand. Look at the ratios: they are measured side by side in one run, and hold on another
machine. Seconds are those of one machine on one day; on a busy one `cpu_s`, the processor's time of the program, says
more. A row with a goal reaches it when its ratio, or what the goal is about, is no greater."""
FIRST = ("extraction", "reading", "fuzzing")
MET = {0: "every goal is reached", 1: "a goal is missed"}
BROKEN = "it broke off"
SHORT: dict[str, tuple[str, ...]] = {"fuzzing": ("--count", "200")}


def find_benchmarks() -> list[str]:
    """Return the names of the scripts beside this one, those with goals of speed first."""
    scripts = (path for path in FOLDER.glob("*.py") if path != Path(__file__).resolve())
    found = {path.stem for path in scripts if "def main(" in path.read_text(encoding="utf-8")}
    return [*(name for name in FIRST if name in found), *sorted(found - set(FIRST))]


def run_benchmark(name: str, options: Sequence[str]) -> dict[str, Any]:
    """Run one script, and return its figures, its seconds and its exit code."""
    script = FOLDER / f"{name}.py"
    takes_json = '"--json"' in script.read_text(encoding="utf-8")
    command = [sys.executable, str(script), *options, *(["--json"] if takes_json else [])]
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = round(time.monotonic() - start, 1)
    figures = figures_of(done.stdout, done.stderr, takes_json=takes_json)
    sys.stderr.write(done.stderr)
    sys.stdout.write(f"\n## {name} ({seconds} s, exit {done.returncode})\n\n{tabled(figures)}\n")
    sys.stdout.flush()
    return {
        "name": name, "seconds": seconds, "exit": done.returncode, "figures": figures, "on": machine(),
        "day": datetime.now(UTC).date().isoformat(),
    }  # fmt: skip


def figures_of(printed: str, complaints: str, *, takes_json: bool) -> Any:
    """Return the figures that a script gave, its lines when it gives none, or why it broke off."""
    lines = printed.strip().splitlines()
    if not takes_json:
        return lines
    if lines:
        return json.loads(lines[-1])
    return [{"what": BROKEN, "why": (complaints.strip().splitlines() or ["without a word"])[-1]}]


def machine() -> str:
    """Return what the figures were measured on, and how busy it was."""
    load = os.getloadavg()[0]
    return f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors, load {load:.1f}"


def page_of(results: list[dict[str, Any]]) -> str:
    """Return all results as a page; it names what has not been measured yet."""
    by_name = {result["name"]: result for result in results}
    return "\n\n".join([HEAD, *(_section(name, by_name.get(name)) for name in find_benchmarks())]) + "\n"


def _section(name: str, result: dict[str, Any] | None) -> str:
    script = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    what = (ast.get_docstring(script) or "").replace("\n\n", "\n").replace("\n", " ")
    if result is None:
        return f"## {name}\n\n{what}\n\nNot measured yet: `make bench NAMES={name}`."
    met = BROKEN if BROKEN in str(result["figures"]) else MET.get(result["exit"], BROKEN)
    return f"## {name}\n\n{what}\n\n{result['day']}, {result['on']}; {met}.\n\n{tabled(result['figures'])}"


def tabled(figures: Any) -> str:
    """Return figures as a table: a list of objects by its keys, an object line by line, lines as they are."""
    if isinstance(figures, dict):
        return "\n".join(f"{key}: {value}" for key, value in figures.items())
    if not figures or not isinstance(figures[0], dict):
        return "\n".join(["```", *map(str, figures), "```"])
    keys = list(dict.fromkeys(key for row in figures for key in row))
    rows = [keys, ["---"] * len(keys), *([_shown(row.get(key)) for key in keys] for row in figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
    return "" if value is None else str(value)


def main() -> int:
    """Run what was asked for and write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[[], *find_benchmarks()], metavar="NAME")
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--page", type=Path)
    arguments = parser.parse_args()
    counts = sorted({*(count for count in (10, 100, 1000) if count < arguments.reports), arguments.reports})
    options = {**SHORT, "pipeline": ("--counts", *map(str, counts))}
    results = json.loads(arguments.json.read_bytes()) if arguments.json and arguments.json.is_file() else []
    missed = 0
    for name in arguments.names or find_benchmarks():
        found = run_benchmark(name, options.get(name, ()))
        missed += found["exit"] != 0
        # Written as it goes: whoever stops an hour's work keeps what there is.
        results = merged(results, [found])
        if arguments.page:
            arguments.page.write_text(page_of(results), encoding="utf-8")
        if arguments.json:
            arguments.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return missed


def merged(kept: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what was found now, and what was kept of benchmarks that were not run, in their order."""
    by_name = {result["name"]: result for result in (*kept, *found) if "on" in result}
    return [by_name[name] for name in find_benchmarks() if name in by_name]


if __name__ == "__main__":
    sys.exit(main())
