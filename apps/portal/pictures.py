"""Give pictures of a report's pages. The files are untrusted: a child with limits draws them, two at a time at most."""

from __future__ import annotations

import base64
from pathlib import Path
from threading import BoundedSemaphore

from nianbao.documents.interpreter import Interpreter, LimitError
from nianbao.report.writing import write_whole

_AT_ONCE = BoundedSemaphore(2)
_WAIT_S = 20.0
_WALL_S = 30.0
_OUTPUT_BYTES = 32 * 1024 * 1024


def page_picture(original: Path, sha256: str, page: int, kept: Path) -> bytes | None:
    """Return a page as a PNG, drawn once and kept in the folder; None when it cannot be drawn."""
    file = kept / sha256[:2] / f"{sha256}-{page}.png"
    if file.is_file():
        return file.read_bytes()
    if not _AT_ONCE.acquire(timeout=_WAIT_S):
        return None
    try:
        picture = _draw(original, page)
    finally:
        _AT_ONCE.release()
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
