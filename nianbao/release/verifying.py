"""Verify a package from itself alone: its hashes, the words under every fact, and every figure from its facts.

Nothing is believed that can be reckoned again: neither the totals in data.json nor what the report prints of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import ValidationError

from nianbao.catalogue import Catalogue
from nianbao.district import ConfigurationError
from nianbao.documents.reading import read
from nianbao.reasons import Rejection
from nianbao.release.contents import FORMAT, MANIFEST, Contents, Manifest, catalogue_of, contents_of, outputs_of
from nianbao.release.package import Broken, digest, unpack
from nianbao.release.rereading import differing_facts
from nianbao.report.returning import OWN, lost_words
from nianbao.report.tables import data_json
from nianbao.rollup.consolidating import consolidate

_PAPERS = ("report.docx", "report.pdf")
_RECKONED = ("indicators", "missing", "held", "units_expected", "units_reporting", "year", "district")


@dataclass(frozen=True, slots=True)
class Verified:
    """A package that holds: what it says of itself, and how much was reckoned again."""

    manifest: Manifest
    sha256: str
    figures: int
    facts: int
    reports: int


def verify(package: bytes) -> Verified | Broken:
    """Return what was verified, or the first thing that does not hold."""
    members = unpack(package)
    if isinstance(members, Broken):
        return members
    manifest = _manifest(members)
    if isinstance(manifest, Broken):
        return manifest
    try:
        contents = contents_of(members, manifest.year)
        with TemporaryDirectory() as folder:
            catalogue = catalogue_of(members, Path(folder))
    except (ValidationError, ConfigurationError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        return Broken(f"包内数据不是本系统写成的：{type(error).__name__}")
    for broken in _problems(manifest, contents, catalogue, outputs_of(members)):
        return broken
    readings = (*contents.readings, *contents.before)
    figures = len(json.loads(outputs_of(members)["data.json"])["indicators"])
    return Verified(manifest, digest(package), figures, sum(len(r.facts) for r in readings), len(readings))


def _manifest(members: Mapping[str, bytes]) -> Manifest | Broken:
    try:
        manifest = Manifest.model_validate_json(members[MANIFEST])
    except (KeyError, ValidationError):
        return Broken("没有可读的发布清单 manifest.json")
    if manifest.format != FORMAT:
        return Broken(f"发布包的格式是 {manifest.format}，本程序只认识 {FORMAT}")
    told, held = manifest.members.keys(), members.keys() - {MANIFEST}
    for name in sorted(told ^ held):
        return Broken(f"{name}：{'清单里有，包里没有' if name in told else '包里有，清单里没有'}")
    for name in sorted(held):
        if digest(members[name]) != manifest.members[name]:
            return Broken(f"{name}：内容与清单不一致，被改动过")
    return manifest


def _problems(
    manifest: Manifest, contents: Contents, catalogue: Catalogue, outputs: Mapping[str, bytes]
) -> Iterator[Broken]:
    """Yield what does not hold, the nearest to the sources first."""
    if catalogue.digest != manifest.catalogue_digest:
        yield Broken("包内的指标目录与清单不一致")
    if contents.sources != manifest.inputs:
        yield Broken("包内的报告与清单所列的原件不一致")
    for reading in (*contents.readings, *contents.before):
        for fact in differing_facts(reading):
            yield Broken(f"{reading.unit} {reading.year}年：数据 {fact.id}“{fact.text}”与原文不符")
    yield from _different_figures(contents, catalogue, outputs)
    yield from _lost(outputs)


def _different_figures(contents: Contents, catalogue: Catalogue, outputs: Mapping[str, bytes]) -> Iterator[Broken]:
    year = consolidate(
        contents.district, contents.year, contents.corrected, contents.corrected_before, contents.held,
        contents.findings, catalogue,
    )  # fmt: skip
    try:
        printed: dict[str, Any] = json.loads(outputs["data.json"])
        reckoned: dict[str, Any] = json.loads(data_json(year, contents.district, catalogue))
        told = {figure["code"]: figure for figure in printed["indicators"]}
    except (KeyError, ValueError, TypeError):
        yield Broken("没有可读的 data.json")
        return
    for figure in reckoned["indicators"]:
        if told.get(figure["code"]) != figure:
            yield Broken(f"{figure['code']}：由原文重算为{figure['wording']}，与 data.json 不符")
    for key in _RECKONED:
        if printed.get(key) != reckoned[key]:
            yield Broken(f"data.json 的 {key} 与由原文重算的不符")


def _lost(outputs: Mapping[str, bytes]) -> Iterator[Broken]:
    """Yield every total that the printed report does not say."""
    wanted = _printed_totals(json.loads(outputs["data.json"]))
    with TemporaryDirectory() as folder:
        for name in _PAPERS:
            path = Path(folder) / name
            path.write_bytes(outputs.get(name, b""))
            document = read(path, OWN)
            if isinstance(document, Rejection):
                yield Broken(f"{name} 读不出：{document.sentence()}")
                continue
            for lost in lost_words(document, wanted, name):
                yield Broken(lost.sentence)


def _printed_totals(data: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    return [(figure["code"], figure["wording"]) for figure in data["indicators"] if figure["wording"]]
