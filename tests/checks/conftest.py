"""Write small reports for the checks: a text, and the facts that stand in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from nianbao.catalogue import Catalogue, load_catalogue
from nianbao.documents.model import Document
from nianbao.figures.facts import Fact
from nianbao.places import data_folder
from nianbao.reading import Reading

NUMBER = re.compile(r"(\d+(?:\.\d+)?)(余?)(.*)")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(data_folder("catalogue"))


@pytest.fixture(scope="session")
def fact() -> Callable[..., Fact]:
    """Return a function that makes a fact from its printed text; its place is found when the report is written."""

    def make(text: str, indicator: str | None = None, **fields: Any) -> Fact:
        match = NUMBER.match(text)
        value = Decimal(match.group(1)) if match else Decimal(fields.pop("value", 0))
        over = bool(match and match.group(2))
        step = Decimal(10) ** (len(match.group(1)) - len(match.group(1).rstrip("0"))) if match else Decimal(1)
        given: dict[str, Any] = {
            "value": value,
            "low": value,
            "high": value + step - 1 if over else value,
            "unit": match.group(3) if match else "",
            "qualifier": "over" if over else "exact",
            "kind": "actual",
            "measure": "",
            "indicator": indicator,
        }
        return Fact(id="", start=-1, end=-1, text=text, quote="", **{**given, **fields})

    return make


@pytest.fixture(scope="session")
def report() -> Callable[..., Reading]:
    """Return a function that writes a report: facts in the order of the text, `part_of` naming the whole's text."""

    def write(text: str, *facts: Fact, unit: str = "donghu", year: int = 2024, **document: Any) -> Reading:
        placed: list[Fact] = []
        at = 0
        for k, each in enumerate(facts):
            start = text.index(each.text, at)
            at = start + len(each.text)
            placed.append(replace(each, id=f"{unit}-{year}-f{k}", start=start, end=at))
        ids = {each.text: each.id for each in placed}
        linked = tuple(
            replace(each, part_of=ids.get(each.part_of or ""), rate_of=ids.get(each.rate_of or "")) for each in placed
        )
        return Reading(unit, year, Document("0" * 64, "text/plain", text, **document), linked, ())

    return write
