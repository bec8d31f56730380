"""Make text and numbers fit for print: never drops a word that a reader could see, never adds one."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

MISSING_GLYPH = "〔缺字〕"
ELLIPSIS = "……"
BLANK_DATE = "　　　　年　　月　　日"
_DIGITS = "零一二三四五六七八九"
# XML 1.0 cannot hold these (Word and XLSX are XML), and they have no glyph; the pair U+FFFE/U+FFFF is no character.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_INNER = str.maketrans("“”‘’", "‘’“”")
_BLANK = re.compile(r"[ \t\r\n\u3000\xa0]+")
_COUNTED = ("人次", "家次", "组次", "场次", "期次", "次数", "件数", "条数", "份数", "起数", "家数", "卷数", "人数")
_WHOLE_WORDS = ("事件数", "刑事案件数", "援助案件数", "明白人数")


@lru_cache(maxsize=16_384)
def printed(text: str) -> str:
    """Return a unit's words for print on one line: damaged characters shown as 〔缺字〕, control characters gone.

    The cells of a table row, parted by tabs in a document's text, are parted by a bar.
    """
    bars = re.sub(r"[ \u3000]*\t[ \t\u3000]*", "｜", text.strip())
    return _BLANK.sub(" ", _UNPRINTABLE.sub("", bars.replace("\ufffd", MISSING_GLYPH))).strip()


def quoted(text: str) -> str:
    """Return words in quotation marks; those inside become single ones, and single ones double (GB/T 15834 4.8.3.3)."""
    return f"“{text.translate(_INNER)}”"


def chinese_number(number: int) -> str:
    """Return 1–99 as the number of a heading: 一, 十二, 二十, 三十五."""
    if not 0 < number < 100:
        raise ValueError(f"headings are numbered 1–99, not {number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def chinese_day(day: date) -> str:
    """Return a day as official documents write it: 2025年3月1日, no leading noughts (GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def phrase(name: str) -> str:
    """Return an indicator's name as it stands before its figure: 整改安全隐患数 → 整改安全隐患, 培训人次 → 培训.

    Words that end like a measure stay whole: 上报事件数 → 上报事件, 法律明白人数 → 法律明白人.
    """
    if not name.endswith(_WHOLE_WORDS):
        for ending in _COUNTED:
            if name.endswith(ending):
                return name.removesuffix(ending)
    return name.removesuffix("数") if not name.endswith("分数") else name


def shortened(text: str, most: int) -> str:
    """Return the first sentences of `text` within `most` characters, or its beginning; an ellipsis says it goes on."""
    if len(text) <= most:
        return text
    cut = max(text.rfind(mark, 0, most) for mark in "。；！？") + 1
    return text[: cut or most] + ELLIPSIS
