"""Render report.pdf in the form of GB/T 9704-2012; texts reach the typesetter as data, never as markup."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nianbao.report.charting import draw_svg, font_folder
from nianbao.report.glyphs import as_drawn
from nianbao.report.view import ReportView, on_paper


def render_pdf(view: ReportView, templates: Path) -> bytes:
    """Return the PDF with its fonts embedded; equal views give equal bytes."""
    import typst

    view = as_drawn(on_paper(view))
    data: dict[str, Any] = asdict(view)
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
