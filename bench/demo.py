"""Measure the demonstration's year by the command, in a fresh home: what a person waits for who tries it.

`python bench/demo.py [--rounds 2] [--json]`. Goal: 35 seconds by the clock. Beside it what the imports alone take,
without which there is no run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import Cost, Row, least_of, load, tell, timed

from nianbao.places import data_folder

GOAL_S = 35
IMPORTS = "import prefect, great_expectations, pandas, typst, docxtpl, xlsxwriter, flows.district_report"


def measure(folder: Path, rounds: int) -> Iterator[Row]:
    """Yield the least of some rounds, imports and runs in turns; the load is that of the machine, ours included."""
    imports, runs = list[Cost](), list[Cost]()
    for number in range(rounds):
        with timed(imports):
            subprocess.run([sys.executable, "-c", IMPORTS], check=True, cwd=Path(__file__).parents[1])
        with timed(runs):
            run(folder / str(number))
    bare, whole = least_of(imports), least_of(runs)
    yield {"what": "the imports alone", "cpu_s": bare.cpu_s, "by_clock_s": bare.seconds}
    yield {
        "what": "nianbao run of the demonstration, cold", "cpu_s": whole.cpu_s, "seconds": whole.seconds,
        "goal": GOAL_S, "times_the_imports": whole.seconds / bare.seconds, "load": load(),
    }  # fmt: skip


def run(home: Path) -> None:
    """Run the demonstration in a home of its own; it ends with 1, for its reports have faults to show."""
    samples = data_folder("samples") / "demo" / "2024"
    command = [Path(sys.executable).with_name("nianbao"), "--home", home, "run", "--district", "demo", "--year", "2024"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "NIANBAO"))}
    asked = [*command, "--inbox", samples, "--as-of", "2025-01-27"]
    done = subprocess.run(asked, env=environment, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr.decode()


def main() -> int:
    """Measure; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as name:
        return tell(measure(Path(name), arguments.rounds), as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
