"""Write the report's own sentences from the figures; the words stand in templates/sentences.j2."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import jinja2

from nianbao.report.figure_view import Row
from nianbao.report.view import Piece

_FEW = 2
"""Up to so many units are called by name in a sentence; more are counted."""
_SPOKEN = 8
"""Figures of one domain that the prose names; its table holds all."""
_FIGURE = re.compile("\x02([^\x03]*)\x03([^\x04]*)\x04")
"""A figure in a sentence that is being written, behind the anchor of its proof; what is printed has no such marks."""


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

    def domain(self, rows: Sequence[Row], caption: str) -> tuple[tuple[Piece, ...], ...]:
        """Return the sentences of a domain in pieces: figures that the same units reported share a sentence."""
        spoken = spoken_rows(rows)
        sentences = [_pieces(self.say("group", list(map(_marked, group)))) for group in by_reporters(spoken)]
        if sentences and len(spoken) < len(rows):
            sentences.append((Piece(self.say("more", caption)),))
        return tuple(sentences)


def _marked(row: Row) -> Row:
    """Return the row with marks around what a sentence says of it in figures, so that the figures are found again."""

    def mark(said: str) -> str:
        return f"\x02{row.proof}\x03{said}\x04" if said else ""

    change = row.change and replace(row.change, spoken=mark(row.change.spoken))
    return replace(row, wording=mark(row.wording), change=change)


def _pieces(sentence: str) -> tuple[Piece, ...]:
    """Return a sentence with marks as pieces without them."""
    pieces, after = [], 0
    for found in _FIGURE.finditer(sentence):
        pieces += [Piece(sentence[after : found.start()]), Piece(found[2], found[1])]
        after = found.end()
    return tuple(piece for piece in (*pieces, Piece(sentence[after:])) if piece.text)


def spoken_rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows that the prose names, in catalogue order: those that most units reported."""
    told = [row for row in rows if row.settled]
    most = sorted(told, key=lambda row: -row.units)[:_SPOKEN]
    return tuple(row for row in told if row in most)


def by_reporters(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield runs of neighbouring rows that the same units reported: one sentence names them once."""
    for _, run in groupby(rows, key=lambda row: tuple(cell.unit for cell in row.cells)):
        yield list(run)
