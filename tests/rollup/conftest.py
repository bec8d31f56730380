"""State figures without a text: what the consolidation needs of a report."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from nianbao.catalogue import Catalogue, load_catalogue
from nianbao.district import Deadlines, District, Unit
from nianbao.documents.model import Document
from nianbao.figures.facts import Fact
from nianbao.places import data_folder
from nianbao.reading import Reading


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(data_folder("catalogue"))


@pytest.fixture(scope="session")
def district() -> District:
    units = tuple(
        Unit(code=c, name=n, type="镇") for c, n in (("a", "甲镇"), ("b", "乙镇"), ("c", "丙镇"), ("d", "丁镇"))
    )
    deadlines = Deadlines(report="02-15", publish="04-01")
    return District(code="test", name="某区", body="某区委依法治区办", units=units, deadlines=deadlines)


@pytest.fixture(scope="session")
def states(catalogue: Catalogue) -> Callable[..., Fact]:
    """Return a function that states a figure for a code; bounds and unit as given, else the value and the code's."""

    def make(code: str, value: int | str | None, **fields: Any) -> Fact:
        number = None if value is None else Decimal(value)
        given: dict[str, Any] = {
            "id": f"{code}-{value}-{fields.get('item')}",
            "text": str(value),
            "low": number,
            "high": number,
            "unit": catalogue.indicators[code].unit,
            "qualifier": "exact",
            "kind": "actual",
            **fields,
        }
        for bound in ("low", "high"):
            given[bound] = None if given[bound] is None else Decimal(given[bound])
        return Fact(start=0, end=1, quote="", value=number, measure="", indicator=code, **given)

    return make


@pytest.fixture(scope="session")
def reads() -> Callable[..., Reading]:
    """Return a function that makes the reading of a unit's report from its facts."""

    def make(unit: str, *facts: Fact, year: int = 2024) -> Reading:
        return Reading(unit, year, Document("0" * 64, "text/plain", "x"), facts, ())

    return make
