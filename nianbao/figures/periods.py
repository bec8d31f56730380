"""Find the dated stretches that a text names, and how far each one reaches.

A stretch holds until its sentence ends or the sentence turns to the whole year (STANDARD.md §2, period).
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from nianbao.figures.facts import Period
from nianbao.figures.numerals import HALF_WIDTH, read_han

_MONTHS = r"\d{1,2}|[一二三四五六七八九十]{1,2}"
_TO = r"\s?(?:至|到|[-—–－～~]+)\s?"


def _month_named(name: str) -> str:
    return rf"(?:(?P<y{name}>[12]\d{{3}})年)?(?P<m{name}>{_MONTHS})月"


def _day_named(name: str) -> str:
    return _month_named(name) + rf"(?P<d{name}>\d{{1,2}})[日号]"


_SINCE = r"(?:起|开始|以来|份?成立|份?开展|启动|实施|份?以来|[^，。；\d]{0,6}以来(?!的))"
_STRETCHES = (
    # 7月1日至8月31日, 9月25日—28日
    ("days", _day_named("a") + _TO + r"(?:(?:(?P<yb>[12]\d{3})年)?(?P<mb>\d{1,2})月)?(?P<db>\d{1,2})[日号]"),
    # 自10月1日开始，…，截止到10月18日
    ("since_until", r"(?:自|从)" + _day_named("c") + r"[^。\n]{1,90}?(?:截至|截止到?|至|到)" + _day_named("e")),
    # 1至6月, 3月到5月
    ("months", rf"(?:(?P<yf>[12]\d{{3}})年)?(?P<mf>{_MONTHS})月?{_TO}(?P<mg>{_MONTHS})月(?!\d)份?"),
    # 截至11月底
    ("until", r"(?:截至|截止到?|到)" + _month_named("h") + r"(?:(?P<dh>\d{1,2})[日号]|底|末|份)(?!现行|有效|已出台)"),
    # 自5月成立…以来; 成立以来 after 2020年5月成立…
    ("since", r"(?:自|从)" + _month_named("k") + rf"(?:(?P<dk>\d{{1,2}})[日号])?{_SINCE}"),
    # 2022年以来累计…
    ("since_year", r"(?P<ys>[12]\d{3})年以来(?![^，。；]{0,5}的)"),
    ("since_birth", r"(?P<founded>成立以来|运行以来|启动以来|实施以来)"),
    ("part_year", r"(?P<half>上半年|下半年|前三季度|前三个季度|第?[一二三四]季度)"),
    # “十四五”期间
    ("plan", r"(?P<five>十二五|十三五|十四五|十五五)”?(?:规划)?(?:期间|时期|以来)"),
    ("whole_year", r"(?P<whole>全年|年内|本年度|一年来|今年|截至目前|截止目前)"),
    # 自2021年6月揭牌以来累计…，2024年选聘…: the report year named is the whole year again
    ("this_year", r"(?P<same>[12]\d{3})年(?![以]来|度?[至—\d])"),
)
# Few characters begin a stretch, and few sentences hold a word that every stretch has one of.
_BEGIN = r"(?=[\d一二三四五六七八九十自从截到成运启实上下前第全年本今])"
_STRETCH = re.compile(_BEGIN + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _STRETCHES) + ")")
_DATED = re.compile("[月年季来五目]")
_START = attrgetter("start")
_PER_SENTENCE = 12
"""More stretches than a sentence holds: none that ends before a place lies behind that many."""
_FOUNDED = re.compile(r"(?:(?P<y>[12]\d{3})年)?(?P<m>\d{1,2})月(?:\d{1,2}日)?[^。，\n]{0,4}成立")
_HALVES = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "前三个季度": (1, 9)}
_QUARTERS = {"一": (1, 3), "二": (4, 6), "三": (7, 9), "四": (10, 12)}


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` in the text up to `end`, figures speak of `period`; None = the whole year again."""

    start: int
    end: int
    period: Period | None


def find_stretches(text: str, year: int | None) -> Iterator[Stretch]:
    """Yield the dated stretches of a text in order; none where the report year is unknown and no year is written."""
    founded: tuple[int, int] | None = None
    for begin, sentence in _dated_sentences(text):
        for match in _STRETCH.finditer(sentence):
            period = _period(match, year, founded)
            if period is None and not match.group("whole") and match.group("same") != str(year):
                continue
            yield Stretch(begin + match.start(), begin + len(sentence), period)
        if (birth := _FOUNDED.search(sentence)) and (birth["y"] or year):
            founded = (int(birth["y"] or year or 0), int(birth["m"]))


def period_at(stretches: Sequence[Stretch], offset: int) -> Period | None:
    """Return the period of which a place of the text speaks; None = the whole report year."""
    last = bisect_right(stretches, offset, key=_START)
    for stretch in reversed(stretches[max(0, last - _PER_SENTENCE) : last]):
        if offset < stretch.end:
            return stretch.period
    return None


def _dated_sentences(text: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer(r"[^。\n]+", text):
        if _DATED.search(match[0]):
            yield match.start(), match[0].translate(HALF_WIDTH)


def _period(match: re.Match[str], year: int | None, founded: tuple[int, int] | None) -> Period | None:
    group = match.group
    if group("whole") or group("same"):
        return None
    if group("founded"):
        return Period(_iso(*founded, 1), None) if founded else None
    if group("ys"):
        return Period(_iso(int(group("ys")), 1, 1), None) if year is None or int(group("ys")) < year else None
    if group("five"):
        first = 2011 + 5 * "二三四五".index(group("five")[1])
        return Period(_iso(first, 1, 1), _end_of(first + 4, 12))
    if group("half"):
        if year is None:
            return None
        word = group("half")
        first, last = _HALVES.get(word) or _QUARTERS[word.removeprefix("第")[0]]
        return Period(_iso(year, first, 1), _end_of(year, last))
    return _dated(match, year)


def _dated(match: re.Match[str], year: int | None) -> Period | None:
    group = match.group

    def year_of(name: str, default: int | None = None) -> int | None:
        return int(group(name)) if group(name) else (default or year)

    if group("days"):
        start_year = year_of("ya")
        end_year = year_of("yb", start_year)
        if start_year is None or end_year is None:
            return None
        start_month = _month(group("ma"))
        return Period(
            _iso(start_year, start_month, int(group("da"))),
            _iso(end_year, _month(group("mb") or group("ma")), int(group("db"))),
        )
    if group("since_until"):
        start_year, end_year = year_of("yc"), year_of("ye")
        if start_year is None or end_year is None:
            return None
        return Period(
            _iso(start_year, _month(group("mc")), int(group("dc"))),
            _iso(end_year, _month(group("me")), int(group("de"))),
        )
    if group("months"):
        of = year_of("yf")
        first, last = _month(group("mf")), _month(group("mg"))
        if of is None or not (1 <= first <= 12 and 1 <= last <= 12) or (first, last) == (1, 12):
            return None
        return Period(_iso(of, first, 1), _end_of(of, last))
    if group("until"):
        of, month = year_of("yh"), _month(group("mh"))
        if of is None or (month == 12 and not group("dh")):
            return None
        return Period(_iso(of, 1, 1), _iso(of, month, int(group("dh"))) if group("dh") else _end_of(of, month))
    of = year_of("yk")
    return None if of is None else Period(_iso(of, _month(group("mk")), int(group("dk") or 1)), None)


def _month(written: str) -> int:
    return int(written) if written.isdigit() else int(read_han(written) or 0)


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04d}-{month:02d}-{day:02d}"


def _end_of(year: int, month: int) -> str:
    return _iso(year, month, calendar.monthrange(year, month)[1])
