"""Read an untrusted PDF through its child interpreters, and turn every way they may end into a value.

One child parses the file; pages that are only pictures are then read by another, whose budget is a page's own.
"""

from __future__ import annotations

import json
import time
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
from nianbao.documents.pages import RawPage, grids_from_json, page_from_json, with_letters
from nianbao.documents.scanning import Sighting, read_scans
from nianbao.reasons import Reason, Rejection

_MOST_CHILDREN = 2
_LEAST_S = 5.0


@dataclass(slots=True)
class _Received:
    """What the children have said so far."""

    most_characters: int
    pages: list[RawPage] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    announced: int = 0
    characters: int = 0
    ended: bool = False
    failure: Rejection | None = None
    open_tables: bool = False

    @property
    def next(self) -> int:
        """Return the page that has not been spoken of yet."""
        return self.pages[-1].number + 1 if self.pages else 1

    def take(self, line: dict[str, Any]) -> None:
        """Take one line in; raises LimitError when the pages together hold too much."""
        if "rejection" in line:
            self.failure = Rejection(Reason(line["rejection"]), line.get("detail", ""))
        elif "tables" in line:
            self.open_tables = False
            self.pages[-1] = replace(with_letters(self.pages[-1], line["lost"]), grids=grids_from_json(line["grids"]))
            self.notes += [f"第{line['tables']}页的表格未能解析（{line['doubt']}）"] if "doubt" in line else []
        elif "page" in line:
            self.pages.append(page_from_json(line))
            self.open_tables = line["ruled"]
            self.characters += len(self.pages[-1].text)
            if self.characters > self.most_characters:
                raise LimitError(Reason.TOO_LARGE)
        elif "untabled" in line:
            self.notes.append(f"第{line['untabled']}页起未解析表格，只读文字：处理器时间将尽")
        elif "end" in line:
            self.ended = True
        elif not self.announced:
            self.announced = line["pages"]
            self.notes += line["asides"]

    def give_up(self, failure: Rejection) -> None:
        """Leave the page behind on which a child died; of one whose tables it was looking for the text is there."""
        if self.open_tables:
            self.open_tables = False
            self.notes.append(f"第{self.pages[-1].number}页的表格未能解析：{failure.sentence()}")
        else:
            self.pages.append(RawPage(self.next, 0.0, 0.0, "", array("f"), 0, trouble=failure.sentence()))


def read_pdf(path: Path, sha256: str, limits: Limits) -> Document | Rejection:
    """Return the Document of a PDF; where a child dies, what it read stays, and a second one tries the pages after."""
    received = _Received(limits.text_characters)
    deadline = time.monotonic() + limits.wall_s
    failure = _hear(path, received, limits, limits.wall_s)
    for _ in range(1, _MOST_CHILDREN):
        if failure is None or not received.announced or failure.reason is Reason.TOO_LARGE:
            break
        received.give_up(failure)
        left_s = deadline - time.monotonic()
        if received.next > received.announced or left_s < _LEAST_S:
            break
        failure = _hear(path, received, limits, left_s) and failure
    if failure is None and received.ended:
        return _finish(path, received.pages, sha256, received.notes, limits)
    assert failure is not None
    if not any(page.text or page.images for page in received.pages):
        return failure
    last = max(page.number for page in received.pages if not page.trouble)
    note = f"共{received.announced}页，只读到第{last}页：{failure.sentence()}"
    document = _finish(path, received.pages, sha256, [*received.notes, note], limits)
    return failure if isinstance(document, Rejection) else document


def _hear(path: Path, received: _Received, limits: Limits, wall_s: float) -> Rejection | None:
    """Take in what a child says of the pages not spoken of yet; return why it did not come to its end."""
    received.failure = None
    arguments = (str(path.resolve()), json.dumps(asdict(limits)), str(received.next))
    child = Interpreter("nianbao.documents.child", *arguments, output_bytes=limits.output_bytes)
    try:
        for line in child.lines(wall_s):
            received.take(line)
    except LimitError as stopped:
        received.failure = Rejection(stopped.reason, _bound(stopped.reason, limits, f"总时间上限{limits.wall_s:.0f}秒"))
    except (ValueError, KeyError, IndexError, TypeError):
        received.failure = Rejection(Reason.UNREADABLE, "解析结果不完整")
    finally:
        child.stop()
    if received.ended:
        return None
    failure = received.failure or Rejection(child.reason_of_death())
    return failure if failure.detail else replace(failure, detail=_bound(failure.reason, limits))


def _bound(reason: Reason, limits: Limits, time_bound: str = "") -> str:
    """Return which limit it was."""
    return {
        Reason.TIMEOUT: time_bound or f"处理器时间上限{limits.cpu_s}秒",
        Reason.MEMORY: f"内存上限{limits.memory_bytes // 1024**2} MB",
        Reason.TOO_LARGE: f"文字上限{limits.text_characters}字",
    }.get(reason, "")


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
