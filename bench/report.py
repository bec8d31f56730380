"""Measure what rendering takes of a district's year of 60 units, and how soon a browser shows the page.

`python bench/report.py [--units 60] [--json]`. Goal: rendering is at most a third of the whole, of the processor's
time, children included. It is the run of the product without Prefect, in a home of its own. The units' reports are the
demonstration's, told under 60 names. First paint is that of Chromium, from a file, beside that of an empty page.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from measuring import Cost, Row, load, tell, timed

from nianbao.catalogue import load_catalogue
from nianbao.district import Deadlines, District, Unit
from nianbao.places import data_folder
from nianbao.reasons import Reason, Rejection
from nianbao.records.store import Records
from nianbao.report.returning import lost_in
from tasks import clock as told
from tasks.steps import take_in
from tasks.workplace import Workplace
from tasks.year import check_year, publish_year

UNITS = 60
GOAL = 1 / 3
YEAR = 2024
TODAY = date(2025, 2, 10)
PAINTS = 5


def workplace(home: Path, units: int) -> Workplace:
    """Return a district of so many streets in a home of its own."""
    roster = tuple(Unit(code=f"u{n}", name=f"第{n + 1}街道", type="街道") for n in range(units))
    deadlines = Deadlines(report="02-15", publish="04-01")
    district = District(code="bench", name="测试区", body="测试区委依法治区办", units=roster, deadlines=deadlines)
    records = Records.open(None, home, told.now)
    catalogue = load_catalogue(data_folder("catalogue"))
    return Workplace(home, district, catalogue, records, data_folder("templates"), "bench")


def hand_in(place: Workplace, files: list[Path]) -> list[int]:
    """Receive a report for each unit, by a person's word for whose it is; return the submissions."""
    received = []
    for number, unit in enumerate(place.district.units):
        source = files[number % len(files)]
        receipt = place.records.receive(
            source, district="bench", name=source.name, received_at=told.received_at(TODAY), year=YEAR, unit=unit.code
        )
        place.records.hold(receipt.submission.id, Rejection(Reason.UNIT_CONFLICT))
        place.records.release(receipt.submission.id, who="bench", why="told under another name")
        received.append(receipt.submission.id)
    return received


def measure(home: Path, units: int) -> Iterator[Row]:
    """Run the year once and yield where the time went, what came of it, and how soon it is seen."""
    folder = data_folder("samples") / "demo" / str(YEAR)
    files = sorted(path for path in folder.iterdir() if "通知" not in path.name)
    place, cutoff = workplace(home, units), told.last_moment(TODAY)
    submissions = hand_in(place, files)
    costs = list[Cost]()
    with timed(costs):
        for submission in submissions:
            take_in(place, submission)
    with timed(costs):
        check_year(place, YEAR, cutoff)
    with timed(costs):
        published = publish_year(place, YEAR, cutoff, home / "out")
    whole = sum(cost.cpu_s for cost in costs)
    for name, cost in zip(("read", "check the year", "render"), costs, strict=True):
        goal = GOAL if name == "render" else None
        yield {
            "what": f"{units} units: {name}", "cpu_s": cost.cpu_s, "by_clock_s": cost.seconds,
            "ratio": cost.cpu_s / whole, "goal": goal, "load": load(),
        }  # fmt: skip
    outputs, year = published.outputs, published.consolidation
    with timed(costs):
        lost = lost_in((outputs.docx, outputs.pdf), outputs.view)
    place.records.close()
    yield {
        "what": "read back (at release only)",
        "cpu_s": costs[-1].cpu_s,
        "figures": len(year.figures),
        "lost": len(lost),
    }
    for path in (outputs.html, outputs.docx, outputs.pdf, outputs.xlsx):
        yield {"what": f"size of {path.name} (MB)", "size_mb": path.stat().st_size / 1e6}
    yield from painted(outputs.html, home / "empty.html")


def painted(page: Path, empty: Path) -> Iterator[Row]:
    """Yield when Chromium first paints the page and when it is loaded, beside an empty page."""
    empty.write_text("<!doctype html><title>空</title><p>空", encoding="utf-8")
    times = {path: paint_ms([path] * PAINTS) for path in (empty, page)}
    if not all(times.values()):
        yield {"what": "first paint: not measured, no browser here"}
        return
    for path, found in times.items():
        first, loaded = (min(column) for column in zip(*found, strict=True))
        nothing = min(column[0] for column in times[empty])
        yield {
            "what": f"first paint of {path.name}", "first_paint_ms": first, "loaded_ms": loaded,
            "ratio": first / nothing, "load": load(),
        }  # fmt: skip


def paint_ms(pages: list[Path]) -> list[tuple[float, float]]:
    """Return for each page when Chromium first paints something of it, and when it is loaded; nothing without one."""
    asked = """() => [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
        performance.timing.loadEventEnd - performance.timing.navigationStart]"""
    times: list[tuple[float, float]] = []
    with suppress(ImportError):
        from playwright.sync_api import Error, sync_playwright

        with suppress(Error), sync_playwright() as playwright:
            found = Path("/usr/bin/chromium")
            browser = playwright.chromium.launch(
                executable_path=found if found.exists() else None, args=["--no-sandbox"]
            )
            for page in pages:
                tab = browser.new_page()
                tab.goto(page.as_uri(), wait_until="load")
                tab.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
                first, loaded = tab.evaluate(asked)
                times.append((first, loaded))
                tab.close()
            browser.close()
    return times


def main() -> int:
    """Measure; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as home:
        return tell(measure(Path(home), arguments.units), as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
