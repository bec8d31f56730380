"""The demonstration district as a value: its folders, and one inbox read with the product's own parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nianbao.catalogue import Catalogue
from nianbao.district import District
from nianbao.documents.identifying import admit, identify
from nianbao.documents.reading import read
from nianbao.figures.extracting import extract
from nianbao.places import data_folder
from nianbao.reading import Reading, district_wide
from nianbao.reasons import Rejection
from nianbao.rollup.consolidation import HeldFile

DEMO = data_folder("samples") / "demo"


@dataclass(frozen=True)
class Year:
    """One inbox as it was read: who reports, and what is held."""

    readings: Mapping[str, Reading]
    held: tuple[HeldFile, ...]


def read_year(year: int, district: District, catalogue: Catalogue) -> Year:
    """Read every file of the year's inbox; a second report of a unit would be a fault of the samples."""
    readings: dict[str, Reading] = {}
    held: list[HeldFile] = []
    for path in sorted((DEMO / str(year)).iterdir()):
        outcome = _reading(path, year, district, catalogue)
        if isinstance(outcome, Rejection):
            held.append(HeldFile(path.name, outcome.reason, outcome.sentence()))
        else:
            assert outcome.unit not in readings, f"two reports of {outcome.unit}"
            readings[outcome.unit] = outcome
    return Year(readings, tuple(held))


def _reading(path: Path, year: int, district: District, catalogue: Catalogue) -> Reading | Rejection:
    document = read(path)
    if isinstance(document, Rejection):
        return document
    identity = identify(document, district, path.name)
    refusal = admit(document, identity, district, year)
    if refusal is not None:
        return refusal
    extraction = extract(document, catalogue)
    assert identity.unit and identity.year
    facts = district_wide(extraction.facts, document.sha256)
    return Reading(identity.unit, identity.year, document, facts, extraction.tokens)
