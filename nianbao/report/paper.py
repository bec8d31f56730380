"""Render report.pdf in the form of GB/T 9704-2012; texts reach the typesetter as data, never as markup."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from nianbao.report.charting import draw_svg, font_folder
from nianbao.report.view import Chapter, ReportView


def render_pdf(view: ReportView, templates: Path) -> bytes:
    """Return the PDF with its fonts embedded; equal views give equal bytes."""
    import typst

    data: dict[str, Any] = asdict(_without_proofs(view))
    data["change_svg"] = draw_svg(view.change_chart) if view.change_chart else None
    data["unit_svgs"] = [{"chart": {"caption": c.caption}, "svg": draw_svg(c)} for c in view.unit_charts]
    pdf: bytes = typst.compile(
        str(templates / "report.typ"),
        root=str(templates),
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        sys_inputs={"view": json.dumps(data, ensure_ascii=False, default=str)},
    )
    return pdf


def _without_proofs(view: ReportView) -> ReportView:
    """Leave the proofs behind: paper has no room for them, and they are nine tenths of the model."""

    def bare(chapter: Chapter) -> Chapter:
        parts = (replace(part, rows=tuple(replace(row, cells=()) for row in part.rows)) for part in chapter.parts)
        return replace(chapter, parts=tuple(parts))

    cards = tuple(replace(row, cells=()) for row in view.cards)
    return replace(view, cards=cards, chapters=tuple(map(bare, view.chapters)))
