"""Read an untrusted PDF through its child interpreters, and turn every way they may end into a value.

One child parses the file; pages that are only pictures are then read by another, whose budget is a page's own.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from nianbao.documents.assembling import assemble
from nianbao.documents.interpreter import Interpreter, LimitError
from nianbao.documents.layers import needs_sight
from nianbao.documents.limits import Limits
from nianbao.documents.media import Media
from nianbao.documents.model import Document
from nianbao.documents.pages import RawPage, grids_from_json, page_from_json
from nianbao.documents.scanning import Sighting, read_scans
from nianbao.reasons import Reason, Rejection


@dataclass(slots=True)
class _Received:
    """What the child has said so far."""

    most_characters: int
    pages: list[RawPage] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    announced: int = 0
    characters: int = 0
    ended: bool = False
    failure: Rejection | None = None

    def take(self, line: dict[str, Any]) -> None:
        """Take one line in; raises LimitError when the pages together hold too much."""
        if "rejection" in line:
            self.failure = Rejection(Reason(line["rejection"]), line.get("detail", ""))
        elif "tables" in line:
            self.pages[-1] = replace(self.pages[-1], grids=grids_from_json(line["grids"]))
            self.doubts += [f"第{line['tables']}页的表格未能解析（{line['doubt']}）"] if "doubt" in line else []
        elif "page" in line:
            self.pages.append(page_from_json(line))
            self.characters += len(self.pages[-1].text)
            if self.characters > self.most_characters:
                raise LimitError(Reason.TOO_LARGE)
        elif "end" in line:
            self.ended = True
        else:
            self.announced = line.get("pages", 0)


def read_pdf(path: Path, sha256: str, limits: Limits) -> Document | Rejection:
    """Return the Document of a PDF; a child that dies on page n leaves the pages before it, and a note says so."""
    received = _Received(limits.text_characters)
    child = Interpreter(
        "nianbao.documents.child", str(path.resolve()), json.dumps(asdict(limits)), output_bytes=limits.output_bytes
    )
    try:
        for line in child.lines(limits.wall_s):
            received.take(line)
    except LimitError as stopped:
        received.failure = Rejection(stopped.reason)
    except (ValueError, KeyError, IndexError):
        received.failure = Rejection(Reason.UNREADABLE, "解析结果不完整")
    finally:
        child.stop()
    pages = received.pages
    if received.ended:
        return _finish(path, pages, sha256, received.doubts, limits)
    failure = received.failure or Rejection(child.reason_of_death())
    if not pages:
        return failure
    note = f"共{received.announced}页，只读到第{len(pages)}页：{failure.sentence()}"
    document = _finish(path, pages, sha256, [*received.doubts, note], limits)
    return failure if isinstance(document, Rejection) else document


def read_picture(path: Path, media: Media, sha256: str, limits: Limits) -> Document | Rejection:
    """Return the Document of a photograph or scan of one page; what is none is refused with advice."""
    outcome = _finish(path, [RawPage(1, 0.0, 0.0, "", array("f"), 1)], sha256, (), limits, media)
    if isinstance(outcome, Rejection) and outcome.reason is Reason.EMPTY:
        return Rejection(Reason.UNKNOWN_FORMAT, f"这是{media.name}图片，图上没有认出文字，请报送原文件或扫描为PDF")
    return outcome


def _finish(
    path: Path,
    parsed: Sequence[RawPage],
    sha256: str,
    notes: Iterable[str],
    limits: Limits,
    media: Media = Media.PDF,
) -> Document | Rejection:
    wanted = [page.number for page in parsed if needs_sight(page)]
    sighting = read_scans(path, wanted, limits) if wanted else Sighting()
    pages = [sighting.page(page) for page in parsed]
    document = assemble(pages, sha256, (*notes, *sighting.notes), media)
    if document.text.strip():
        return document
    if sighting.failure is not None:
        return sighting.failure
    if wanted and media is Media.PDF:
        trouble = next(iter(sighting.troubles.values()), "图上没有认出文字")
        return Rejection(Reason.UNREADABLE, f"只有图片，{trouble}")
    return Rejection(Reason.EMPTY, "每一页都是空白")
