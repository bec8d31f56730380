"""One engine for all tests of the figures: the shipped catalogue, compiled once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.catalogue import load_catalogue
from nianbao.documents.reading import read_text
from nianbao.figures.extracting import Engine
from nianbao.figures.facts import Extraction
from nianbao.places import data_folder

OPENING = "云溪镇2024年法治政府建设年度报告\n2024年，云溪镇扎实推进法治政府建设。\n一、主要举措和成效\n"

Read = Callable[[str], Extraction]


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine(load_catalogue(data_folder("catalogue")))


@pytest.fixture(scope="session")
def read(engine: Engine) -> Read:
    """Extract a passage of a report of 2024; offsets count from the passage's own start."""

    def extract(passage: str) -> Extraction:
        return engine.extract(read_text(OPENING + passage))

    return extract
