"""Find results that are stated in words: nothing happened, or all of a total is done (STANDARD.md §1, implied).

Only closed claims that name an indicator: 未发生生产安全事故 is nought; 已全部整改 after 排查隐患41处 is 41. Aims
(应检尽检) and judgements (明显改善) claim nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_LEAD = re.compile(r"(?P<of>[一-鿿]{0,8})$")
_LASTING = re.compile("(?:连续[一二三四五六七八九两]年|均|都|继续|保持|始终|同样)+$")
# 实现安全生产“零事故”: a quotation that is a state of things reached.
_REACHED = re.compile(r"(?:实现|保持)(?P<of>[^，。；“”]{0,16})“$")
_FAR = 24
_CLAUSE_END = "[，,。；;！\n）)]"


@dataclass(frozen=True, slots=True)
class ZeroClaim:
    """Words that say that nothing of `about` happened; `start`:`end` are the words themselves."""

    start: int
    end: int
    about: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """A rule of the catalogue: all of the total `of` (None: no total needed), when `words` say so, gives `then`.

    It gives the total's number, or `value` where the rule has one: 审结4件，均胜诉 are no cases lost.
    """

    of: str | None
    words: tuple[str, ...]
    then: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class AllClaim:
    """Words that say that all of something was done; `about` is what stands in the clause behind them."""

    start: int
    end: int
    about: str


class Claims:
    """Finds closed claims with the cue words of the catalogue."""

    def __init__(self, cues: dict[str, Any]) -> None:
        zero = "|".join(sorted(map(re.escape, cues["zero_words"]), key=len, reverse=True))
        barred = "|".join(map(re.escape, cues["zero_not"]))
        everything = "|".join(map(re.escape, cues["all_words"]))
        self._zero = re.compile(
            rf"(?P<before>[一-鿿“”、]{{2,20}})(?:为(?P<nought>零|0)|[：:](?P<none>无))(?={_CLAUSE_END})"
            rf"|(?!{barred})(?P<word>{zero}|未(?=败诉|被纠错))(?!因|由于)(?P<about>[^，,。；;！\n（(]{{1,30}})"
        )
        self._all = re.compile(
            rf"(?<![平年月日户])(?P<word>{everything})(?!国|省|市|区|镇|街|乡|县|域|年|面|体|员|程|力|方|过|文|称|长|天|局|所|院|校|村|社|园|新|量|流)(?P<about>[^，,。；;！\n]{{1,40}})"
        )
        self.settlements = tuple(_settlement(raw) for raw in cues["settled"])
        self._grade = re.compile("|".join(map(re.escape, cues["grades"])))

    def zeros(self, text: str) -> Iterator[ZeroClaim]:
        """Yield the claims that nothing happened."""
        for match in self._zero.finditer(text):
            reached = _REACHED.search(text, max(0, match.start() - _FAR), match.start())
            if _is_quoted(text, match.start()) and reached is None:
                continue
            if group := "nought" if match["nought"] else "none" if match["none"] else "":
                yield ZeroClaim(match.start(group), match.end(group), _LASTING.sub("", match["before"]))
            else:
                # 安全生产零事故, 实现安全生产“零事故”: the words in front of 零 belong to what is nought
                lead = reached
                if match["word"] == "零" and not reached:
                    lead = _LEAD.search(text, max(0, match.start("word") - 8), match.start("word"))
                # 未制定规范性文件: what was not done belongs to what there is none of
                about = (lead["of"] if lead else match["word"].removeprefix("未")) + match["about"].rstrip("”")
                yield ZeroClaim(match.start("word"), match.end("word"), about)

    def totals(self, text: str) -> Iterator[AllClaim]:
        """Yield the claims that all of something was done."""
        for match in self._all.finditer(text):
            yield AllClaim(match.start("word"), match.end("word"), match["about"])

    def before_all(self, words: str) -> str | None:
        """Return the words before those that say that all of something is so, None where nothing says so."""
        found = self._all.search(words)
        return words[: found.start()] if found else None

    def grade(self, words: str) -> str | None:
        """Return the grade that limits an accident count (较大以上), if one is named."""
        found = self._grade.search(words)
        return found[0] if found else None


NOUGHT = Decimal(0)
EVERYTHING_PCT = Decimal(100)


def _is_quoted(text: str, offset: int) -> bool:
    """Say whether a place stands in a quotation: “有事必到、无事不扰” claims nothing."""
    begin = max(0, offset - 30)
    return text.rfind("“", begin, offset) > text.rfind("”", begin, offset)


def _settlement(raw: dict[str, Any]) -> Settlement:
    value = raw.get("value")
    return Settlement(raw["of"], tuple(raw["words"]), raw["then"], None if value is None else Decimal(value))
