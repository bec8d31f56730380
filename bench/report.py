"""Measure what rendering takes of a whole run: a district of 60 units, read, checked, consolidated and rendered.

`python bench/report.py [UNITS]` prints the seconds of each step and the share of rendering (goal: at most a third). The
units' reports are the demonstration's, told again under 60 names; files go to a temporary folder.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nianbao.catalogue import load_catalogue
from nianbao.checks.checking import check_history, check_reading, check_units
from nianbao.district import Deadlines, District, Unit
from nianbao.documents.model import Document
from nianbao.documents.reading import read
from nianbao.figures.extracting import Engine
from nianbao.places import data_folder
from nianbao.reading import Reading, district_wide
from nianbao.report.rendering import render
from nianbao.report.returning import lost_in
from nianbao.rollup.consolidating import consolidate

UNITS = 60
GOAL = 1 / 3


def say(line: str) -> None:
    """Write one line of the measurement."""
    sys.stdout.write(line + "\n")


class Clock:
    """The seconds of each step, in the order of the steps."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step."""
        started = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - started


def sources() -> list[Path]:
    """Return the demonstration's reports of its last year."""
    folder = data_folder("samples") / "demo" / "2024"
    return sorted(path for path in folder.iterdir() if "通知" not in path.name)


def readings(units: int, year: int, files: list[Path], extract: Callable[[str, Document], Reading]) -> list[Reading]:
    """Read as many reports as there are units; each file is read anew every time."""
    found = []
    for number in range(units):
        document = read(files[number % len(files)])
        if isinstance(document, Document):
            found.append(extract(f"u{number}", document))
    return found


def main(units: int) -> None:
    """Run the year once and print where the time went."""
    catalogue, files = load_catalogue(data_folder("catalogue")), sources()
    engine, clock = Engine(catalogue), Clock()
    roster = tuple(Unit(code=f"u{n}", name=f"第{n + 1}街道", type="街道") for n in range(units))
    deadlines = Deadlines(report="02-15", publish="04-01")
    district = District(code="bench", name="测试区", body="测试区委依法治区办", units=roster, deadlines=deadlines)

    def reading(unit: str, document: Document, year: int = 2024) -> Reading:
        found = engine.extract(document)
        return Reading(unit, year, document, district_wide(found.facts, f"{unit:0<8}"), found.tokens)

    with clock.step("read and extract"):
        now = readings(units, 2024, files, reading)
    before = [Reading(r.unit, 2023, r.document, r.facts, r.tokens) for r in now[::2]]
    with clock.step("check"):
        last = {r.unit: r for r in before}
        findings = [f for r in now for f in check_reading(r, catalogue, catalogue.required(None))]
        findings += [f for r in now for f in check_history(r, last.get(r.unit), catalogue)]
        findings += check_units(now, catalogue)
    with clock.step("consolidate"):
        year = consolidate(district, 2024, now, before, (), findings, catalogue)
    paths = {r.document.sha256: files[n % len(files)] for n, r in enumerate(now)}
    with tempfile.TemporaryDirectory() as folder:
        with clock.step("render"):
            outputs = render(
                year, now, district, catalogue, data_folder("templates"), Path(folder), code_version="bench",
                originals=paths.__getitem__,
            )  # fmt: skip
        sizes = {path.name: path.stat().st_size for path in (outputs.html, outputs.docx, outputs.pdf, outputs.xlsx)}
        started = time.perf_counter()
        lost = lost_in((outputs.docx, outputs.pdf), outputs.view)
        back = time.perf_counter() - started
    whole = sum(clock.seconds.values())
    for name, seconds in clock.seconds.items():
        say(f"{name:18} {seconds:7.2f} s  {100 * seconds / whole:5.1f} %")
    say(f"{len(now)} units, {len(year.figures)} figures, {len(findings)} findings")
    say("  ".join(f"{name} {size / 1e6:.1f} MB" for name, size in sizes.items()))
    say(f"read back (at release only): {back:.1f} s, {len(lost)} figures lost")
    share = clock.seconds["render"] / whole
    say(f"rendering is {100 * share:.0f} % of the run; goal {100 * GOAL:.0f} %: {'met' if share <= GOAL else 'missed'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else UNITS)
