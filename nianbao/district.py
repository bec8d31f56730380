"""Load a district: who must report, under which names, and by when. Read, never written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

UnitType = Literal["开发区", "街道", "镇", "乡", "部门"]


class ConfigurationError(Exception):
    """A setting, folder or YAML file is wrong; the message is one line for the person who wrote it."""


class Unit(BaseModel):
    """A reporting unit 报送单位 of the roster, with the years in which it exists.

    `succeeds` names the units whose work it took over in its first year `since`: one that was renamed, several that
    were merged, or one that was split up and is named by each of its successors.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str = Field(min_length=2)
    type: UnitType
    aliases: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    succeeds: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _succession_is_dated(self) -> Unit:
        if self.succeeds and self.since is None:
            raise ValueError("succeeds needs since / 写了 succeeds 就要写 since")
        return self

    def reports_in(self, year: int) -> bool:
        """Say whether the unit must report for `year`."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the official name and every alias."""
        return (self.name, *self.aliases)


class Overlap(BaseModel):
    """Units that report the same cases of one indicator 重复统计: where both do, `counts` alone is counted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: str
    units: tuple[str, ...] = Field(min_length=2)
    counts: str

    @model_validator(mode="after")
    def _counts_one_of_them(self) -> Overlap:
        if self.counts not in self.units:
            raise ValueError("counts is none of units / counts 不在 units 之中")
        return self


class Deadlines(BaseModel):
    """Dates as MM-DD, in the year after the reporting year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    report: str
    publish: str
    passes: tuple[str, ...] = ("02-20", "03-15")

    @field_validator("report", "publish")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        date.fromisoformat(f"2024-{value}")
        return value

    @field_validator("passes")
    @classmethod
    def _are_days(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for day in value:
            date.fromisoformat(f"2024-{day}")
        return value

    def report_day(self, year: int) -> date:
        """Return the last day on which a report of `year` is on time."""
        return _day_of(year + 1, self.report)

    def publish_day(self, year: int) -> date:
        """Return the day by which the district's report of `year` is published."""
        return _day_of(year + 1, self.publish)

    def pass_days(self, year: int) -> tuple[date, ...]:
        """Return the days on which the reports of `year` are consolidated, in order."""
        return tuple(sorted(_day_of(year + 1, day) for day in self.passes))


class District(BaseModel):
    """A district: the body that signs letters, its units and its dates."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    body: str
    units: tuple[Unit, ...]
    deadlines: Deadlines
    required: tuple[str, ...] | None = None
    overlaps: tuple[Overlap, ...] = ()

    @model_validator(mode="after")
    def _names_its_own_units(self) -> District:
        known = {unit.code for unit in self.units}
        named = {code for overlap in self.overlaps for code in overlap.units}
        named |= {code for unit in self.units for code in unit.succeeds}
        if unknown := sorted(named - known):
            raise ValueError(f"no such unit / 名册中没有这个单位：{'、'.join(unknown)}")
        return self

    @field_validator("units")
    @classmethod
    def _codes_differ(cls, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
        codes = [unit.code for unit in units]
        if len(codes) != len(set(codes)):
            raise ValueError("two units share a code / 两个单位的代码相同")
        return units

    def expected(self, year: int) -> tuple[Unit, ...]:
        """Return the units that must report for `year` 应报单位, in roster order."""
        return tuple(unit for unit in self.units if unit.reports_in(year))

    def unit(self, code: str) -> Unit:
        """Return the unit of that code; KeyError when the roster has none."""
        for unit in self.units:
            if unit.code == code:
                return unit
        raise KeyError(code)


def load_district(folder_or_name: str | Path, districts: Path) -> District:
    """Load district.yml from a folder, or by its name under `districts`.

    Raises ConfigurationError when there is none or it says something wrong.
    """
    for folder in (Path(folder_or_name), districts / str(folder_or_name)):
        file = folder / "district.yml"
        if file.is_file():
            return _parse(file)
    raise ConfigurationError(f"找不到辖区“{folder_or_name}”：应是含有 district.yml 的文件夹，或 {districts} 下的名称")


def _parse(file: Path) -> District:
    try:
        raw = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
        return District.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{file} 有误：{place} — {first['msg']}（共 {error.error_count()} 处）") from error
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise ConfigurationError(f"{file} 不是有效的 YAML：{' '.join(str(error).split())}") from error


def _day_of(year: int, day: str) -> date:
    try:
        return date.fromisoformat(f"{year}-{day}")
    except ValueError:
        return date.fromisoformat(f"{year}-02-28")
