"""Measure the checks: a district of 60 units with 60 facts each, and how the search for copies grows.

`python bench/checks.py` prints both; nothing is written. The reports are made up from one seed.
"""

from __future__ import annotations

import math
import random
import sys
import time
from collections.abc import Sequence
from decimal import Decimal

from nianbao.catalogue import Catalogue, Indicator, load_catalogue
from nianbao.checks.checking import check_history, check_reading, check_units
from nianbao.checks.likeness import alike, passages
from nianbao.documents.model import Document
from nianbao.figures.facts import Fact
from nianbao.places import data_folder
from nianbao.reading import Reading

UNITS, FACTS, SENTENCES = 60, 60, 120
SIGNS = "法治建设工作坚持推进落实组织开展执法检查调解宣传培训服务企业群众问题机制规范监督审查公开复议应诉安全隐患整改"


def say(line: str) -> None:
    """Write one line of the measurement."""
    sys.stdout.write(line + "\n")


def report(unit: int, year: int, catalogue: Catalogue, sentences: int = SENTENCES, facts: int = FACTS) -> Reading:
    """Return a made-up report: sentences of the genre's signs, every other one with a figure."""
    dice = random.Random(unit * 10_000 + year)
    chosen: Sequence[Indicator] = dice.sample(list(catalogue.indicators.values()), facts)
    text, found = [], []
    at = 0
    for k in range(sentences):
        words = "".join(dice.choices(SIGNS, k=dice.randint(20, 60)))
        figure = None
        if k % 2 == 0 and k // 2 < facts:
            indicator = chosen[k // 2]
            value = Decimal(dice.randint(10, 99) if indicator.unit == "%" else int(math.exp(dice.gauss(5, 1))))
            figure = f"{value}{indicator.unit}"
            found.append(_fact(f"u{unit}-{year}-f{k}", at + len(words) + 1, figure, value, indicator))
        sentence = f"{words}，{figure}。" if figure else f"{words}。"
        text.append(sentence)
        at += len(sentence)
    return Reading(f"u{unit}", year, Document(f"{unit:064d}", "text/plain", "".join(text)), tuple(found), ())


def _fact(name: str, start: int, text: str, value: Decimal, indicator: Indicator) -> Fact:
    return Fact(
        name, start, start + len(text), text, text, value, value, value, indicator.unit, "exact", "actual", "",
        indicator=indicator.code,
    )  # fmt: skip


def time_checks(catalogue: Catalogue) -> dict[str, float]:
    """Return the processor seconds that each kind of check takes on a district with its past of five years."""
    now = [report(unit, 2024, catalogue) for unit in range(UNITS)]
    past = {f"u{unit}": [report(unit, 2023 - k, catalogue) for k in range(5)] for unit in range(UNITS)}
    required = catalogue.required(None)
    seconds: dict[str, float] = {}
    start = time.process_time()
    found = sum(len(check_reading(reading, catalogue, required)) for reading in now)
    seconds["each report by itself"] = time.process_time() - start
    start = time.process_time()
    for reading in now:
        last, *earlier = past[reading.unit]
        found += len(check_history(reading, last, catalogue, earlier))
    seconds["against five years of its past"] = time.process_time() - start
    start = time.process_time()
    found += len(check_units(now, catalogue, {}, past))
    seconds["the units side by side"] = time.process_time() - start
    say(f"{UNITS} units × {FACTS} facts: {found} findings")
    return seconds


def time_copies(catalogue: Catalogue) -> list[tuple[int, float]]:
    """Return (sentences, seconds) of the search for near-duplicates as the district grows."""
    measured = []
    for units in (15, 30, 60, 120, 240):
        readings = [report(unit, 2024, catalogue) for unit in range(units)]
        start = time.process_time()
        found = [passage for k, reading in enumerate(readings) for passage in passages(k, reading, 20)]
        sum(1 for _ in alike(found))
        measured.append((len(found), time.process_time() - start))
    return measured


def main() -> int:
    """Print both measurements; exit 1 when the checks take longer than a second."""
    catalogue = load_catalogue(data_folder("catalogue"))
    seconds = time_checks(catalogue)
    for name, taken in seconds.items():
        say(f"  {name:32} {taken:6.3f} s")
    whole = sum(seconds.values())
    say(f"  {'all':32} {whole:6.3f} s (at most 1 s)")
    say("near-duplicates: sentences, seconds, µs for each n·log₂ n")
    for count, taken in time_copies(catalogue):
        say(f"  {count:7} {taken:7.3f} {1e6 * taken / (count * math.log2(count)):7.3f}")
    return 0 if whole <= 1 else 1


if __name__ == "__main__":
    sys.exit(main())
