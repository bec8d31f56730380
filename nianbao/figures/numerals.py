"""Find every number written in a text, in digits or in Chinese, and read its value exactly.

Never guesses: a numeral that cannot be read has no value, but it is still found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

HALF_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
SCALES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000}
# The traditional forms stand in reports before the 1950s and in pages copied from them.
TRADITIONAL = str.maketrans("萬億兩點個", "万亿两点个")
DIGITS_ZH = {c: k for k, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
PLACES_ZH = {"十": 10, "百": 100, "千": 1_000}

_D = "[0-9０-９]"
_SPACE = "[ \\u00a0\\u2009\\u202f]"
# Thousands are parted by one sign throughout (1,036 / 48，600 / 1 126.4); a full-width comma only before a word.
_DIGITS = (
    rf"(?:{_D}{{1,3}}(?:,{_D}{{3}})+(?!{_D})"
    rf"|{_D}{{1,3}}(?:，{_D}{{3}})+(?=[.．][0-9０-９]|[余多]?[百千万亿]?[一-鿿])(?!{_D})"
    rf"|(?<![0-9０-９A-Za-z.．-]){_D}{{1,3}}(?:{_SPACE}{_D}{{3}})+(?!{_D})"
    rf"|{_D}+)(?:[.．]{_D}+)?"
)
_PARTING = re.compile(rf"[,，]|{_SPACE}")
_MARK = "余|多"
# 百 and 千 after digits are scales, but 千瓦, 千克, 百分 are words of their own.
_SCALE = "万亿|亿|万|千(?![瓦克米帕卡伏斤])|百(?!分)"
_HAN = "[〇○零一二两兩三四五六七八九十百千万萬亿億]"
NUMERAL = re.compile(
    rf"(?P<digits>{_DIGITS})(?:{_SPACE}?\n(?=[%％‰万亿])|{_SPACE}(?=[%％‰余多万亿百千]))?(?:(?P<pct>[%％‰])"
    rf"|(?P<over1>{_MARK})?(?P<scale>{_SCALE})?(?P<over2>{_MARK})?)"
    rf"|百分之(?P<pct_han>{_HAN}+(?:[点點]{_HAN}+)?)"
    rf"|(?P<fraction>{_HAN}{{1,3}}分之{_HAN}{{1,3}})"
    rf"|(?!千[瓦米克帕卡伏斤])(?P<han>{_HAN}+(?:[点點]{_HAN}+)?)(?P<over3>{_MARK}|几)?(?P<scale3>万亿|亿|万)?(?P<over4>{_MARK})?"
)


# A named tuple, as all that is made for each numeral on its way to a fact: as frozen, and made three times as fast.
class Numeral(NamedTuple):
    """A number as written: `value` has 万/亿 multiplied in; `place` is the worth of its last place that is not nought.

    `over` says that 余 or 多 follows; `percent` is "%" or "‰" where that sign (or 百分之) belongs to it; `han` that it
    is written in Chinese, where many a numeral is only part of a word.
    """

    start: int
    end: int
    value: Decimal | None
    place: Decimal
    over: bool
    percent: str
    han: bool
    scaled: bool


def find_numerals(text: str) -> Iterator[Numeral]:
    """Yield the numerals of a text in order, without overlap."""
    for match in NUMERAL.finditer(text):
        yield _read(match)


def _read(match: re.Match[str]) -> Numeral:
    group = match.group
    if digits := group("digits"):
        value, place = _read_digits(digits, scale := group("scale") or "")
        over = bool(group("over1") or group("over2"))
        percent = (group("pct") or "").replace("％", "%")
        return Numeral(match.start(), match.end(), value, place, over, percent, False, scale != "")
    if han := group("pct_han"):
        value_or_none = read_han(han)
        return Numeral(match.start(), match.end(), value_or_none, Decimal(1), False, "%", True, False)
    if group("fraction"):
        return Numeral(match.start(), match.end(), None, Decimal(1), False, "", True, False)
    number_or_none = read_han(group("han"))
    scale = Decimal(SCALES[group("scale3") or ""])
    over = bool(group("over3") or group("over4"))
    if number_or_none is None:
        return Numeral(match.start(), match.end(), None, Decimal(1), over, "", True, False)
    value = number_or_none * scale
    return Numeral(match.start(), match.end(), value, last_place(number_or_none) * scale, over, "", True, scale > 1)


@lru_cache(maxsize=4096)
def _read_digits(written: str, scale: str) -> tuple[Decimal, Decimal]:
    """Return the value and its last place; remembered, for reports are full of the same small numbers and years."""
    number, times = Decimal(_PARTING.sub("", written).translate(HALF_WIDTH)), Decimal(SCALES[scale])
    return number * times, last_place(number) * times


def last_place(number: Decimal) -> Decimal:
    """Return the worth of the last place that is not nought: 2000 → 1000, 440 → 10, 1.2 → 0.1."""
    if not number:
        return Decimal(1)
    return Decimal(1).scaleb(int(number.normalize().as_tuple().exponent))


def read_han(written: str) -> Decimal | None:
    """Read a Chinese numeral (三百六十五, 十四万六千, 二〇二四, 十二点八); None when it is not well formed."""
    whole, point, fraction = written.translate(TRADITIONAL).partition("点")
    if point:
        head, tail = read_han(whole), [DIGITS_ZH.get(c) for c in fraction]
        if head is None or None in tail:
            return None
        return head + Decimal("0." + "".join(str(d) for d in tail))
    if len(whole) > 1 and all(c in DIGITS_ZH for c in whole):
        return Decimal("".join(str(DIGITS_ZH[c]) for c in whole)) if len(whole) > 2 else None
    return _read_places(whole)


def _read_places(written: str) -> Decimal | None:
    total = section = 0
    digit: int | None = None
    for c in written:
        if c in DIGITS_ZH:
            if digit not in (None, 0):
                return None
            digit = DIGITS_ZH[c]
        elif c in PLACES_ZH:
            section += (1 if digit is None else digit) * PLACES_ZH[c]
            digit = None
        else:
            worth = SCALES[c]
            below = section + (digit or 0)
            if not below and not total:
                return None
            total = (total + below) * worth if worth > 10_000 and total else total + (below or 1) * worth
            section, digit = 0, None
    return Decimal(total + section + (digit or 0))
