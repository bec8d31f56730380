"""Run the catalogue's examples: each indicator must be found in its sentences and in none of its near misses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from nianbao.catalogue import Catalogue
from nianbao.district import ConfigurationError
from nianbao.documents.reading import read_text
from nianbao.figures.extracting import Engine

LEAD = "云溪镇2024年法治政府建设年度报告\n一、工作情况\n"
"""A sentence is read as it would stand in a report: under its title and a heading of results."""


class Examples(BaseModel):
    """The sentences of one indicator."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Miss:
    """A sentence that did not come out as it should; `stated` is what was found in it, as 指标=数字."""

    code: str
    kind: Literal["example", "near-miss", "unknown-code"]
    sentence: str
    stated: tuple[str, ...] = ()


def load_examples(folder: Path) -> dict[str, Examples]:
    """Load the examples beside a catalogue; ConfigurationError, in one line, when a file is wrong."""
    found: dict[str, Examples] = {}
    for file in sorted((folder / "examples").glob("*.yml")):
        try:
            raw = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader) or {}
            found.update({code: Examples.model_validate(entry) for code, entry in raw.items()})
        except (yaml.YAMLError, ValidationError, AttributeError) as error:
            raise ConfigurationError(f"{file} 有误：{' '.join(str(error).split())[:200]}") from error
    return found


def rehearse(catalogue: Catalogue, examples: dict[str, Examples]) -> Iterator[Miss]:
    """Yield each sentence that misses its indicator, or names it where it must not."""
    engine = Engine(catalogue)
    for code, entry in examples.items():
        if code not in catalogue.indicators:
            yield Miss(code, "unknown-code", "")
            continue
        for sentence in entry.examples:
            stated = _stated(engine, sentence)
            if code not in stated:
                yield Miss(code, "example", sentence, tuple(f"{k}={v}" for k, v in stated.items()))
        for sentence in entry.near_misses:
            stated = _stated(engine, sentence)
            if code in stated:
                yield Miss(code, "near-miss", sentence, (f"{code}={stated[code]}",))


def _stated(engine: Engine, sentence: str) -> dict[str, str]:
    """Return by code the words that state it as a result."""
    facts = engine.extract(read_text(LEAD + sentence)).facts
    return {code: f.text for f in facts if f.kind == "actual" for code in (f.indicator, *f.also) if code is not None}
