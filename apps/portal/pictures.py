"""Give pictures of a report's pages. The files are untrusted: a child with limits draws them, two at a time at most."""

from __future__ import annotations

import base64
from pathlib import Path

from apps.portal.limiting import Turns
from nianbao.documents.interpreter import Interpreter, LimitError
from nianbao.report.writing import write_whole

_TURNS = Turns(at_once=2, waiting=10)
_WALL_S = 30.0
_OUTPUT_BYTES = 32 * 1024 * 1024


def page_picture(original: Path, sha256: str, page: int, kept: Path) -> bytes | None:
    """Return a page as a PNG, drawn once and kept in the folder; None when it cannot be drawn."""
    file = kept / sha256[:2] / f"{sha256}-{page}.png"
    if file.is_file():
        return file.read_bytes()
    with _TURNS:
        picture = _draw(original, page)
    if picture is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, picture)
    return picture


def _draw(original: Path, page: int) -> bytes | None:
    child = Interpreter("apps.portal.picture_child", str(original), str(page), output_bytes=_OUTPUT_BYTES)
    try:
        for line in child.lines(_WALL_S):
            return base64.b64decode(line["picture"])
    except (LimitError, ValueError, KeyError):
        return None
    finally:
        child.stop()
    return None
