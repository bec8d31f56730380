"""A small district read by the engine itself: two reports of the year, one of the year before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from release_scene import DISTRICT, QIAOTOU, YUNXI, Office

from nianbao.catalogue import Catalogue, load_catalogue
from nianbao.documents.reading import read_text
from nianbao.figures.extracting import Engine
from nianbao.places import data_folder
from nianbao.reading import Reading, district_wide
from nianbao.release.contents import Contents
from nianbao.release.package import digest
from nianbao.release.sealing import Sealed
from nianbao.release.shelf import Shelf


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(data_folder("catalogue"))


@pytest.fixture(scope="session")
def reads(catalogue: Catalogue) -> Callable[[str, str, int], Reading]:
    engine = Engine(catalogue)

    def make(unit: str, text: str, year: int = 2024) -> Reading:
        document = read_text(text, digest(text.encode()))
        found = engine.extract(document)
        return Reading(unit, year, document, district_wide(found.facts, document.sha256), found.tokens)

    return make


@pytest.fixture(scope="session")
def contents(reads: Callable[..., Reading]) -> Contents:
    before = reads("yunxi", YUNXI.replace("2024", "2023").replace("210", "180"), 2023)
    return Contents(DISTRICT, 2024, (reads("yunxi", YUNXI), reads("qiaotou", QIAOTOU)), (before,), (), ())


@pytest.fixture(scope="session")
def corrected_contents(contents: Contents, reads: Callable[..., Reading]) -> Contents:
    """Return the same year after a new version of one report."""
    later = reads("qiaotou", QIAOTOU.replace("90家次", "96家次"))
    return replace(contents, readings=(contents.readings[0], later))


@pytest.fixture
def office(catalogue: Catalogue, tmp_path: Path) -> Office:
    return Office(catalogue, Shelf(tmp_path / "releases"))


@pytest.fixture(scope="session")
def package(catalogue: Catalogue, contents: Contents, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return one sealed version, which no test changes."""
    sealed = Office(catalogue, Shelf(tmp_path_factory.mktemp("releases"))).seal(contents)
    assert isinstance(sealed, Sealed)
    return sealed.path.read_bytes()
