"""Fill the Word templates: report.docx and the letters; the office may edit the templates in Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any

import jinja2

from nianbao.report.charting import draw_png
from nianbao.report.figure_view import Chart
from nianbao.report.letters import Letter
from nianbao.report.printing import quoted
from nianbao.report.view import ReportView
from nianbao.report.writing import without_clock

_CHANGE_WIDTH_MM = 125
_UNITS_WIDTH_MM = 70


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart with its caption, as the template prints it."""

    caption: str
    picture: Any


@dataclass(frozen=True, slots=True)
class Pair:
    """Two charts side by side; an odd last one stands beside an empty place."""

    left: Picture
    right: Picture


def render_docx(view: ReportView, templates: Path) -> bytes:
    """Return report.docx; equal views give equal bytes."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(templates / "report.docx")
    change = _inline(template, view.change_chart, _CHANGE_WIDTH_MM) if view.change_chart else None
    pictures = [Picture(c.caption, _inline(template, c, _UNITS_WIDTH_MM)) for c in view.unit_charts]
    return _filled(template, {"view": view, "change_picture": change, "unit_pictures": _pairs(pictures)})


def render_letter(letter: Letter, templates: Path) -> bytes:
    """Return a letter to one unit as a Word file."""
    from docxtpl import DocxTemplate

    return _filled(DocxTemplate(templates / "letter.docx"), {"letter": letter})


class _Remembering(jinja2.Environment):
    """Compiles each template once: the letters of a district are sixty fillings of one."""

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self._compiled: dict[str, jinja2.Template] = {}

    def from_string(self, source: Any, *arguments: Any, **options: Any) -> jinja2.Template:
        """Return the template of a text."""
        if source not in self._compiled:
            self._compiled[source] = super().from_string(source, *arguments, **options)
        return self._compiled[source]


@cache
def _environment() -> jinja2.Environment:
    environment = _Remembering()
    environment.filters["quoted"] = quoted
    return environment


def _inline(template: Any, chart: Chart, width_mm: int) -> Any:
    from docx.shared import Mm
    from docxtpl import InlineImage

    return InlineImage(template, BytesIO(draw_png(chart)), width=Mm(width_mm))


def _pairs(pictures: Sequence[Picture]) -> list[Pair]:
    empty = Picture("", "")
    return [Pair(left, right) for left, right in zip_longest(pictures[::2], pictures[1::2], fillvalue=empty)]


def _filled(template: Any, context: dict[str, Any]) -> bytes:
    template.render(context, jinja_env=_environment(), autoescape=True)
    package = BytesIO()
    template.save(package)
    return without_clock(package.getvalue())
