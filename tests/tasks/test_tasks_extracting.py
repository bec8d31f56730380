from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree

import pytest

from nianbao.catalogue import Catalogue, load_catalogue
from nianbao.documents.model import Document
from nianbao.documents.reading import read
from nianbao.figures.extracting import Engine
from nianbao.figures.facts import Extraction
from nianbao.places import data_folder
from tasks.extracting import extract


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(data_folder("catalogue"))


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    files = sorted((data_folder("samples") / "demo" / "2024").glob("*.txt"))
    return [document for document in map(read, files) if isinstance(document, Document)]


def each_alone(catalogue: Catalogue, documents: list[Document]) -> list[Extraction]:
    """Return what an engine of its own finds in each document."""
    return [Engine(catalogue).extract(document) for document in documents]


@pytest.fixture(scope="module")
def alone(catalogue: Catalogue, documents: list[Document]) -> list[Extraction]:
    return each_alone(catalogue, documents)


def test_what_was_read_before_and_by_whom_changes_no_figure(
    catalogue: Catalogue, documents: list[Document], alone: list[Extraction]
) -> None:
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda document: extract(document, catalogue), documents * 3))
    assert together == alone * 3


def test_another_catalogue_has_words_of_its_own(
    catalogue: Catalogue, documents: list[Document], alone: list[Extraction], tmp_path: Path
) -> None:
    edited = copytree(catalogue.folder, tmp_path / "catalogue") / "indicators" / "safety.yml"
    edited.write_text(edited.read_text(encoding="utf-8").replace("检查", "巡查"), encoding="utf-8")
    other = load_catalogue(tmp_path / "catalogue")
    for known, expected in ((catalogue, alone), (other, each_alone(other, documents)), (catalogue, alone)):
        assert [extract(document, known) for document in documents] == expected
