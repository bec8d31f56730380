"""Read the pages that are only pictures in a child of their own, page by page: one that fails costs only itself.

Recognition takes all processors and a gigabyte, so one child works at a time, however many threads ask.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path

from nianbao.documents.interpreter import Interpreter, LimitError
from nianbao.documents.limits import Limits
from nianbao.documents.pages import RawPage, page_from_json
from nianbao.reasons import Reason, Rejection

_NEEDED = ("rapidocr", "onnxruntime", "cv2")
_MOST_DEATHS = 3
_ONE_AT_A_TIME = threading.Lock()


@dataclass(slots=True)
class Sighting:
    """What was read from pictures: the pages by number, and of those that could not be read, why."""

    pages: dict[int, RawPage] = field(default_factory=dict)
    troubles: dict[int, str] = field(default_factory=dict)
    failure: Rejection | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Return one line that says which pages were read from their pictures."""
        return (f"第{_list_pages(sorted(self.pages))}页是扫描件，文字由识别得出",) if self.pages else ()

    def page(self, parsed: RawPage) -> RawPage:
        """Return the page as it was seen; as it was parsed, with the trouble named, where it could not be."""
        return self.pages.get(parsed.number) or replace(
            parsed, trouble=self.troubles.get(parsed.number, parsed.trouble)
        )


def read_scans(path: Path, numbers: Sequence[int], limits: Limits) -> Sighting:
    """Read the pages of these numbers from their pictures; those that fail are told with their reasons."""
    sighting = Sighting()
    if any(find_spec(module) is None for module in _NEEDED):
        return _without_recognition(numbers)
    left = list(numbers[: limits.scanned_pages])
    deaths = 0
    with _ONE_AT_A_TIME:
        while left and deaths < _MOST_DEATHS:
            failure = _read_some(path, left, limits, sighting)
            left = [number for number in left if number not in sighting.pages and number not in sighting.troubles]
            if failure is not None and left:
                deaths += 1
                sighting.failure = failure
                sighting.troubles[left.pop(0)] = f"未能识别：{failure.sentence()}"
    too_many = f"扫描页超过{limits.scanned_pages}页，未识别"
    sighting.troubles |= dict.fromkeys(numbers[limits.scanned_pages :], too_many)
    sighting.troubles |= dict.fromkeys(left, "前面几页识别失败，未再识别")
    return sighting


def _read_some(path: Path, numbers: Sequence[int], limits: Limits, sighting: Sighting) -> Rejection | None:
    """Let one child read the pages; return why it ended before the last of them."""
    child = Interpreter(
        "nianbao.documents.scan_child",
        str(path.resolve()),
        json.dumps(asdict(limits)),
        json.dumps(list(numbers)),
        output_bytes=limits.output_bytes,
    )
    try:
        for line in child.lines(limits.scan_start_s, limits.scan_wall_s):
            if "page" in line:
                sighting.pages[line["page"]] = page_from_json(line)
            elif "unread" in line:
                sighting.troubles[line["unread"]] = f"未能识别（{line['detail']}）"
            elif "rejection" in line:
                sighting.troubles |= dict.fromkeys(numbers, f"图片无法打开（{line['rejection']}）")
            elif "end" in line:
                return None
    except LimitError as stopped:
        return Rejection(stopped.reason, "识别扫描页")
    except (ValueError, KeyError):
        return Rejection(Reason.UNREADABLE, "识别结果不完整")
    finally:
        child.stop()
    return Rejection(child.reason_of_death(), "识别扫描页")


def _without_recognition(numbers: Sequence[int]) -> Sighting:
    advice = "请报送可复制文字的PDF、Word或文本，或由管理员安装nianbao[ocr]后重试"
    failure = Rejection(Reason.UNREADABLE, f"第{_list_pages(numbers)}页是扫描件，本机未安装文字识别组件；{advice}")
    return Sighting(troubles=dict.fromkeys(numbers, "扫描件，本机未安装文字识别组件，未读"), failure=failure)


def _list_pages(numbers: Sequence[int]) -> str:
    """Return the numbers with runs drawn together: 1—3、7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(a) if a == b else f"{a}—{b}" for a, b in runs)
