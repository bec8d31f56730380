"""Measure what rendering takes of a whole run: a district of 60 units, received, read, checked, consolidated, rendered.

`python bench/report.py [UNITS]` prints the seconds of each step and the share of rendering (goal: at most a third): by
the clock, and of the processor, children included, which tells the same on a machine that others use too. It is the run
of the product without Prefect, in a home of its own. The units' reports are the demonstration's, told under 60 names.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

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


def say(line: str) -> None:
    """Write one line of the measurement."""
    sys.stdout.write(line + "\n")


class Clock:
    """The seconds of each step, in the order of the steps: by the clock, and of the processor."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.worked: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step."""
        started, before = time.perf_counter(), worked()
        yield
        self.seconds[name] = time.perf_counter() - started
        self.worked[name] = worked() - before


def worked() -> float:
    """Return the processor's seconds of this process and of its children that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


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


def main(units: int) -> None:
    """Run the year once and print where the time went."""
    folder = data_folder("samples") / "demo" / str(YEAR)
    files = sorted(path for path in folder.iterdir() if "通知" not in path.name)
    clock = Clock()
    with tempfile.TemporaryDirectory() as home:
        place, cutoff = workplace(Path(home), units), told.last_moment(TODAY)
        submissions = hand_in(place, files)
        with clock.step("read"):
            for submission in submissions:
                take_in(place, submission)
        with clock.step("check the year"):
            check_year(place, YEAR, cutoff)
        with clock.step("render"):
            published = publish_year(place, YEAR, cutoff, Path(home) / "out")
        outputs, year = published.outputs, published.consolidation
        sizes = {path.name: path.stat().st_size for path in (outputs.html, outputs.docx, outputs.pdf, outputs.xlsx)}
        started = time.perf_counter()
        lost = lost_in((outputs.docx, outputs.pdf), outputs.view)
        back = time.perf_counter() - started
        place.records.close()
    whole, all_work = sum(clock.seconds.values()), sum(clock.worked.values())
    for name, seconds in clock.seconds.items():
        work = clock.worked[name]
        say(f"{name:18} {seconds:7.2f} s {100 * seconds / whole:5.1f} %   {work:7.2f} s {100 * work / all_work:5.1f} %")
    counts = (len(year.reporting), len(year.figures), len(year.findings), len(outputs.letters))
    say("{} units, {} figures, {} findings, {} letters".format(*counts))
    say("  ".join(f"{name} {size / 1e6:.1f} MB" for name, size in sizes.items()))
    say(f"read back (at release only): {back:.1f} s, {len(lost)} figures lost")
    share, by_clock = clock.worked["render"] / all_work, clock.seconds["render"] / whole
    shares = f"rendering is {100 * share:.0f} % of the run's work, {100 * by_clock:.0f} % of its time"
    say(f"{shares}; goal {100 * GOAL:.0f} %: {'met' if share <= GOAL else 'missed'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else UNITS)
