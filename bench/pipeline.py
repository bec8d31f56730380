"""Measure the whole way, from reports in the vault to the district's papers, against the same in plain domain code.

`python bench/pipeline.py [--counts 10 100 1000 10000] [--only growth late] [--json]`. Each measurement is a program of
its own, plain and embedded one after the other over the same reports, so that ratios hold on a busy machine; `cpu_s` is
the processor's time of the program, without Prefect's server. Reports are those of bench/generate.py, a tenth of them
with a fault. Goals: a thousand reports take at most 1.3 times the plain domain code, beside the fixed start of a run;
cost grows with the count to the power of 1.05 at most; from a thousand to ten thousand memory grows by 50 MB.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from generate import reports
from measuring import Cost, Row, load, peak_mb, tell, timed
from year import CODE, DAY, FAULT_RATE, SEED, UNITS, YEAR, lay_out, read_pending, receive, work_in

PARTS = ("growth", "late")
COUNTS = (10, 100, 1000, 10_000)
OVERHEAD, EXPONENT, GROWN_MB, TRUE_SHARE = 1.3, 1.05, 50, 0.99
MUCH = 1000
"""So many reports must not cost much more than plain, and those beyond them not much more memory."""


class Counted:
    """Count the reports that a run reads."""

    read = 0

    def begin(self, stage: str, pieces: int) -> None:
        """Take no notice."""

    def advance(self, stage: str, pieces: int) -> None:
        """Count those that were read."""
        self.read += pieces if stage == "read" else 0


def work_plain(folder: Path) -> Row:
    """Take the year in by plain domain code, and say what it cost."""
    from tasks.clock import last_moment
    from tasks.year import check_year, publish_year

    place, costs = work_in(folder), list[Cost]()
    with timed(costs):
        read = read_pending(place)
        check_year(place, YEAR, last_moment(DAY))
        publish_year(place, YEAR, last_moment(DAY), folder / "out")
    return {"read": read, **asdict(costs[0]), "peak_mb": peak_mb()}


def work_as_flow(folder: Path) -> Row:
    """Take the year in by an embedded run, or by one of the server that the environment names; say what it cost."""
    from deployments.beside import Server
    from deployments.embedded import embed

    embed(folder / "home", os.environ)
    server = None if "PREFECT_API_URL" in os.environ else Server.start(os.environ)
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    from flows.district_report import district_report
    from tasks.progress import listening

    if server:
        server.wait()
    costs = list[Cost]()
    with (
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}), listening(counted := Counted()), timed(costs)
    ):  # fmt: skip
        district_report(str(folder / "district"), YEAR, None, folder / "out", DAY)
    left = len(work_in(folder).records.pending(CODE, YEAR))
    return {"read": counted.read, "left": left, **asdict(costs[0]), "peak_mb": peak_mb()}


WORK = {"plain": work_plain, "flow": work_as_flow}


def child(kind: str, folder: Path, environment: dict[str, str] | None = None) -> Row:
    """Do the year's work in a program of its own, and return what it cost."""
    command = [sys.executable, __file__, "--child", kind, str(folder)]
    said = {**os.environ, "NIANBAO_HOME": str(folder / "home"), "NIANBAO_DATABASE": "", **(environment or {})}
    done = subprocess.run(command, env=said, stdout=subprocess.PIPE, text=True, check=True)
    found: Row = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def vaulted(folder: Path, count: int) -> Path:
    """Return the folder of a district that has received so many reports and has read none."""
    lay_out(folder, count)
    place = work_in(folder)
    receive(place, folder)
    place.records.close()
    return folder


def copied(folder: Path, name: str) -> Path:
    """Return a copy of a district's folder, beside it."""
    return Path(shutil.copytree(folder, folder.with_name(f"{folder.name}-{name}")))


def measure_growth(folder: Path, counts: Sequence[int]) -> Iterator[Row]:
    """Yield cost and memory against the count, plain and embedded, with the exponent of growth."""
    nothing = child("flow", vaulted(folder / "0", 0))
    yield {"what": "fixed start of a run (nothing to read)", "embedded_cpu_s": nothing["cpu_s"], "load": load()}
    flows: dict[int, Row] = {}
    for count in counts:
        source = vaulted(folder / str(count), count)
        flow = flows[count] = child("flow", copied(source, "flow"))
        row = {"what": f"{count:,} reports", "embedded_cpu_s": flow["cpu_s"], "embedded_s": flow["seconds"],
               "embedded_mb": flow["peak_mb"], "load": load()}  # fmt: skip
        if count <= MUCH:
            plain = child("plain", copied(source, "plain"))
            row |= {"plain_cpu_s": plain["cpu_s"], "plain_s": plain["seconds"], "plain_mb": plain["peak_mb"],
                    "ratio": (flow["cpu_s"] - nothing["cpu_s"]) / plain["cpu_s"],
                    "goal": OVERHEAD if count == MUCH else None}  # fmt: skip
        yield row
    yield from grown(flows, nothing["cpu_s"])


def grown(flows: dict[int, Row], start_s: float) -> Iterator[Row]:
    """Yield how cost and memory grow from the first count to the last, without the fixed start."""
    counts = sorted(flows)
    for first, last in sorted({(counts[0], counts[-1]), (MUCH, counts[-1])}):
        if first < last and first in flows:
            cost = [flows[count]["cpu_s"] - start_s for count in (first, last)]
            exponent = math.log(cost[1] / cost[0]) / math.log(last / first)
            yield {"what": f"exponent of growth, {first:,} to {last:,}", "exponent": exponent, "goal": EXPONENT}
    if MUCH in flows and counts[-1] > MUCH:
        more_mb = flows[counts[-1]]["peak_mb"] - flows[MUCH]["peak_mb"]
        yield {"what": f"memory from {MUCH:,} to {counts[-1]:,} reports (MB)", "grown": more_mb, "goal": GROWN_MB}


def measure_late(folder: Path, _counts: Sequence[int]) -> Iterator[Row]:
    """Yield what one late unit of sixty costs beside the whole year, and whether the figures are those of the truth."""
    lay_out(folder, UNITS)
    place = work_in(folder)
    receive(place, folder, 0, UNITS - 1)
    whole = child("flow", folder)
    receive(place, folder, UNITS - 1, UNITS)
    late = child("flow", folder)
    yield {"what": f"{UNITS - 1} of {UNITS} units", "cpu_s": whole["cpu_s"], "read": whole["read"], "load": load()}
    yield {
        "what": "the late one", "cpu_s": late["cpu_s"], "read": late["read"], "goal": 1,
        "ratio": late["cpu_s"] / whole["cpu_s"],
    }  # fmt: skip
    yield {"what": "stated figures that came out true", "share": truth_share(folder), "goal": TRUE_SHARE}


def truth_share(folder: Path) -> float:
    """Return which share of the figures that the reports state stands in data.json, unit by unit."""
    data = json.loads((folder / "out" / "data.json").read_bytes())
    found = {
        (unit, entry["code"], told["value"])
        for entry in data["indicators"] for unit, told in entry["by_unit"].items()
    }  # fmt: skip
    held = {entry["file"] for entry in data["held"]}
    wanted = [
        (f"town{report.unit}", code, value)
        for number, report in enumerate(reports(UNITS, YEAR, SEED, FAULT_RATE, UNITS))
        if f"{number:05d}{report.file}" not in held
        for code, value in report.truth.items()
    ]
    return statistics.mean(each in found for each in wanted)


def main() -> int:
    """Measure what was asked for; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        kind, folder = arguments.child
        sys.stdout.write(json.dumps(WORK[kind](Path(folder))) + "\n")
        return 0
    parts = {"growth": measure_growth, "late": measure_late}
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as name:
        rows = (row for part in arguments.only for row in parts[part](Path(name) / part, arguments.counts))
        return tell(rows, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
