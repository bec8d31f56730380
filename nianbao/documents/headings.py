"""Find the headings of a Chinese official text and say in which section, of which role, a place stands.

Numbers follow the official order 第一部分 / 一、 / （一） / 1. / 1.1 / （1） / 一是; a level may be missing.
A number that is no list mark is never taken for one: 「12.5平方公里」 begins a line but no section, and
「3.2024年工作计划」 is section 3. A number without any mark (「3 2025年工作安排」) is one where 3.1 follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nianbao.documents.model import Heading, Role
from nianbao.documents.roles import classify_heading
from nianbao.documents.titles import find_title, years_named

_HAN = "[一二三四五六七八九十]{1,3}"
_BLANK = r"[ \u3000\xa0\u200b\ufeff]*"
_STYLES: tuple[tuple[int, str, re.Pattern[str]], ...] = (
    (
        0,
        "part",
        re.compile(
            rf"(第(?:{_HAN}|\d{{1,2}})(?:部分|章|编|篇))(?=[\s\u3000、：:，,]|[^。，,；;]{{2,24}}$)[\s\u3000、：:，,]*"
        ),
    ),
    (1, "han", re.compile(rf"({_HAN})[、.．](?!{_HAN}(?:[、季月产楼期级审号区]|$))")),
    (2, "bracket", re.compile(rf"[（(]({_HAN})[）)][、.．]?")),
    (
        4,
        "dotted",
        re.compile(r"([0-9０-９]{1,2}[.．][0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2})?)(?![0-9０-９.．])[.．、]?"),
    ),
    (
        3,
        "digit",
        re.compile(r"([0-9０-９]{1,2})(?:、(?![0-9０-９]+[、，,])|[.．](?![0-9０-９])|[.．](?=(?:19|20)[0-9]{2}年))"),
    ),
    (5, "digit bracket", re.compile(r"[（(]([0-9０-９]{1,2})[）)][、.．]?")),
    (6, "half bracket", re.compile(r"([0-9０-９]{1,2})[）)][、.．]?")),
    (7, "circled", re.compile(r"([①-⑳])[、.．]?")),
    (8, "item", re.compile(rf"({_HAN}是)[：:，,]?")),
)
_MID_LINE = re.compile(rf"(?<=[。！？：:\s\u3000])(?=[（(]{_HAN}[）)]|{_HAN}、)|(?<![第条、])(?=[（(]一[）)])")
_MEASURE = re.compile(rf"{_BLANK}(?:[%％‰万亿倍元]|个|平方|公里|公顷|千米|亩|吨|米|分(?!类)|小时)")
_CONTENTS_LINE = re.compile(r"(?:[.…·．]\s?){3,}\s*\d+\s*$")
_UNNUMBERED = re.compile(
    rf"{_BLANK}((?:(?:主要|当前|目前|仍|还)?存在的?(?:主要|突出|一些)?(?:问题|不足|困难)(?:和(?:不足|困难))?|问题(?:和|与|及)不足|不足之处"
    r"|下一?步(?:的|工作|主要|重点|法治)*(?:打算|计划|思路|安排|举措)?|(?:20\d\d|明)年度?(?:的|工作|主要|重点)*(?:打算|计划|思路|安排)))(?:[：:]|\s*$)"
)
_BARE = re.compile(r"([0-9０-９]{1,2})(?:[ \u3000\xa0]+|(?![0-9０-９]))(?=[^\s。；;，,：:]{2,40}$)")
_LONGEST_TITLE = 60
_LONGEST_ITEM = 24


@dataclass(frozen=True, slots=True)
class _Mark:
    rank: int
    style: str
    number: str
    start: int
    title_start: int
    line_end: int
    at_line_start: bool


def find_outline(text: str) -> tuple[Heading, ...]:
    """Return the headings in order, each with its level (1 = top), number, title, role and its own span.

    A heading and its body may stand on one line: the title of 「（一）加强组织领导。经开区…」 ends before the 。
    """
    marks = list(_find_marks(text))
    headings = []
    for k, mark in enumerate(marks):
        limit = marks[k + 1].start if k + 1 < len(marks) else len(text)
        heading = _read_heading(text, mark, min(mark.line_end, limit))
        if heading is not None:
            headings.append((mark.rank, heading))
    return _nest(headings, report_year(text))


def report_year(text: str) -> int | None:
    """Return the year that the title names, or else the one that the opening names first; None when neither does."""
    years = years_named(find_title(text)) or years_named(text.lstrip()[:160])
    return years[0] if years else None


def _find_marks(text: str) -> Iterator[_Mark]:
    last: dict[str, tuple[int, ...]] = {}
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if "\t" not in line.strip() and not _CONTENTS_LINE.search(line[-_LONGEST_TITLE:]):
            before: _Mark | None = None
            for k, position in enumerate(_candidate_positions(text, start, end)):
                mark = _mark_at(text, position, end, k == 0, last)
                if mark is not None and _may_stand(text, mark, before):
                    _remember(mark, last)
                    yield mark
                    before = mark
        start = end + 1


def _may_stand(text: str, mark: _Mark, before: _Mark | None) -> bool:
    """Say whether a mark inside a line opens a section: after a sentence, or （一） right after the title of 一、."""
    if mark.at_line_start or text[mark.start - 1] in "。！？：: \u3000":
        return True
    return before is not None and before.style == "han"


def _candidate_positions(text: str, start: int, end: int) -> list[int]:
    first = start
    while first < end and text[first] in " \u3000\xa0\u200b\ufeff\t":
        first += 1
    return [first, *(match.start() for match in _MID_LINE.finditer(text, first + 1, end))]


def _mark_at(text: str, position: int, end: int, at_line_start: bool, last: dict[str, tuple[int, ...]]) -> _Mark | None:
    for rank, style, pattern in _STYLES:
        match = pattern.match(text, position, end)
        if match is None:
            continue
        number = match.group(1)
        if not at_line_start and not _follows(style, number, last):
            return None
        if style == "dotted" and (_MEASURE.match(text, match.end()) or not _follows(style, number, last)):
            return None
        if style == "digit" and match.group().endswith((".", "．")) and _MEASURE.match(text, match.end()):
            return None
        return _Mark(rank, style, number, position, match.end(), end, at_line_start)
    if at_line_start and (match := _BARE.match(text, position, end)) and _first_part_follows(text, match[1], end):
        return _Mark(3, "digit", match[1], position, match.end(), end, True)
    if at_line_start and (match := _UNNUMBERED.match(text, position, end)):
        return _Mark(1, "unnumbered", "", match.start(1), match.start(1), match.end(1), True)
    return None


def _first_part_follows(text: str, number: str, end: int) -> bool:
    """Say whether the next line of a text begins with the first part of the section: 3.1 after 3."""
    return re.compile(rf"\s*{number}[.．][1１](?![0-9０-９])").match(text, end) is not None


def _follows(style: str, number: str, last: dict[str, tuple[int, ...]]) -> bool:
    """Say whether the number is the next one of its style, or the first: what stands inside a line must be."""
    now = _value(number)
    before = last.get(style)
    if style == "dotted":
        section = last.get("digit", (now[0],))[-1]
        return now[0] == section if before is None or before[0] != now[0] else _is_next(before, now)
    return now == (1,) or (before is not None and now == (before[0] + 1,))


def _is_next(before: tuple[int, ...], now: tuple[int, ...]) -> bool:
    if now == (*before, 1):
        return True
    depth = len(now)
    return depth <= len(before) and now[:-1] == before[: depth - 1] and now[-1] == before[depth - 1] + 1


def _remember(mark: _Mark, last: dict[str, tuple[int, ...]]) -> None:
    last[mark.style] = _value(mark.number)
    if mark.style == "han":
        last.pop("bracket", None)
    if mark.style in ("han", "bracket"):
        last.pop("dotted", None)
        last.pop("digit", None)


def _value(number: str) -> tuple[int, ...]:
    if re.fullmatch(r"[\d.．]+", number):
        return tuple(int(part) for part in re.split(r"[.．]", number))
    digits = [" 一二三四五六七八九".find(c) if c != "十" else 10 for c in number if c in "一二三四五六七八九十"]
    total = 0
    for digit in digits:
        total = max(total, 1) * 10 if digit == 10 else total + digit
    return (total,)


def _read_heading(text: str, mark: _Mark, end: int) -> Heading | None:
    start = mark.title_start
    while start < end and text[start] in " \u3000\xa0":
        start += 1
    body = text[start:end].rstrip(" \u3000\xa0\r")
    stop = re.search(r"[。：:！？；;]", body)
    title = body[: stop.start()] if stop else body
    if (
        stop
        and mark.style != "unnumbered"
        and (len(title) > _LONGEST_TITLE or re.search(r"[0-9０-９]+(?!年|[.．·“”])", title))
    ):
        title = re.split(r"[，,]", title)[0]
        title = "" if re.search(r"[0-9０-９]", title) or len(title) > _LONGEST_TITLE else title
    elif len(title) > _LONGEST_TITLE:
        title = title.split("，")[0][:_LONGEST_TITLE]
    title = title.rstrip(" \u3000\xa0，,")
    if mark.style == "item" and not _is_short_lead(title, text[start + len(title) : start + len(title) + 1]):
        return None
    span_end = start + len(title) if title else mark.title_start
    number = mark.number if mark.style not in ("bracket", "digit bracket", "half bracket") else f"（{mark.number}）"
    return Heading(1, number, title, "other", mark.start, span_end)


def _is_short_lead(title: str, after: str) -> bool:
    """Say whether 一是… is a heading: a short title of its own (一是：加强统筹谋划。), not a clause of a list."""
    return 0 < len(title) <= _LONGEST_ITEM and after in ("。", "：", ":", "\n", "")


def _nest(ranked: list[tuple[int, Heading]], year: int | None) -> tuple[Heading, ...]:
    """Give each heading its level and role; what stands under problems or plans is of their role too."""
    nested: list[Heading] = []
    stack: list[tuple[int, Role]] = []
    for rank, heading in ranked:
        rank = rank * 4 + (heading.number.count(".") + heading.number.count("．"))
        while stack and stack[-1][0] >= rank:
            stack.pop()
        role = _role(heading.title, stack[-1][1] if stack else None, year, len(stack) == 0)
        stack.append((rank, role))
        nested.append(replace(heading, level=len(stack), role=role))
    return tuple(nested)


def _role(title: str, parent: Role | None, year: int | None, top: bool) -> Role:
    own = classify_heading(title, year, top)
    if parent == "plans" or (parent == "problems" and own != "plans"):
        return parent
    return own or parent or "results"


def paths(outline: tuple[Heading, ...]) -> list[str]:
    """Return for each heading the numbers from the top down to it: 二/（一）; its title where it has no number."""
    found: list[str] = []
    stack: list[str] = []
    for heading in outline:
        del stack[heading.level - 1 :]
        stack.append(heading.number or heading.title)
        found.append("/".join(stack))
    return found
