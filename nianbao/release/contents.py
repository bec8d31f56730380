"""Say what a sealed version holds: all that its figures come from, and every output that prints them.

```
manifest.json           which district, year and version; who released it; the hash of every other member
district.json           the roster                      catalogue/…             the catalogue, file by file
readings/<year>/<unit>.json   each counted report as text with its facts, and last year's for the comparison
corrections.json        people's changes of facts, which are laid over the readings and never written into them
findings.json held.json arrivals.json   what was found, what did not count, and when each report came
outputs/…               report, data, letters           templates.json          the hash of every template
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from nianbao.catalogue import Catalogue, load_catalogue
from nianbao.checks.finding import Finding
from nianbao.district import District
from nianbao.reading import Reading
from nianbao.records import codec
from nianbao.release.package import digest
from nianbao.report.boards import Arrival
from nianbao.review.correction import Correction
from nianbao.review.laying import lay
from nianbao.rollup.consolidation import HeldFile

MANIFEST, DISTRICT, ARRIVALS, CORRECTIONS, FINDINGS, HELD, TEMPLATES = (
    "manifest.json", "district.json", "arrivals.json", "corrections.json", "findings.json", "held.json",
    "templates.json",
)  # fmt: skip
CATALOGUE, READINGS, OUTPUTS = "catalogue", "readings", "outputs"
FORMAT = "nianbao-release-1"
_CORRECTIONS = TypeAdapter(tuple[Correction, ...])


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Predecessor(_Entry):
    """The version before, by number and by the SHA-256 of its package: each version vouches for the one before it."""

    version: int
    sha256: str


class Source(_Entry):
    """A report that counts, or counted last year: whose it is and the SHA-256 of the file as it was received."""

    unit: str
    year: int
    sha256: str


class Manifest(_Entry):
    """What was released, by whom and when, and the SHA-256 of every other member.

    `accepted_because` is the reason for which open errors were let through; "" where there were none.
    """

    format: str
    district: str
    year: int
    version: int
    released_by: str
    released_on: str
    open_errors: int
    accepted_because: str
    code_version: str
    catalogue_version: str
    catalogue_digest: str
    templates_digest: str
    inputs: tuple[Source, ...]
    previous: Predecessor | None
    members: dict[str, str]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that the figures of a version come from; the readings are as their sources state them."""

    district: District
    year: int
    readings: tuple[Reading, ...]
    before: tuple[Reading, ...]
    held: tuple[HeldFile, ...]
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def corrected(self) -> tuple[Reading, ...]:
        """Return the readings of the year as people corrected them."""
        return tuple(lay(reading, self.corrections).reading for reading in self.readings)

    @property
    def corrected_before(self) -> tuple[Reading, ...]:
        """Return last year's readings as people corrected them."""
        return tuple(lay(reading, self.corrections).reading for reading in self.before)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return the reports under the figures, those of the year first, by unit code."""
        told = (Source(unit=r.unit, year=r.year, sha256=r.document.sha256) for r in (*self.readings, *self.before))
        return tuple(sorted(told, key=lambda source: (-source.year, source.unit)))


def members_of(
    contents: Contents, arrivals: Mapping[str, Arrival], catalogue: Catalogue, templates: Path, outputs: Path
) -> dict[str, bytes]:
    """Return every member but the manifest; `outputs` is the folder that was rendered."""
    return {
        DISTRICT: _json(contents.district.model_dump(mode="json")),
        CORRECTIONS: _json(_CORRECTIONS.dump_python(contents.corrections, mode="json")),
        FINDINGS: _json([json.loads(codec.finding_text(finding)) for finding in contents.findings]),
        ARRIVALS: _json({unit: _arrival_json(arrivals[unit]) for unit in sorted(arrivals)}),
        HELD: _json([asdict(held) for held in contents.held]),
        TEMPLATES: _json({name: digest(content) for name, content in _files(templates) if "/" not in name}),
        **{f"{CATALOGUE}/{name}": content for name, content in catalogue.files.items()},
        **{f"{OUTPUTS}/{name}": content for name, content in _files(outputs)},
        **{_place(reading): _reading_json(reading) for reading in (*contents.readings, *contents.before)},
    }


def contents_of(members: Mapping[str, bytes], year: int) -> Contents:
    """Return what `members_of` wrote; raises ValueError or KeyError where a member is not of our making."""
    readings = [_reading_of(members[name]) for name in members if PurePosixPath(name).parts[0] == READINGS]
    return Contents(
        district=District.model_validate_json(members[DISTRICT]),
        year=year,
        readings=tuple(reading for reading in readings if reading.year == year),
        before=tuple(reading for reading in readings if reading.year == year - 1),
        held=tuple(HeldFile(**raw) for raw in json.loads(members[HELD])),
        findings=tuple(codec.finding_from_text(json.dumps(raw)) for raw in json.loads(members[FINDINGS])),
        corrections=corrections_of(members),
    )


def corrections_of(members: Mapping[str, bytes]) -> tuple[Correction, ...]:
    """Return the corrections that a package holds; none when there is no package."""
    return _CORRECTIONS.validate_json(members[CORRECTIONS]) if members else ()


def catalogue_of(members: Mapping[str, bytes], folder: Path) -> Catalogue:
    """Lay the package's catalogue out in an empty folder and load it."""
    for name, content in members.items():
        place = PurePosixPath(name)
        if place.parts[0] == CATALOGUE and ".." not in place.parts and not place.is_absolute():
            file = folder.joinpath(*place.parts)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    return load_catalogue(folder / CATALOGUE)


def manifest_json(manifest: Manifest) -> bytes:
    """Return the manifest as the package holds it."""
    return _json(manifest.model_dump(mode="json"))


def outputs_of(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the outputs by their names in the outputs' folder."""
    return {n.removeprefix(f"{OUTPUTS}/"): content for n, content in members.items() if n.startswith(f"{OUTPUTS}/")}


def _arrival_json(arrival: Arrival) -> dict[str, Any]:
    return {**asdict(arrival), "received_on": arrival.received_on.isoformat()}


def _place(reading: Reading) -> str:
    return f"{READINGS}/{reading.year}/{reading.unit}.json"


def _reading_json(reading: Reading) -> bytes:
    """The ledger stays behind: no figure comes from it."""
    facts = [json.loads(codec.fact_text(fact)) for fact in reading.facts]
    document = json.loads(codec.document_text(reading.document))
    return _json({"unit": reading.unit, "year": reading.year, "document": document, "facts": facts})


def _reading_of(content: bytes) -> Reading:
    raw = json.loads(content)
    document = codec.document_from_text(json.dumps(raw["document"]))
    facts = tuple(codec.fact_from_text(json.dumps(fact)) for fact in raw["facts"])
    return Reading(raw["unit"], raw["year"], document, facts, ())


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and "__pycache__" not in name.parts and not path.name.startswith("."):
            yield name.as_posix(), path.read_bytes()


def _json(value: Mapping[str, Any] | Sequence[Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")
