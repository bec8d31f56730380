"""Find the longer strings that a numeral may be only a part of: titles, document numbers, dates, names, slogans, marks.

What stands in such a string counts nothing (STANDARD.md §1, step 1); its kind is the string's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from nianbao.figures.facts import Kind
from nianbao.figures.mask_rules import DIGIT, HAN, form_rules, word_rules
from nianbao.figures.numerals import HALF_WIDTH, read_han

_FIRST = r"0-9０-９〇○零一二两三四五六七八九十百千万《“‘第国主令索前排位其表图附（(〔\[【①-⑳⑴-⒇A-Za-z \u3000—–－-"
_ISSUER = re.compile(r"[一-鿿]*$")
_VALUED: frozenset[Kind] = frozenset({"period", "ordinal", "list_number"})


class Mask(NamedTuple):
    """A stretch of the text and the kind of every numeral in it; one token stands for the whole of a `single` one."""

    start: int
    end: int
    kind: Kind
    single: bool
    value: Decimal | None = None


class Masker:
    """The masks of a language, made once from the cue words and then run over any text."""

    def __init__(self, cues: dict[str, Any]) -> None:
        rules = [*form_rules(), *word_rules(cues)]
        self._rules = {rule.name: rule for rule in rules}
        # Most characters begin no mask; saying so first makes the search three times as fast.
        firsts = "".join(sorted({word[0] for name in ("names", "slogans", "lexical") for word in cues[name]}))
        begin = rf"(?=[{re.escape(firsts)}{_FIRST}]|(?<=\n)|^)"
        self._pattern = re.compile(begin + "(?:" + "|".join(f"(?P<{r.name}>{r.pattern})" for r in rules) + ")")
        self._numeral = re.compile(rf"{DIGIT}|{HAN}|[万亿千①-⑳⑴-⒇]")

    def find(self, text: str) -> Iterator[Mask]:
        """Yield the masks of a text in order, without overlap."""
        for match in self._pattern.finditer(text):
            rule = self._rules[match.lastgroup or ""]
            start, end = match.span()
            if rule.name == "quoted":
                start, end = start + 1, end - 1
            elif rule.name == "docno":
                start -= _issuer(text, start)
            elif rule.name == "marks":
                start += len(match[0]) - len(match[0].lstrip(" 　"))
            if self._numeral.search(text, start, end):
                yield Mask(start, end, rule.kind, rule.single, _value(rule.kind, text[start:end]))


def _issuer(text: str, start: int) -> int:
    """Return how many characters before the bracket of a document number name who issued it (云法办函〔2023〕37号)."""
    found = _ISSUER.search(text, max(0, start - 12), start)
    return len(found[0]) if found else 0


def _value(kind: Kind, written: str) -> Decimal | None:
    """Return the number in a year, ordinal or list mark; names and slogans have none."""
    if kind not in _VALUED:
        return None
    if digits := re.search(rf"{DIGIT}+", written):
        return Decimal(digits[0].translate(HALF_WIDTH))
    han = re.search(rf"{HAN}+", written)
    return read_han(han[0]) if han else None
