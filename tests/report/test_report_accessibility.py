"""The page can be used by ear and by keyboard, in light and in dark: structure, labels and contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from report_scene import Scene

from nianbao.places import data_folder
from nianbao.report.web import render_html

CSS = (data_folder("templates") / "report.css").read_text(encoding="utf-8")
AA = 4.5
"""WCAG 2.1 AA for text of ordinary size."""


class Outline(HTMLParser):
    """The tags of a page with their attributes, and the text of each heading."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def tags(scene: Scene) -> list[tuple[str, dict[str, str | None]]]:
    outline = Outline()
    outline.feed(render_html(scene.view(), scene.templates).decode())
    return outline.tags


def test_headings_go_down_one_level_at_a_time(tags: list[tuple[str, dict[str, str | None]]]) -> None:
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_link_inside_the_page_leads_somewhere(tags: list[tuple[str, dict[str, str | None]]]) -> None:
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {a["href"] for tag, a in tags if tag == "a"}
    assert links and all(link and link.startswith("#") and link[1:] in ids for link in links)


def test_whatever_is_used_or_seen_has_a_name(tags: list[tuple[str, dict[str, str | None]]]) -> None:
    for tag, attributes in tags:
        if tag == "img":
            assert attributes.get("alt")
        if tag == "svg":
            assert attributes.get("role") == "img"
        if tag in ("section", "nav"):
            assert attributes.get("aria-label") or attributes.get("aria-labelledby")
        if tag == "th":
            assert attributes.get("scope") in ("col", "row")
    assert ("html", {"lang": "zh-CN"}) in tags


def palettes() -> Iterator[tuple[str, dict[str, str]]]:
    light, dark = (dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", block)) for block in re.findall(
        r":root \{([^}]*)\}", CSS
    )[:2])  # fmt: skip
    yield "light", light
    yield "dark", {**light, **dark}


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("name", "palette"), list(palettes()))
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "paper"), ("ink", "card"), ("ink", "quote"), ("soft", "paper"), ("soft", "card"), ("soft", "quote"),
        ("accent", "paper"), ("accent", "card"), ("link", "paper"), ("link", "card"), ("warn", "card"),
        ("warn", "quote"), ("good", "good-bg"), ("warn", "warn-bg"), ("bad", "bad-bg"), ("bad", "paper"),
    ],
)  # fmt: skip
def test_words_stand_out_from_their_ground(name: str, palette: dict[str, str], ink: str, ground: str) -> None:
    lighter, darker = sorted((luminance(palette[ink]), luminance(palette[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= AA, f"{ink} on {ground} in {name}"
