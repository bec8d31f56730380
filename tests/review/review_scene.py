"""What the tests of review share: a report of a few sentences, its reading, and a person who corrects it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256

from nianbao.catalogue import load_catalogue
from nianbao.documents.reading import read_text
from nianbao.figures.extracting import Engine
from nianbao.figures.facts import Fact
from nianbao.places import data_folder
from nianbao.reading import Reading, district_wide
from nianbao.review.correction import Act, Correction, NewValue, correction_of

CATALOGUE = load_catalogue(data_folder("catalogue"))
ENGINE = Engine(CATALOGUE)
UNIT, YEAR = "gaoxin", 2024
NOON = datetime(2025, 2, 1, 12, tzinfo=UTC)
LEAD = "云岫高新区2024年法治政府建设年度报告\n一、主要工作\n"
CLEANED = "全年清理规范性文件21件，其中废止5件。"


@cache
def reading_of(body: str, unit: str = UNIT) -> Reading:
    """Return the reading of a report that says `body`."""
    text = LEAD + body
    document = read_text(text, sha256(text.encode()).hexdigest())
    found = ENGINE.extract(document)
    return Reading(unit, YEAR, document, district_wide(found.facts, document.sha256), found.tokens)


def fact_of(reading: Reading, text: str, nth: int = 0) -> Fact:
    """Return the fact that is printed so, the first one unless told otherwise."""
    return [fact for fact in reading.facts if fact.text == text][nth]


def becomes(value: int | str) -> NewValue:
    """Return an exact new value."""
    number = Decimal(value)
    return NewValue(number, number, number)


def correct(
    reading: Reading, text: str, value: int | str | None = None, *, code: str | None = None, act: Act | None = None,
    nth: int = 0,
) -> Correction:  # fmt: skip
    """Return a correction of the fact printed so: to a value, to an indicator, or as the act says."""
    done = act or ("value" if value is not None else "indicator")
    return correction_of(
        fact_of(reading, text, nth), reading.unit, reading.year, done,
        why="核对台账", who="经办一", when=NOON, figure=None if value is None else becomes(value), code=code,
    )  # fmt: skip
