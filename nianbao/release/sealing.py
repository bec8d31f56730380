"""Seal a version: render it, read it back, and pack it with all that its figures come from.

The same contents under the same name and day give the same bytes. A figure that our own documents do not give back
stops the release.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from nianbao.catalogue import Catalogue
from nianbao.release.contents import (
    FORMAT,
    MANIFEST,
    OUTPUTS,
    Contents,
    Manifest,
    corrections_of,
    manifest_json,
    members_of,
)
from nianbao.release.package import digest, pack, unpack
from nianbao.release.shelf import Shelf
from nianbao.report.boards import Arrival
from nianbao.report.clipping import Originals
from nianbao.report.editions import render_editions
from nianbao.report.manifest import folder_digest
from nianbao.report.returning import Lost, lost_in
from nianbao.rollup.consolidation import Consolidation

_LASTING = frozenset(f"{OUTPUTS}/{name}" for name in ("data.json", "facts.csv", "findings.csv"))
"""Outputs that say the same whenever the figures do; the others also speak of the version that they belong to."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who releases, on which ISO day, with which code; `accepted_because` lets open errors through."""

    released_by: str
    released_on: str
    accepted_because: str
    code_version: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A version on its shelf; `new` is False when nothing had changed since the one before."""

    path: Path
    version: int
    sha256: str
    new: bool


def open_errors(consolidation: Consolidation) -> int:
    """Count the error findings that no one has answered."""
    return sum(finding.severity == "error" and finding.state == "open" for finding in consolidation.findings)


def seal(
    contents: Contents,
    consolidation: Consolidation,
    catalogue: Catalogue,
    templates: Path,
    arrivals: Mapping[str, Arrival],
    occasion: Occasion,
    shelf: Shelf,
    originals: Originals | None = None,
) -> Sealed | Lost:
    """Put the next version on the shelf, or return the first figure that its own documents lost."""
    last = shelf.last()
    before = None if last is None else unpack(last[0].read_bytes())
    old = before if isinstance(before, dict) else {}
    with TemporaryDirectory() as folder:
        out = Path(folder)
        rendered = render_editions(
            consolidation, contents.corrected, contents.district, catalogue, templates, out,
            code_version=occasion.code_version, arrivals=arrivals,
            before=json.loads(old[f"{OUTPUTS}/data.json"]) if old else None,
            version=last[1].version + 1 if last else 1, originals=originals,
            corrections=[each for each in contents.corrections if each not in corrections_of(old)],
        )  # fmt: skip
        members = members_of(contents, arrivals, catalogue, templates, out)
        if last is not None and old and _says_the_same(old, members):
            return Sealed(last[0], last[1].version, last[1].sha256, new=False)
        for view, papers in rendered.papers:
            for lost in lost_in(papers, view):
                return lost
    manifest = Manifest(
        format=FORMAT,
        district=consolidation.district,
        year=consolidation.year,
        version=last[1].version + 1 if last else 1,
        open_errors=open_errors(consolidation),
        released_by=occasion.released_by,
        released_on=occasion.released_on,
        accepted_because=occasion.accepted_because if open_errors(consolidation) else "",
        code_version=occasion.code_version,
        catalogue_version=catalogue.version,
        catalogue_digest=catalogue.digest,
        templates_digest=folder_digest(templates),
        inputs=contents.sources,
        previous=last[1] if last else None,
        members={name: digest(members[name]) for name in sorted(members)},
    )
    package = pack({MANIFEST: manifest_json(manifest), **members})
    path = shelf.place(manifest.version, package)
    return Sealed(path, manifest.version, digest(package), new=True)


def _says_the_same(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> bool:
    return _lasting(old) == _lasting(new)


def _lasting(members: Mapping[str, bytes]) -> dict[str, bytes]:
    return {
        name: content for name, content in members.items()
        if name in _LASTING or not (name == MANIFEST or name.startswith(f"{OUTPUTS}/"))
    }  # fmt: skip
