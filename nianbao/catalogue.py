"""Load the catalogue: what is counted, how it is named, and how units add up. YAML that a clerk may edit.

Never changes a code or a meaning: those belong to the standard.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from nianbao.district import ConfigurationError, UnitType

Additive = Literal["sum", "ratio", "mean", "max", "last", "none"]
ValueKind = Literal["count", "amount", "rate", "score", "duration"]
Tolerance = Literal["exact", "printed_precision", "relative_5pct"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class System(_Entry):
    """One of the nine systems 体系 of the national outline, or 法治社会 and 基层治理."""

    code: str
    name_zh: str
    name_en: str
    source_zh: str


class Domain(_Entry):
    """A domain of indicators; `cues_zh` are words of headings and sentences that speak of it."""

    code: str
    name_zh: str
    system: str
    cues_zh: tuple[str, ...] = ()


class Bounds(_Entry):
    """Hard limits of a value; None = no limit."""

    min: Decimal | None
    max: Decimal | None


class Break(_Entry):
    """A change of what an indicator counts: the report year `since` cannot be held against the year before it."""

    since: int
    note_zh: str


class Indicator(_Entry):
    """What is counted: unit, definition, how units add up, and the phrases by which reports name it.

    A phrase may hold gaps (检查…企业). `not_zh` rules the indicator out where it stands by the figure;
    `also_zh` names the code that a figure counts as well where that word stands by it (办理 closes what it receives).
    `context_zh`, if given, must hold a word that stands in the sentence or its headings.
    """

    code: str
    name_zh: str
    name_en: str
    unit: str
    unit_variants: tuple[str, ...] = ()
    unit_castable: tuple[str, ...] | None = None
    additive: Additive
    value_kind: ValueKind
    measure: Literal["flow", "stock"]
    bounds: Bounds
    definition_zh: str
    aliases_zh: tuple[str, ...]
    not_zh: tuple[str, ...] = ()
    context_zh: tuple[str, ...] = ()
    also_zh: dict[str, str] = {}
    part_of: str | None
    required: bool
    numerator: str | None = None
    denominator: str | None = None
    weight: str | None = None
    breaks: tuple[Break, ...] = ()

    @cached_property
    def domain(self) -> str:
        """Return the domain's code, the first half of the indicator's."""
        return self.code.partition(".")[0]

    @cached_property
    def equal_units(self) -> frozenset[str]:
        """Return the measure words that count exactly this: the canonical one and its variants."""
        return frozenset((self.unit, *self.unit_variants))

    @cached_property
    def castable_units(self) -> frozenset[str]:
        """Return the measure words that are added with a note (人 for 人次)."""
        return frozenset(self.unit_castable or ())


class Relation(_Entry):
    """A relation between indicators that one unit's figures of one year must satisfy."""

    id: str
    kind: Literal["sum", "order", "rate"]
    formula: str
    codes: tuple[str, ...]
    severity: Literal["error", "warning", "info"]
    tolerance: Tolerance
    message_zh: str


class GenericRule(_Entry):
    """A rule over every indicator; its arithmetic is code, its words and severity are data."""

    id: str
    formula: str
    severity: Literal["error", "warning", "info"]
    tolerance: Tolerance
    message_zh: str
    applies_to: str = ""


class Applicability(_Entry):
    """Domains and codes that do not apply to a type of unit, or no longer after a year."""

    by_unit_type: dict[UnitType, tuple[str, ...]] = {}
    last_year: dict[str, int] = {}


class Catalogue:
    """The loaded catalogue. `version` is the standard's; `digest` changes with every byte of its files.

    `files` are the bytes that were loaded, by path: whoever seals a report keeps these, and not what was edited since.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, bytes] = {}
        self._hash = hashlib.sha256()
        frame = self._read(folder / "systems.yml")
        self.version: str = frame["version"]
        self.systems = tuple(System.model_validate(raw) for raw in frame["systems"])
        self.domains = {raw["code"]: Domain.model_validate(raw) for raw in frame["domains"]}
        self.indicators: dict[str, Indicator] = {}
        for code in self.domains:
            for raw in self._read(folder / "indicators" / f"{code}.yml"):
                entry = Indicator.model_validate(raw)
                if entry.code in self.indicators or entry.domain != code:
                    raise ConfigurationError(f"{code}.yml：指标 {entry.code} 重复或不属于该领域")
                self.indicators[entry.code] = entry
        rules = self._read(folder / "relations.yml")
        self.relations = tuple(Relation.model_validate(raw) for raw in rules["relations"])
        self.generic_rules = {raw["id"]: GenericRule.model_validate(raw) for raw in rules["generic_rules"]}
        self.cues: dict[str, Any] = self._read(folder / "cues.yml")
        self.units: dict[str, Any] = self._read(folder / "units.yml")
        self.applicability = Applicability.model_validate(self._read(folder / "applicability.yml"))
        self.boilerplate: tuple[str, ...] = tuple(self._read(folder / "boilerplate.yml")["phrases"])
        self.digest = self._hash.hexdigest()

    def required(self, listed: tuple[str, ...] | None) -> tuple[str, ...]:
        """Return the codes a unit must state: the district's own list, or the catalogue's."""
        return listed if listed is not None else tuple(c for c, entry in self.indicators.items() if entry.required)

    def applies(self, code: str, unit_type: str | None, year: int) -> bool:
        """Say whether a unit of the type can have the indicator in the year; for no type only the year counts."""
        names = (code, code.partition(".")[0])
        excluded = {
            name for kind, listed in self.applicability.by_unit_type.items() if kind == unit_type for name in listed
        }
        last = (self.applicability.last_year.get(name) for name in names)
        return not excluded.intersection(names) and all(end is None or year <= end for end in last)

    def of_system(self, system: str) -> Iterator[Indicator]:
        """Yield the indicators of one system in catalogue order."""
        return (entry for entry in self.indicators.values() if self.domains[entry.domain].system == system)

    def _read(self, file: Path) -> Any:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise ConfigurationError(f"指标目录缺少文件 {file}") from error
        self._hash.update(file.name.encode() + b"\0" + data)
        self.files[file.relative_to(self.folder).as_posix()] = data
        try:
            return yaml.load(data, Loader=yaml.CSafeLoader)
        except yaml.YAMLError as error:
            raise ConfigurationError(f"{file} 不是有效的 YAML：{' '.join(str(error).split())}") from error


def load_catalogue(folder: Path) -> Catalogue:
    """Load the catalogue of a folder; ConfigurationError, in one line, when an entry is wrong."""
    try:
        return Catalogue(folder)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"指标目录 {folder} 有误：{error.title} {place} — {first['msg']}") from error
