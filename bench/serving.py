"""Measure whether a service's memory stays flat while reports come in, one run for each.

`python bench/serving.py [--zone-runs 200] [--json]`. Goal: over 200 zone runs the programs of `nianbao serve` grow by
at most 30 MB, Prefect's server aside. Reports are the demonstration's, told again under other names.
It takes half an hour, for each report has a run of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generate import NAMES
from measuring import Row, free_port, load, tell

from nianbao.documents.model import Document
from nianbao.documents.reading import read
from nianbao.places import data_folder
from nianbao.records.store import Records

YEAR, UNITS, GROWTH_MB = 2024, 60, 30
WARM = 40
"""After so many runs a service has loaded what it needs."""


class District:
    """A district of so many towns in a folder, and their reports."""

    def __init__(self, folder: Path, units: int = UNITS) -> None:
        self.folder = folder / "district"
        self.names = NAMES[:units]
        self.folder.mkdir(parents=True)
        towns = enumerate(self.names)
        roster = {
            "code": "bench", "name": "云石区", "body": "云石区委全面依法治区委员会办公室",
            "units": [{"code": f"town{k}", "name": name, "type": "镇", "aliases": []} for k, name in towns],
            "deadlines": {"report": "02-15", "publish": "04-01"},
        }  # fmt: skip
        (self.folder / "district.yml").write_text(json.dumps(roster, ensure_ascii=False), encoding="utf-8")
        sample = read(data_folder("samples") / "demo" / "2024" / "桑渚镇年度报告.txt")
        assert isinstance(sample, Document)
        self._sample = sample.text

    def reports(self, folder: Path, count: int) -> list[Path]:
        """Write so many reports, of each town in turn, and return them."""
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for number in range(count):
            name = self.names[number % len(self.names)]
            text = self._sample.replace("桑渚镇", name) + f"\n（第{number}稿）\n"
            files.append(folder / f"{number:05d}{name}.txt")
            files[-1].write_text(text, encoding="utf-8")
        return files


def measure_memory(folder: Path, runs: int) -> Iterator[Row]:
    """Yield the resident memory of a service's processes after the first zone runs and after the last."""
    district = District(folder)
    home = folder / "home"
    inbox = home / "inbox" / "bench" / str(YEAR)
    inbox.mkdir(parents=True)
    with served(district, home) as program:
        first: dict[str, float] = {}
        last: dict[str, float] = {}
        for number, file in enumerate(district.reports(folder / "reports", runs)):
            shutil.copy(file, inbox)
            if number + 1 in (WARM, runs):
                wait_until_read(home, number + 1)
                first, last = (first or resident_mb(program.pid), resident_mb(program.pid))
    for name in last:
        grown = last[name] - first.get(name, 0)
        yield {"what": f"memory after {runs} zone runs: {name} (MB)", "after": last[name], "grown": grown}
    grown = sum(last[name] - first.get(name, 0) for name in last if name != "prefect-server")
    yield {"what": "memory of serve, grown (MB)", "grown": grown, "goal": GROWTH_MB, "load": load()}


@contextmanager
def served(district: District, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Serve the district while the block runs."""
    ports = [str(free_port()) for _ in range(2)]
    command = [str(nianbao()), "--home", str(home), "serve", "--district", str(district.folder)]
    with (home / "said.txt").open("wb") as said:
        program = subprocess.Popen(
            [*command, "--prefect-port", ports[0], "--portal-port", ports[1]], stdout=said, stderr=said
        )
    try:
        while "已就绪" not in (home / "said.txt").read_text(encoding="utf-8"):
            time.sleep(1)
        yield program
    finally:
        program.send_signal(signal.SIGINT)
        program.wait()


def wait_until_read(home: Path, count: int) -> None:
    """Wait until so many reports are recorded and the processor has rested a little."""
    while True:
        with Records.open(None, home) as records:
            if sum(entry.version is not None for entry in records.submissions("bench", YEAR)) >= count:
                break
        time.sleep(2)
    time.sleep(20)


def resident_mb(parent: int) -> dict[str, float]:
    """Return the resident memory of a service and of what it started to stay, by name."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8").split()
    names = {"serve": str(parent)}
    for pid in children:
        words = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
        names |= {name: pid for name in ("prefect-server", "deployments", "portal") if is_child(name, words)}
    return {name: rss_mb(pid) for name, pid in names.items()}


def is_child(name: str, words: list[str]) -> bool:
    """Say whether a command line is that of a service's child of this name."""
    marks = {"prefect-server": "server", "deployments": "deployments.serve", "portal": "portal"}
    return marks[name] in words


def rss_mb(pid: str) -> float:
    """Return the resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def nianbao() -> Path:
    """Return the program beside this interpreter."""
    return Path(sys.executable).with_name("nianbao")


def main() -> int:
    """Measure; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--zone-runs", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as name:
        return tell(measure_memory(Path(name), arguments.zone_runs), as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
