"""Read our own DOCX and PDF back with our own reader, and miss every figure of the model that does not return.

What a reader of the report sees is then what the model says: a cell cut off, a template that forgot a column, a sign
that is neither drawn nor said to have no glyph cannot pass. A figure is found where its name, its words, who reported
it and its change stand together in this order, as a table's row does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nianbao.documents.limits import Limits
from nianbao.documents.model import Document
from nianbao.documents.reading import read
from nianbao.reasons import Rejection
from nianbao.report.figure_view import Row
from nianbao.report.glyphs import as_drawn, seen_signs
from nianbao.report.view import ReportView

OWN = Limits(cpu_s=120, wall_s=300.0)
"""A report of our own is no hostile file, but a large district's may be long."""
_NO_CHANGE = "—"
_BLANK = re.compile(r"[\s\u3000]+")


@dataclass(frozen=True, slots=True)
class Lost:
    """Something of the model that an output does not say; `said` is how the model says it."""

    output: str
    name: str
    said: str

    @property
    def sentence(self) -> str:
        """Return one Chinese line."""
        return f"{self.output} 中读不回“{self.name}”：应为“{self.said}”"


def lost_in(outputs: Iterable[Path], view: ReportView) -> tuple[Lost, ...]:
    """Return whatever the outputs do not give back; one that cannot be read gives nothing back."""
    return tuple(lost for path in outputs for lost in _lost_in(path, view))


def lost_words(document: Document, wanted: Iterable[tuple[str, str]], output: str) -> Iterator[Lost]:
    """Yield each (name, words) that the document does not say."""
    text = bare(document.text)
    for name, said in wanted:
        if bare(said) not in text:
            yield Lost(output, name, said)


def bare(text: str) -> str:
    """Return the text without blanks: lines and cells end otherwise in every format."""
    return _BLANK.sub("", text)


def row_words(row: Row) -> str:
    """Return a row as its table prints it, cell after cell."""
    flag = f"（{row.flag}）" if row.flag else ""
    change = f"{row.change.arrow}{row.change.words}" if row.change else _NO_CHANGE
    return f"{row.name}{row.wording}{flag}{row.coverage}{change}"


def _lost_in(path: Path, view: ReportView) -> Iterator[Lost]:
    view = as_drawn(view) if path.suffix == ".pdf" else view
    document = read(path, OWN)
    if isinstance(document, Rejection):
        yield Lost(path.name, view.title, document.sentence())
        return
    yield from lost_words(document, _wanted(view), path.name)
    lost = "".join(sorted(_signs("".join(_quoted(view))) - _signs(document.text)))
    if lost:
        yield Lost(path.name, "字形", lost)


def _signs(text: str) -> set[str]:
    """Return the signs of a text, however wide they are written."""
    return seen_signs(unicodedata.normalize("NFKC", text))


def _quoted(view: ReportView) -> Iterator[str]:
    """Yield what the papers quote or name: a page may end in its midst, but no sign of it may be without a glyph."""
    yield from (unit.name for unit in view.board)
    yield from (f"{held.file}{held.sentence}" for held in view.held)
    yield from (practice.words for practice in (view.practices.told if view.practices else ()))
    for passage in (*view.problems.passages, *view.plans.passages):
        yield from passage.opening
    for group in view.findings:
        yield from (f"{finding.message}{finding.quote}" for finding in group.findings if group.caption)


def _wanted(view: ReportView) -> Iterator[tuple[str, str]]:
    for sentence in view.lead:
        yield view.overview.title, sentence
    for row in view.cards:
        yield row.name, row_words(row)
    for chapter in view.chapters:
        for part in chapter.parts:
            yield part.head.title, "".join(part.sentences)
            for row in part.rows:
                yield row.name, row_words(row)
