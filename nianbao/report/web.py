"""Render report.html: one file that asks nothing of the network, with every figure opening its proof."""

from __future__ import annotations

from pathlib import Path

import jinja2
from markupsafe import Markup

from nianbao.report.charting import draw_svg
from nianbao.report.printing import quoted
from nianbao.report.view import ReportView


def render_html(view: ReportView, templates: Path) -> bytes:
    """Return the page; every text is escaped, only our own style, script and drawings are not."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["quoted"] = quoted
    parts = {name: Markup((templates / f"report.{name}").read_text(encoding="utf-8")) for name in ("css", "js")}
    charts = {
        "change_svg": Markup(draw_svg(view.change_chart)) if view.change_chart else "",
        "unit_svgs": [(chart, Markup(draw_svg(chart))) for chart in view.unit_charts],
    }
    page = environment.get_template("report.html.j2").render(view=view, **parts, **charts)
    return page.encode(errors="replace")
