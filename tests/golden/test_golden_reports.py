"""Compare the engine with the golden reports: what a person read in them against what the engine reads."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nianbao.catalogue import Catalogue, load_catalogue
from nianbao.documents.reading import read_text
from nianbao.figures.extracting import Engine
from nianbao.figures.facts import KINDS, Fact, Period
from nianbao.places import data_folder

FOLDER = Path(__file__).parent
NAMES = sorted(file.stem for file in FOLDER.glob("*.jsonl"))
FIGURES = ("detect", "reject", "indicator", "qualifier", "interval", "period", "part_of", "implied")
NEAR = 12  # a worded result need not name the same characters: the clause around it is enough

# The least share of rows that each report must get right, in thousandths, rounded down, in the order of FIGURES.
LEAST: dict[str, tuple[int, ...]] = {
    "agriculture_bureau": (1000, 1000, 940, 1000, 1000, 1000, 1000, 1000),
    "baichuan_transport": (1000, 933, 966, 1000, 1000, 1000, 1000, 1000),
    "big_town": (1000, 1000, 982, 1000, 1000, 1000, 1000, 1000),
    "bonded_zone": (1000, 1000, 989, 1000, 1000, 1000, 1000, 1000),
    "city_management": (1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000),
    "coastal_street": (1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000),
    "county_government": (1000, 1000, 986, 1000, 1000, 1000, 1000, 1000),
    "disclosure_report": (1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000),
    "ecology_branch": (1000, 1000, 933, 1000, 1000, 1000, 1000, 1000),
    "education_bureau": (1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000),
    "emergency_bureau": (992, 1000, 935, 1000, 1000, 1000, 950, 625),
    "fengan_justice": (1000, 980, 894, 1000, 1000, 1000, 900, 1000),
    "health_bureau": (1000, 1000, 985, 1000, 1000, 1000, 1000, 1000),
    "hepu_government": (1000, 1000, 953, 1000, 1000, 1000, 1000, 1000),
    "heshan_town": (1000, 980, 924, 1000, 1000, 1000, 857, 888),
    "hightech_zone": (1000, 1000, 977, 1000, 1000, 1000, 1000, 1000),
    "hr_bureau": (1000, 1000, 974, 1000, 1000, 1000, 1000, 1000),
    "inner_street": (1000, 1000, 976, 1000, 1000, 1000, 1000, 1000),
    "jingchuan_police": (1000, 1000, 968, 1000, 1000, 1000, 1000, 1000),
    "justice_bureau": (1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000),
    "lanjiang_zone": (1000, 1000, 987, 1000, 1000, 1000, 1000, 833),
    "lingxi_market": (1000, 1000, 909, 1000, 1000, 1000, 807, 1000),
    "liuyin_street": (1000, 1000, 939, 1000, 1000, 1000, 1000, 875),
    "market_bureau": (1000, 1000, 956, 1000, 1000, 750, 956, 1000),
    "minghu_culture": (1000, 1000, 984, 1000, 1000, 1000, 1000, 800),
    "mountain_township": (1000, 1000, 955, 1000, 1000, 1000, 1000, 1000),
    "new_zone": (1000, 1000, 944, 1000, 1000, 1000, 1000, 1000),
    "old_city_street": (987, 984, 779, 1000, 1000, 1000, 818, 888),
    "old_style_town": (1000, 1000, 986, 1000, 1000, 1000, 1000, 1000),
    "qingpu_water": (1000, 1000, 945, 1000, 1000, 1000, 925, 1000),
    "shidu_town": (1000, 1000, 946, 1000, 1000, 1000, 1000, 1000),
    "tables_zone": (1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000),
    "tangdu_street": (1000, 1000, 966, 1000, 1000, 1000, 1000, 1000),
    "tangqiao_street": (1000, 1000, 955, 1000, 1000, 1000, 894, 1000),
    "yanbu_town": (1000, 980, 947, 1000, 1000, 1000, 1000, 833),
    "yunzhang_zone": (1000, 1000, 939, 1000, 1000, 1000, 823, 833),
    "zechuan_zone": (987, 1000, 937, 1000, 1000, 1000, 1000, 1000),
    "zhangning_housing": (1000, 1000, 980, 1000, 1000, 1000, 958, 1000),
}

Row = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """The rows compared, the rows right, and a line for each miss."""

    right: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def note(self, figure: str, right: bool, row: Row, expected: object, got: object) -> None:
        """Count one comparison, and remember it when it failed."""
        self.compared[figure] += 1
        self.right[figure] += right
        if not right:
            self.misses.append(f"{figure}: {row['quote']!r} at {row['start']}: expected {expected}, got {got}")

    def thousandths(self, figure: str) -> int:
        """Return the share of right rows; all of none is all."""
        return 1000 * self.right[figure] // self.compared[figure] if self.compared[figure] else 1000


def _rows(name: str) -> list[Row]:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in lines]


def _text(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(data_folder("catalogue"))


@pytest.fixture(scope="module")
def tallies(catalogue: Catalogue) -> dict[str, Tally]:
    engine = Engine(catalogue)
    return {name: _compare(_rows(name), engine.extract(read_text(_text(name))).facts) for name in NAMES}


def _compare(rows: Sequence[Row], facts: Sequence[Fact]) -> Tally:
    tally = Tally()
    printed = [fact for fact in facts if fact.kind == "actual" and not fact.implied]
    worded = [fact for fact in facts if fact.kind == "actual" and fact.implied]
    spans = {fact.id: (fact.start, fact.end) for fact in facts}
    wholes = {row["quote"]: row for row in rows}
    for row in rows:
        if row["kind"] == "implied":
            _compare_words(row, worded, tally)
        elif row["kind"] == "actual":
            _compare_result(row, printed, spans, wholes, tally)
        elif "actual" not in row.get("kind_alt", ()):
            claims = [fact.text for fact in printed if _overlap(row, (fact.start, fact.end))]
            tally.note("reject", not claims, row, row["kind"], claims)
    for fact in worded:
        if fact.indicator and not any(_overlap(row, _widened(fact)) for row in rows if row["kind"] == "implied"):
            claim = {"quote": fact.quote, "start": fact.start}
            tally.note("implied", False, claim, "no claim", f"{fact.indicator} = {fact.value}")
    return tally


def _compare_words(row: Row, worded: Sequence[Fact], tally: Tally) -> None:
    near = [fact for fact in worded if _overlap(row, _widened(fact))]
    same = [fact for fact in near if fact.value == row["value"] or row["unit"] == "%"]
    right = any(row["indicator"] in (None, fact.indicator, *fact.also) for fact in same)
    if right or not row.get("optional"):
        found = [(fact.indicator, str(fact.value)) for fact in near]
        tally.note("implied", right, row, (row["indicator"], str(row["value"])), found)


def _compare_result(
    row: Row, printed: Sequence[Fact], spans: dict[str, tuple[int, int]], wholes: dict[str, Row], tally: Tally
) -> None:
    near = [fact for fact in printed if _overlap(row, (fact.start, fact.end))]
    units = (row["unit"], *row.get("unit_alt", ()))
    fact = next((fact for fact in near if fact.value == row["value"] and fact.unit in units), None)
    if fact is None:
        if not (row.get("optional") or row.get("kind_alt")):
            tally.note("detect", False, row, f"{row['value']}{row['unit']}", [(f.text, f.kind) for f in near])
        return
    tally.note("detect", True, row, None, None)
    if "indicator" in row:
        right = fact.indicator in (row["indicator"], *row.get("also", ()))
        tally.note("indicator", right, row, row["indicator"], fact.indicator)
    tally.note("qualifier", fact.qualifier == row["qualifier"], row, row["qualifier"], fact.qualifier)
    bounds = (row["low"], row["high"])
    tally.note("interval", (fact.low, fact.high) == bounds, row, bounds, (fact.low, fact.high))
    if row["period"] or fact.period:
        periods = [Period(p["start"], p["end"]) if p else None for p in (row["period"], *row.get("period_alt", ()))]
        tally.note("period", fact.period in periods, row, periods[0], fact.period)
    if row.get("part_of"):
        right = fact.part_of is not None and _overlap(wholes[row["part_of"]], spans[fact.part_of])
        tally.note("part_of", right, row, row["part_of"], fact.part_of)


def _overlap(row: Row, span: tuple[int, int]) -> bool:
    return bool(row["start"] < span[1] and span[0] < row["end"])


def _widened(fact: Fact) -> tuple[int, int]:
    return fact.start - NEAR, fact.end + NEAR


def _units(catalogue: Catalogue, code: str) -> set[str]:
    entry = catalogue.indicators[code]
    return {entry.unit, *entry.unit_variants, *(entry.unit_castable or ())}


def _misprinted(name: str, catalogue: Catalogue) -> Iterator[str]:
    """Name the rows that do not stand in their text, or whose code or unit the catalogue does not know."""
    text = _text(name)
    for row in _rows(name):
        start, end = int(row["start"]), int(row["end"])
        if (
            text[start:end] != row["number_text"]
            or text.count(row["quote"]) != 1
            or row["kind"] not in {*KINDS, "implied"}
        ):
            yield f"{row['quote']!r} at {start}"
        code = row.get("indicator")
        if code is not None and row["unit"] and row["unit"] not in _units(catalogue, code):
            yield f"{row['quote']!r}: {row['unit']} is no unit of {code}"


@pytest.mark.parametrize("name", NAMES)
def test_every_row_stands_in_its_text_and_in_the_catalogue(name: str, catalogue: Catalogue) -> None:
    assert list(_misprinted(name, catalogue)) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_digit_of_a_golden_report_is_annotated(name: str) -> None:
    covered = {place for row in _rows(name) for place in range(int(row["start"]), int(row["end"]))}
    bare = [run.group() for run in re.finditer(r"\d+", _text(name)) if not covered.issuperset(range(*run.span()))]
    assert bare == []


def test_every_golden_report_has_its_least_figures() -> None:
    assert {name: len(least) for name, least in LEAST.items()} == dict.fromkeys(NAMES, len(FIGURES))


@pytest.mark.parametrize("name", NAMES)
def test_the_engine_reads_a_golden_report_as_well_as_before(name: str, tallies: dict[str, Tally]) -> None:
    tally = tallies[name]
    reached = {figure: tally.thousandths(figure) for figure in FIGURES}
    fallen = {f: reached[f] for f, least in zip(FIGURES, LEAST[name], strict=True) if reached[f] < least}
    assert not fallen, "\n".join([f"{name} fell to {fallen}", *tally.misses])
