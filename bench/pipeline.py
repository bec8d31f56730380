"""Measure the whole way, from reports in an inbox to the district's papers, against the same in plain domain code.

`python bench/pipeline.py [--counts 10 100 1000] [--facts 1000000] [--only PART…] [--json]`. Each measurement is a
program of its own, plain and embedded side by side, so that ratios hold on a busy machine; `cpu_s` is the processor's
time of the program, without Prefect's server. Reports are those of bench/generate.py, a tenth of them with a fault.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from generate import NAMES, reports

YEAR, UNITS, SEED, FAULT_RATE = 2024, 60, 20240115, 0.1
DAY = date(2025, 1, 20)
CODE = "bench"
PARTS = ("growth", "late", "records", "page", "demo")
GOALS = {
    "overhead": 1.3,
    "exponent": 1.05,
    "memory_mb": 50,
    "records": 2.0,
    "late_read": 1,
    "demo_s": 35,
    "truth": 0.99,
}
Row = dict[str, Any]


# The district and its reports


def lay_out(folder: Path, count: int) -> tuple[Path, Path]:
    """Write a district and so many reports into an inbox; return both folders."""
    district, inbox = folder / "district", folder / "inbox"
    district.mkdir(parents=True)
    inbox.mkdir()
    units = [{"code": f"town{k}", "name": name, "type": "镇", "aliases": []} for k, name in enumerate(NAMES[:UNITS])]
    roster = {
        "code": CODE, "name": "云石区", "body": "云石区委全面依法治区委员会办公室", "units": units,
        "deadlines": {"report": "02-15", "publish": "04-01"},
    }  # fmt: skip
    (district / "district.yml").write_text(json.dumps(roster, ensure_ascii=False), encoding="utf-8")
    for number, report in enumerate(reports(count, YEAR, SEED, FAULT_RATE, UNITS)):
        (inbox / f"{number:05d}{report.file}").write_text(report.text, encoding="utf-8")
    return district, inbox


def vault(folder: Path, count: int) -> None:
    """Receive the reports into the home, under the years that they speak of."""
    from nianbao.records.store import Records

    with Records.open(None, folder / "home") as records:
        for file in sorted((folder / "inbox").iterdir())[:count]:
            records.receive(
                file,
                district=CODE,
                name=file.name,
                received_at=datetime(2025, 1, 20, tzinfo=UTC),
                year=int(file.name[5:9]),
            )


# What a child program measures of itself


def measure_plain(folder: Path) -> Row:
    """Take the year in by plain domain code, and say what it cost."""
    from tasks.clock import last_moment
    from tasks.steps import take_in
    from tasks.workplace import open_workplace
    from tasks.year import check_year, publish_year

    place = open_workplace(str(folder / "district"))
    started = spent()
    pending = place.records.pending(CODE, YEAR)
    for submission in pending:
        take_in(place, submission.id)
    read = spent()
    check_year(place, YEAR, last_moment(DAY))
    publish_year(place, YEAR, last_moment(DAY), folder / "out")
    return {"read": len(pending), "reading_cpu_s": read[1] - started[1], **difference(started, spent())}


def measure_flow(folder: Path) -> Row:
    """Take the year in by an embedded run, and say what it cost."""
    from deployments.beside import Server
    from deployments.embedded import embed

    embed(folder / "home", os.environ)
    server = Server.start(os.environ)
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    from flows.district_report import district_report
    from tasks.progress import listening

    server.wait()
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}), listening(counted := Counted()):
        started = spent()
        district_report(str(folder / "district"), YEAR, None, folder / "out", DAY)
        return {"read": counted.read, **difference(started, spent())}


class Counted:
    """Count the reports that a run reads."""

    read = 0

    def begin(self, stage: str, pieces: int) -> None:
        """Take no notice."""

    def advance(self, stage: str, pieces: int) -> None:
        """Count those that were read."""
        self.read += pieces if stage == "read" else 0


def spent() -> tuple[float, float]:
    """Return the moment and the processor's time that this program and its ended children have had."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return time.perf_counter(), sum(each.ru_utime + each.ru_stime for each in (own, children))


def difference(started: tuple[float, float], ended: tuple[float, float]) -> Row:
    """Return the seconds, the processor's seconds, and the most memory that this program has held."""
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": ended[0] - started[0], "cpu_s": ended[1] - started[1], "peak_mb": peak_mb}


def child(kind: str, folder: Path) -> Row:
    """Measure in a program of its own."""
    command = [sys.executable, __file__, "--child", kind, str(folder)]
    environment = {**os.environ, "NIANBAO_HOME": str(folder / "home")}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: Row = json.loads(done.stdout.strip().splitlines()[-1])
    return found


# The parts


def measure_growth(folder: Path, counts: list[int]) -> Iterator[Row]:
    """Yield cost and memory against the count, plain and embedded, with the exponent of growth."""
    flows: dict[int, Row] = {}
    nothing = cost_of("flow", folder / "nothing", 0)
    for count in counts:
        plain = cost_of("plain", folder / f"plain{count}", count)
        flow = flows[count] = cost_of("flow", folder / f"flow{count}", count)
        overhead = (flow["cpu_s"] - nothing["cpu_s"]) / (plain["cpu_s"])
        yield {
            "what": f"{count} reports", "plain_cpu_s": plain["cpu_s"], "embedded_cpu_s": flow["cpu_s"],
            "plain_s": plain["seconds"], "embedded_s": flow["seconds"], "plain_mb": plain["peak_mb"],
            "embedded_mb": flow["peak_mb"], "ratio": overhead, "goal": GOALS["overhead"] if count >= 1000 else None,
        }  # fmt: skip
    yield {"what": "fixed start of a run (nothing to read)", "embedded_cpu_s": nothing["cpu_s"]}
    first, last = counts[0], counts[-1]
    if len(counts) > 1:
        grown = flows[last]["peak_mb"] - flows[counts[-2]]["peak_mb"]
        yield {"what": f"memory from {counts[-2]} to {last} reports (MB)", "grown": grown, "goal": GOALS["memory_mb"]}
        cost = {count: flows[count]["cpu_s"] - nothing["cpu_s"] for count in (first, last)}
        exponent = math.log(cost[last] / cost[first]) / math.log(last / first)
        yield {"what": f"exponent of growth, {first} to {last}", "exponent": exponent, "goal": GOALS["exponent"]}


def cost_of(kind: str, folder: Path, count: int) -> Row:
    """Return what a year with so many reports costs."""
    lay_out(folder, count)
    vault(folder, count)
    return child(kind, folder)


def measure_late(folder: Path, _counts: list[int]) -> Iterator[Row]:
    """Yield what one late unit of sixty costs beside the whole year, and whether the figures are those of the truth."""
    lay_out(folder, UNITS)
    vault(folder, UNITS - 1)
    whole = child("flow", folder)
    vault(folder, UNITS)
    late = child("flow", folder)
    yield {"what": "59 of 60 units", "cpu_s": whole["cpu_s"], "read": whole["read"]}
    yield {
        "what": "the late one", "cpu_s": late["cpu_s"], "read": late["read"], "goal": GOALS["late_read"],
        "ratio": late["cpu_s"] / whole["cpu_s"],
    }  # fmt: skip
    yield {"what": "stated figures that came out true", "share": truth_share(folder), "goal": GOALS["truth"]}


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


def measure_records(folder: Path, facts: int) -> Iterator[Row]:
    """Yield what consolidating one district takes among ten thousand facts of others and among many more."""
    from tasks.workplace import open_workplace
    from tasks.year import consolidate_year

    places = {}
    for others in (10_000, facts):
        home = folder / str(others)
        lay_out(home, UNITS)
        vault(home, UNITS)
        child("plain", home)
        crowd(home / "home" / "records.db", others)
        os.environ["NIANBAO_HOME"] = str(home / "home")
        places[others] = open_workplace(str(home / "district"))
    rounds: dict[int, list[float]] = {others: [] for others in places}
    for _ in range(5):
        for others, place in places.items():
            started = spent()
            consolidate_year(place, YEAR, None)
            rounds[others].append(spent()[1] - started[1])
    few, many = (min(taken) for taken in rounds.values())
    size_mb = (folder / str(facts) / "home" / "records.db").stat().st_size / 1e6
    yield {"what": "consolidating 60 units among 10000 facts", "cpu_s": few}
    yield {
        "what": f"the same among {facts} facts ({size_mb:.0f} MB)", "cpu_s": many, "ratio": many / few,
        "goal": GOALS["records"],
    }  # fmt: skip


def crowd(database: Path, facts: int) -> None:
    """Fill the records with facts of other districts, each a copy of one that was read, straight into the tables."""
    import sqlite3

    with sqlite3.connect(database) as tables:
        tables.execute("PRAGMA synchronous = OFF")
        own = [row[0] for row in tables.execute("SELECT id FROM submissions WHERE version IS NOT NULL ORDER BY id")]
        each = tables.execute("SELECT count(*) FROM facts").fetchone()[0] / len(own)
        copies = range(math.ceil(facts / each))
        tables.execute("CREATE TEMP TABLE plan (id INTEGER PRIMARY KEY, district TEXT, source INTEGER)")
        plan = [(own[-1] + 1 + k, f"other{k // len(own)}", own[k % len(own)]) for k in copies]
        tables.executemany("INSERT INTO plan VALUES (?, ?, ?)", plan)
        for table, key in (("submissions", "id"), ("documents", "submission_id"), ("facts", "submission_id")):
            columns = [row[1] for row in tables.execute(f"PRAGMA table_info({table})")]
            kept = ", ".join(column for column in columns if column not in (key, "district"))
            into, taken = (", district", ", plan.district") if "district" in columns else ("", "")
            tables.execute(
                f"INSERT INTO {table} ({key}{into}, {kept}) SELECT plan.id{taken}, {kept} FROM plan "
                f"JOIN {table} ON {table}.{key} = plan.source"
            )


def measure_page(folder: Path, _counts: list[int]) -> Iterator[Row]:
    """Yield the size of the report of 60 units, and when Chromium first paints it, beside an empty page."""
    lay_out(folder, UNITS)
    vault(folder, UNITS)
    child("plain", folder)
    page, empty = folder / "out" / "report.html", folder / "empty.html"
    empty.write_text("<!doctype html><title>leer</title><p>空", encoding="utf-8")
    painted = {path.name: painted_ms([path] * 5) for path in (empty, page)}
    if not all(painted.values()):
        yield {"what": "no browser here: first paint is not measured", "size_mb": page.stat().st_size / 1e6}
        return
    first, loaded = (min(column) for column in zip(*painted[page.name], strict=True))
    nothing = min(column[0] for column in painted[empty.name])
    yield {"what": "an empty page", "first_paint_ms": nothing}
    yield {
        "what": "report.html of 60 units", "size_mb": page.stat().st_size / 1e6, "first_paint_ms": first,
        "loaded_ms": loaded, "ratio": first / nothing,
    }  # fmt: skip


def painted_ms(pages: Iterable[Path]) -> list[tuple[float, float]]:
    """Return for each page when Chromium first paints something of it, and when it is loaded; nothing without one."""
    with suppress(ImportError):
        from playwright.sync_api import Error, sync_playwright

        asked = """() => [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
            performance.timing.loadEventEnd - performance.timing.navigationStart]"""
        with suppress(Error), sync_playwright() as playwright:
            found = Path("/usr/bin/chromium")
            browser = playwright.chromium.launch(
                executable_path=found if found.exists() else None, args=["--no-sandbox"]
            )
            times = []
            for page in pages:
                tab = browser.new_page()
                tab.goto(page.as_uri(), wait_until="load")
                tab.wait_for_timeout(300)
                times.append(tuple(tab.evaluate(asked)))
                tab.close()
            browser.close()
            return times
    return []


def measure_demo(folder: Path, _counts: list[int]) -> Iterator[Row]:
    """Yield the cold time of the demonstration by the command, beside the imports that it cannot do without."""
    imports = "import prefect, great_expectations, pandas, typst, docxtpl, xlsxwriter"
    program = Path(sys.executable).with_name("nianbao")
    samples = Path(__file__).resolve().parents[1] / "samples" / "demo" / "2024"
    rounds = []
    for number in range(2):
        home = folder / str(number)
        command = [program, "--home", home, "run", "--district", "demo", "--year", "2024", "--inbox", samples]
        started = spent()
        subprocess.run([sys.executable, "-c", imports], check=True)
        between = spent()
        subprocess.run([*command, "--as-of", "2025-01-27"], capture_output=True, check=False)
        rounds.append((between[1] - started[1], spent()[1] - between[1], spent()[0] - between[0]))
    bare, cpu, wall = (min(column) for column in zip(*rounds, strict=True))
    yield {"what": "the imports alone", "cpu_s": bare}
    yield {
        "what": "nianbao run of the demonstration, cold", "cpu_s": cpu, "seconds": wall, "ratio": cpu / bare,
        "goal": GOALS["demo_s"], "load": os.getloadavg()[0],
    }  # fmt: skip


def is_missed(row: Row) -> bool:
    """Say whether a row has a goal and misses it."""
    if row.get("goal") is None:
        return False
    if "share" in row:
        return bool(row["share"] < row["goal"])
    measured = next(row[key] for key in ("read", "seconds", "ratio", "grown", "exponent") if key in row)
    return bool(measured > row["goal"])


def main() -> int:
    """Measure what was asked for; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        measured = {"plain": measure_plain, "flow": measure_flow}[arguments.child[0]](Path(arguments.child[1]))
        sys.stdout.write(json.dumps(measured) + "\n")
        return 0
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as name:
        for part in arguments.only:
            folder = Path(name) / part
            if part == "records":
                found = measure_records(folder, arguments.facts)
            else:
                found = globals()[f"measure_{part}"](folder, arguments.counts)
            for row in found:
                rows.append(row)
                said = "  ".join(f"{key} {value:.2f}" for key, value in row.items() if isinstance(value, int | float))
                sys.stderr.write(f"{row['what']:50} {said}{'  MISSED' if is_missed(row) else ''}\n")
    sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n" if arguments.json else "")
    return int(any(map(is_missed, rows)))


if __name__ == "__main__":
    sys.exit(main())
