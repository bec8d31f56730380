"""Draw charts as SVG and PNG from the view, without a browser, a network or a system font."""

from __future__ import annotations

import html
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from nianbao.report.figure_view import Bar, Chart

_FONT = "Noto Sans SC"
_BLUE, _OCHRE, _GREY = "#2f6da8", "#b5762a", "#6b7280"
_UNITS_WIDTH = 190
_CHANGE_WIDTH = 300
_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_NO_NETWORK: list[str] = []


@lru_cache(maxsize=32)
def draw_svg(chart: Chart) -> str:
    """Return the chart as one <svg> element, with a title and a description for screen readers.

    Page and paper share a drawing, hence the memory of the last ones.
    """
    import vl_convert

    _register_fonts()
    # The picture speaks as one: its bars have no words of their own for a screen reader.
    drawing = _ROLES.sub("", vl_convert.vegalite_to_svg(_spec(chart), allowed_base_urls=_NO_NETWORK))
    tag = drawing.index("<svg") + len("<svg")
    start = drawing.index(">", tag) + 1
    words = f"<title>{html.escape(chart.caption)}</title><desc>{html.escape(chart.description)}</desc>"
    return f'{drawing[:tag]} role="img"{drawing[tag:start]}{words}{drawing[start:]}'


def draw_png(chart: Chart) -> bytes:
    """Return the chart as a PNG of 144 dots an inch at its own size, for Word."""
    import vl_convert

    picture: bytes = vl_convert.svg_to_png(draw_svg(chart), scale=2)
    return picture


def font_folder() -> Path:
    """Return the folder of the Chinese fonts that come with the product's dependencies."""
    import pylopdf_fonts_zh_cn

    folder: Path = pylopdf_fonts_zh_cn.sans_path().parent
    return folder


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(font_folder()))


def _spec(chart: Chart) -> dict[str, Any]:
    body = _changes(chart.bars) if chart.kind == "change" else _units(chart.bars)
    axis = {"domain": False, "ticks": False, "labelFontSize": 12, "labelLimit": 180, "labelPadding": 6}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "config": {"aria": False, "font": _FONT, "view": {"stroke": None}, "axis": axis},
        **body,
    }


def _changes(bars: tuple[Bar, ...]) -> dict[str, Any]:
    """Bars to the right and left of nought; the words stand at their ends."""
    colour = {"condition": {"test": "datum.value < 0", "value": _OCHRE}, "value": _BLUE}
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"padding": 70}}
    label = {"type": "text", "fontSize": 12, "color": _GREY}
    return {
        "width": _CHANGE_WIDTH,
        "height": {"step": 24},
        "data": {"values": _values(bars)},
        "encoding": {"y": {"field": "name", "type": "nominal", "sort": None, "title": None}, "x": x},
        "layer": [
            {"mark": {"type": "bar", "height": 13}, "encoding": {"color": colour}},
            {
                "transform": [{"filter": "datum.value >= 0"}],
                "mark": {**label, "align": "left", "dx": 5},
                "encoding": {"text": {"field": "label"}},
            },
            {
                "transform": [{"filter": "datum.value < 0"}],
                "mark": {**label, "align": "right", "dx": -5},
                "encoding": {"text": {"field": "label"}},
            },
            {"mark": {"type": "rule", "color": _GREY}, "encoding": {"x": {"datum": 0}, "y": None}},
        ],
    }


def _units(bars: tuple[Bar, ...]) -> dict[str, Any]:
    """The units side by side; a thin line shows the bounds where a figure is known only within them."""
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"zero": True}}
    bounds = {"x": {**x, "field": "low"}, "x2": {"field": "high"}}
    text = {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": _GREY}
    return {
        "width": _UNITS_WIDTH,
        "height": {"step": 22},
        "data": {"values": _values(bars)},
        "encoding": {"y": {"field": "name", "type": "nominal", "sort": None, "title": None}},
        "layer": [
            {"mark": {"type": "bar", "height": 12, "color": _BLUE}, "encoding": {"x": x}},
            {"mark": {"type": "rule", "strokeWidth": 2, "color": _OCHRE}, "encoding": bounds},
            {"mark": text, "encoding": {"x": {**x, "field": "high"}, "text": {"field": "label"}}},
        ],
    }


def _values(bars: tuple[Bar, ...]) -> list[dict[str, Any]]:
    """A drawing needs floats; what is read from it are the labels, which are words."""
    return [
        {"name": b.name, "label": b.label, "value": float(b.value), "low": float(b.low), "high": float(b.high)}
        for b in bars
    ]
