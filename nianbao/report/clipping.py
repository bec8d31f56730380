"""Show where a figure stands on its page: a strip of the page's picture, with the figure's box, for every proof.

The files are untrusted, so their pages are rendered in a child with limits of its own; where one cannot be, its
proofs stand without pictures. All strips together stay within a budget, so that the page can still be sent by mail.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nianbao.documents.interpreter import Interpreter, LimitError
from nianbao.documents.model import Box
from nianbao.figures.facts import Fact
from nianbao.reading import Reading
from nianbao.rollup.consolidation import Consolidation

Originals = Callable[[str], Path]
"""Where the file of a SHA-256 lies, as it was received."""

BUDGET_BYTES = 6_000_000
_WALL_S = 180.0
_OUTPUT_BYTES = 64 * 1024 * 1024
_CHILD = "nianbao.report.clip_child"


@dataclass(frozen=True, slots=True)
class Mark:
    """A box in a strip, in per cent of its width and height."""

    left_pct: str
    top_pct: str
    width_pct: str
    height_pct: str


@dataclass(frozen=True, slots=True)
class Clip:
    """A strip of a page: its picture as a data URI, its size in pixels, and the figure's boxes."""

    picture: str
    width_px: int
    height_px: int
    marks: tuple[Mark, ...]


def clips(readings: Sequence[Reading], consolidation: Consolidation, originals: Originals) -> dict[str, Clip]:
    """Return the strips of the facts under the figures, by fact id; none for sources without pages."""
    wanted = list(_wanted(readings, consolidation, originals))
    if not wanted:
        return {}
    with TemporaryDirectory() as folder:
        request = Path(folder) / "request.json"
        request.write_text(json.dumps(wanted), encoding="utf-8")
        return {line["id"]: _clip(line) for line in _answers(request)}


def _wanted(
    readings: Sequence[Reading], consolidation: Consolidation, originals: Originals
) -> Iterator[dict[str, Any]]:
    counted = {fact for figure in consolidation.figures for value in figure.by_unit for fact in value.facts}
    for reading in readings:
        facts = sorted((f for f in reading.facts if f.id in counted and f.page and f.boxes), key=lambda f: f.page or 0)
        if facts and reading.document.pages:
            places = [{"id": fact.id, "page": fact.page, "boxes": boxes_of_first_page(fact)} for fact in facts]
            yield {"file": str(originals(reading.document.sha256)), "places": places}


def boxes_of_first_page(fact: Fact) -> list[Box]:
    """Return the boxes on the page where the figure begins; what runs over to the next one starts again at its top."""
    boxes = fact.boxes or ()
    return [box for box in boxes if box[1] >= boxes[0][1] - 1]


def _answers(request: Path) -> Iterator[dict[str, Any]]:
    """Yield what the child gives before its end, its limits or the end of the budget."""
    child = Interpreter(_CHILD, str(request), output_bytes=_OUTPUT_BYTES)
    spent = 0
    try:
        for line in child.lines(_WALL_S):
            spent += len(line["picture"])
            if spent > BUDGET_BYTES:
                return
            yield line
    except (LimitError, ValueError):
        return
    finally:
        child.stop()


def _clip(line: dict[str, Any]) -> Clip:
    marks = tuple(Mark(*(f"{share:.2f}" for share in box)) for box in line["marks"])
    return Clip(f"data:image/png;base64,{line['picture']}", line["width"], line["height"], marks)
