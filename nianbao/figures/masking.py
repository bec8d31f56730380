"""Find the longer strings that a numeral may be only a part of: titles, document numbers, dates, names, slogans, marks.

What stands in such a string counts nothing (STANDARD.md §1, step 1); its kind is the string's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nianbao.figures.facts import Kind
from nianbao.figures.numerals import HALF_WIDTH, read_han

_N = "[0-9０-９]"
_H = "[〇○零一二两三四五六七八九十百]"
_YEAR = f"(?:{_N}{{4}}|[一二][〇○零一二三四五六七八九]{{3}})"
_DAY = f"(?:{_N}{{1,2}}|{_H}{{1,3}})"


@dataclass(frozen=True, slots=True)
class Mask:
    """A stretch of the text and the kind of every numeral in it; one token stands for the whole of a `single` one."""

    start: int
    end: int
    kind: Kind
    single: bool
    value: Decimal | None = None


class Masker:
    """The masks of a language, made once from the cue words and then run over any text."""

    def __init__(self, cues: dict[str, Any]) -> None:
        hotlines = "|".join(cues["hotlines"])
        followers = "|".join(re.escape(word) for word in cues["hotline_followers"])
        names = _longest_first(cues["names"])
        slogans = _longest_first(cues["slogans"])
        lexical = _longest_first(cues["lexical"])
        # The first that fits at a place wins; so the order is from the surest to the loosest.
        rules: list[tuple[str, Kind, bool, str]] = [
            ("title", "docref", False, r"《[^《》\n]{1,80}》"),
            ("docno", "docref", True, rf"[一-鿿]{{0,12}}[〔\[【（(]{_N}{{4}}[〕\]】）)]\s?(?:第\s?)?{_N}{{1,5}}\s?号"),
            ("order", "docref", True, rf"(?:国令|主席令|令)第\s?{_N}{{1,4}}\s?号|索引号：[A-Za-z0-9/-]+"),
            ("article", "docref", True, rf"第(?:{_H}|{_N}){{1,5}}条(?:第?[（(]?{_H}{{1,3}}[）)]?[款项])*"),
            ("phone", "name", True, rf"(?<={_PHONE}){_N}[0-9０-９ —–-]{{5,18}}{_N}|(?<!{_N})1[3-9]{_N}{{9}}(?!{_N})"),
            ("day", "date", True, rf"{_YEAR}\s?年\s?{_DAY}\s?月(?:\s?{_DAY}\s?[日号]|份|底|初|中旬|上旬|下旬)?|{_YEAR}[-/.]{_DAY}[-/.]{_DAY}(?!{_N})"),
            ("months", "date", True, rf"{_N}{{1,2}}\s?月?\s?[-—–－～~至到]\s?{_N}{{1,2}}\s?月份?(?!\s?{_N}{{1,2}}\s?日)"),
            ("month", "date", True, rf"{_DAY}\s?月\s?{_DAY}\s?[日号]|(?<!个){_DAY}\s?月(?:份|底|初|中旬|上旬|下旬|以来|末)?(?!度|均)"),
            ("years", "period", True, rf"{_YEAR}\s?年?\s?[-—–－～~至到]+\s?{_YEAR}\s?年?"),
            ("year", "period", True, rf"{_YEAR}\s?年(?:度|底|末|初|以来|上半年|下半年)?"),
            ("footer", "list_number", True, rf"(?m:^[ 　]*[-—–－]+\s?{_N}{{1,3}}\s?[-—–－]+[ 　]*$)"),
            ("marks", "list_number", True, rf"(?m:(?:^|(?<=[。；;：:\n]))[ 　]*(?:[（(](?:{_H}{{1,3}}|{_N}{{1,2}})[）)]|{_H}{{1,3}}、|{_N}{{1,2}}(?:[.．]{_N}{{1,2}}){{0,3}}(?:[、.．](?!{_N}|{_N}{{3}}年)|[.．](?={_N}{{4}}年)|[ 　]+(?=[一-鿿])|(?<=[.．]{_N})(?=[一-鿿]))))"),
            ("circled", "list_number", True, r"[①-⑳⑴-⒇]"),
            ("ordered", "list_number", True, rf"(?<![第唯统同万])(?:一|二|三|四|五|六|七|八|九|十{_H}?)(?:是|则|为)(?=[^，。]|[，：:])(?<!一则)|第{_H}{{1,3}}(?:部分|章|节)|第{_H}{{1,2}}(?=[，、,])|其[一二三四五](?=[，、：是])"),
            ("paren", "list_number", True, rf"[（(](?:{_H}{{1,3}}|{_N}{{1,2}})[）)](?=[一-鿿])"),
            ("ordinal", "ordinal", True, rf"第\s?(?:{_N}{{1,4}}|{_H}{{1,4}})\s?[个位名届次批期季轮号条页类款项]?|(?:前|排名前|位居前){_H}(?=[位名])"),
            ("footnote", "list_number", True, rf"\[{_N}{{1,2}}\]"),
            ("always", "slogan", True, rf"{_N}{{1,3}}\s?[×xX*]\s?{_N}{{1,3}}(?:小时|天)?|{_N}(?:\+{_N}{{1,2}})+(?:\+[NnXx])?|{_N}\+[NnXx]"),
            ("hotline", "name", True, rf"(?<!{_N})(?:{hotlines})(?!{_N})(?=\s?(?:{followers}))"),
            ("congress", "name", True, rf"{_H}{{1,3}}[届大](?:(?:历次|{_H}{{1,2}}[中次](?:、{_H}[中次])*)?(?:全会|全体会议))?(?=[精报以后期历{_H[1:-1]}，。、）和]|$|召开)|{_H}中(?=、|全会|和)"),
            ("special", "name", True, rf"(?<!{_N}){_N}{{1,2}}[·•]\s?{_N}{{1,2}}|(?<=“){_N}{{1,2}}[.．]\s?{_N}{{1,2}}(?=”)"),
            ("quoted", "slogan", True, r"“[^“”\n]{1,24}”|‘[^‘’\n]{1,24}’"),
            ("ratio", "other", True, rf"{_N}+(?:\.{_N}+)?(?:[：:∶]{_N}+(?:\.{_N}+)?)+"),
            ("latin", "name", True, rf"[A-Za-z]+[-.]?{_N}+(?:\.{_N}+)?[A-Za-z]*|{_N}+(?:[A-Za-z]{{1,4}})(?![A-Za-z一-鿿]?元)"),
            ("slogan", "slogan", True, slogans),
            ("name", "name", True, names),
            ("lexical", "lexical", True, lexical),
        ]  # fmt: skip
        self._rules = {name: (kind, single) for name, kind, single, _ in rules}
        self._pattern = re.compile("|".join(f"(?P<{name}>{pattern})" for name, _, _, pattern in rules))
        self._numeral = re.compile(rf"{_N}|{_H}|[万亿千]")

    def find(self, text: str) -> Iterator[Mask]:
        """Yield the masks of a text in order, without overlap."""
        for match in self._pattern.finditer(text):
            rule = match.lastgroup or ""
            kind, single = self._rules[rule]
            start, end = match.span()
            if rule == "quoted":
                if not self._numeral.search(text, start + 1, end - 1):
                    continue
                start, end = start + 1, end - 1
            elif rule == "marks":
                start += len(match[0]) - len(match[0].lstrip(" 　"))
            if kind in ("slogan", "name", "lexical", "docref") and not self._numeral.search(text, start, end):
                continue
            yield Mask(start, end, kind, single, _value(kind, text[start:end]))


_PHONE = "[话真机线编码][：:]"


def _longest_first(words: list[str]) -> str:
    # Not inside a longer numeral: 二次 is a word of its own, but not in 十二次.
    return rf"(?<!{_N}|{_H})(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def _value(kind: Kind, written: str) -> Decimal | None:
    """Return the number in a year, ordinal or list mark; names and slogans have none."""
    if kind not in ("period", "ordinal", "list_number"):
        return None
    if digits := re.search(rf"{_N}+", written):
        return Decimal(digits[0].translate(HALF_WIDTH))
    han = re.search(rf"{_H}+", written)
    return read_han(han[0]) if han else None
