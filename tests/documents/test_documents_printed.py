"""The same report from five producers: the same facts as its text, each where its digits stand.

printed/print_report.py made the files; pdfplumber, the other engine, reads the digits back from each fact's box.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pdfplumber
import pytest

from nianbao.catalogue import load_catalogue
from nianbao.documents.model import Box, Document
from nianbao.documents.reading import read
from nianbao.figures.extracting import Engine
from nianbao.figures.facts import Fact
from nianbao.places import data_folder

PRINTED = Path(__file__).resolve().parent / "printed"
PDFS = sorted(path.stem for path in PRINTED.glob("*.pdf"))
Known = tuple[str, str | None, str, str, str | None, str]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(load_catalogue(data_folder("catalogue")))


@pytest.fixture(scope="module")
def facts_of_the_text(engine: Engine) -> Counter[Known]:
    return Counter(_known(fact) for fact in engine.extract(_read("report.txt")).facts)


def _read(name: str) -> Document:
    document = read(PRINTED / name)
    assert isinstance(document, Document)
    return document


def _known(fact: Fact) -> Known:
    return fact.text, str(fact.value), fact.unit, fact.kind, fact.indicator, fact.qualifier


def test_five_producers_are_there() -> None:
    assert {name.split("_")[0] for name in PDFS} == {"typst", "weasyprint", "reportlab", "chromium", "libreoffice"}


@pytest.mark.parametrize("name", PDFS)
def test_a_printed_report_states_the_facts_of_its_text(
    name: str, engine: Engine, facts_of_the_text: Counter[Known]
) -> None:
    document = _read(f"{name}.pdf")
    assert len(document.tables) == 1
    assert [page.grade for page in document.pages] == [1.0] * len(document.pages)
    found = Counter(_known(fact) for fact in engine.extract(document).facts)
    assert sum(found.values()) > 35
    assert found == facts_of_the_text


@pytest.mark.parametrize("name", PDFS)
def test_every_fact_lies_where_its_digits_are_printed(name: str, engine: Engine) -> None:
    document = _read(f"{name}.pdf")
    with pdfplumber.open(PRINTED / f"{name}.pdf") as pdf:
        for fact in engine.extract(document).facts:
            if fact.implied:
                continue
            page = document.page(fact.start)
            assert page is not None
            boxes = document.boxes(fact.start, fact.end)
            assert boxes
            printed = "".join(_characters(pdf.pages[page - 1], box) for box in boxes)
            assert _digits(printed) == _digits(fact.text), fact.text


def _characters(page: pdfplumber.page.Page, box: Box) -> str:
    """Return what pdfplumber finds in the box, by the middle of each character."""
    x0, top, x1, bottom = box
    return "".join(
        char["text"]
        for char in page.chars
        if x0 <= (char["x0"] + char["x1"]) / 2 <= x1 and top <= (char["top"] + char["bottom"]) / 2 <= bottom
    )


def _digits(words: str) -> str:
    return "".join(letter for letter in words if letter.isdigit())
