"""Make pages from templates/portal. Every text is escaped; what a page shows comes in as values, never as markup."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from apps.messages.codes import act_word, kind_word, severity_word, state_word
from apps.portal.problems import Said
from apps.portal.visiting import Visitor, desk_of, language_of
from nianbao.places import data_folder
from nianbao.report.printing import MISSING_GLYPH
from tasks.clock import CHINA

_CONTROLS = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)], "")
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F], "")
"""Letters that do not show but turn the direction of writing: a report must not look other than it reads."""
_SHOWN = {**_CONTROLS, **_TURNS, 0xFFFD: MISSING_GLYPH}


@cache
def assets() -> dict[str, tuple[bytes, str]]:
    """Return what pages load, by name: the bytes and their digest, so that a browser may keep them for ever."""
    folder = data_folder("templates") / "portal" / "static"
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    return {name: (content, hashlib.sha256(content).hexdigest()[:12]) for name, content in files.items()}


@cache
def environment(folder: Path) -> jinja2.Environment:
    """Return the environment of the pages."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(shown=shown, moment=moment, day=day, size=size_text)
    made.globals.update(asset=asset)
    return made


def render_page(
    request: Request, name: str, visitor: Visitor | None = None, *, status: int = 200, **words: Any
) -> HTMLResponse:
    """Return a page in the visitor's language."""
    language = language_of(request)
    spoken = "zh" if language == "zh" else "en"

    def said(zh: str | Said, en: str = "") -> str:
        return zh.in_language(language) if isinstance(zh, Said) else en if language == "en" and en else zh

    page = environment(data_folder("templates") / "portal").get_template(f"{name}.html.j2").render(
        _=said,
        language=language,
        visitor=visitor,
        here=here(request),
        desk=desk_of(request),
        state_word=lambda state: state_word(state, spoken),  # type: ignore[arg-type]
        severity_word=lambda severity: severity_word(severity, spoken),  # type: ignore[arg-type]
        act_word=lambda act: act_word(act, spoken),  # type: ignore[arg-type]
        kind_word=lambda kind: kind_word(kind, spoken),  # type: ignore[arg-type]
        **words,
    )  # fmt: skip
    return HTMLResponse(page.encode("utf-8", "replace"), status)


def here(request: Request) -> str:
    """Return the page that is asked for, to come back to; after a form that is not to be sent again, the start."""
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def inside(path: str) -> str:
    """Return a path of our own pages; what leads anywhere else leads to the start."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and "\n" not in path and "\r" not in path
    return path if is_ours else "/"


def shown(text: object) -> str:
    """Return a report's text as a page shows it: no hidden letters, lost ones marked."""
    return str(text).translate(_SHOWN)


def moment(at: datetime | None) -> str:
    """Return a moment in China's time."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if at else "—"


def day(at: datetime | None) -> str:
    """Return the day of a moment."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d") if at else "—"


def size_text(size: int) -> str:
    """Return a file's size in words, not less than one KB."""
    return f"{max(1, round(size / 1024))} KB" if size < 1024**2 else f"{size / 1024**2:.1f} MB"


def asset(name: str) -> str:
    """Return the address of something that pages load; another content is another address."""
    return f"/static/{name}?v={assets()[name][1]}"
