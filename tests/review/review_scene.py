"""What the tests of review share: a report of a few sentences, its reading, and a person who corrects it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256

from hypothesis import strategies as st

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


SENTENCES = (
    "全年清理规范性文件21件，其中废止5件。", "开展执法检查210家次，发现安全隐患64处，整改隐患60处。",
    "调处矛盾纠纷12件。", "全年清理规范性文件22件。", "清理规范性文件21件，发放宣传资料300余份。",
)  # fmt: skip


@st.composite
def drawn_corrections(draw: st.DrawFn) -> tuple[list[str], list[Correction]]:
    """Draw the sentences of a later version, and corrections that were made of an earlier one."""
    before = reading_of("\n".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4))))
    after = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4))
    made = []
    for fact in draw(st.lists(st.sampled_from(before.facts), max_size=5)):
        act = draw(st.sampled_from(["value", "indicator", "not-counted", "revoked"]))
        nth = [f for f in before.facts if f.text == fact.text].index(fact)
        value = draw(st.sampled_from([21, 22, 64, 300])) if act == "value" else None
        code = (
            draw(st.sampled_from(["normative.documents_cleaned", "safety.hazards_found"]))
            if act == "indicator"
            else None
        )
        made.append(correct(before, fact.text, value, code=code, act=act, nth=nth))
    return after, made
