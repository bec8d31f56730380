"""Write the report's own sentences from the figures; the words stand in templates/sentences.j2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import jinja2

from nianbao.report.figure_view import Row

_FEW = 2
"""Up to so many units are called by name in a sentence; more are counted."""
_SPOKEN = 8
"""Figures of one domain that the prose names; its table holds all."""


class Narrator:
    """The macros of sentences.j2 as functions that return plain text."""

    def __init__(self, templates: Path) -> None:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(templates), undefined=jinja2.StrictUndefined, autoescape=False
        )
        self._macros = environment.get_template("sentences.j2").make_module({"few": _FEW, "single": 1})

    def say(self, macro: str, *values: object) -> str:
        """Return one paragraph."""
        return str(getattr(self._macros, macro)(*values)).strip()

    def lines(self, macro: str, *values: object) -> tuple[str, ...]:
        """Return the paragraphs of a macro that writes one a line."""
        return tuple(line.strip() for line in self.say(macro, *values).splitlines() if line.strip())

    def domain(self, rows: Sequence[Row], caption: str) -> tuple[str, ...]:
        """Return the sentences of a domain: figures that the same units reported share a sentence."""
        spoken = spoken_rows(rows)
        sentences = [self.say("group", group) for group in by_reporters(spoken)]
        if sentences and len(spoken) < len(rows):
            sentences.append(self.say("more", caption))
        return tuple(sentences)


def spoken_rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows that the prose names, in catalogue order: those that most units reported."""
    told = [row for row in rows if row.settled]
    most = sorted(told, key=lambda row: -row.units)[:_SPOKEN]
    return tuple(row for row in told if row in most)


def by_reporters(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield runs of neighbouring rows that the same units reported: one sentence names them once."""
    for _, run in groupby(rows, key=lambda row: tuple(cell.unit for cell in row.cells)):
        yield list(run)
