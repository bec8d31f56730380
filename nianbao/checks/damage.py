"""Find text that was damaged on its way: lost characters, years that ran together, a lost percent sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao.checks.amounts import printed
from nianbao.checks.rules import Claim, Subject, rule
from nianbao.checks.sentences import sentence
from nianbao.figures.facts import Fact

LOST = re.compile(r"\ufffd+|[□■]{2,}|[?？]{3,}")
FUSED_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:19|20)\d{2}年|(?<!\d)20\d{3}年")


@rule("damaged_text", level=1, severity="warning", line="原文有缺字或乱码")
def lost_characters(subject: Subject) -> Iterator[Claim]:
    """Find characters that were lost, one claim for each sentence.

    「卷宗□□不全的问题仍有发生」.
    """
    yield from _places(subject, LOST, "此处有缺字或乱码，请对照原件补正后重新报送")


@rule("fused_years", level=1, severity="warning", line="年份粘连或多写一位")
def fused_years(subject: Subject) -> Iterator[Claim]:
    """Find years that ran together.

    「20232024年度法治建设」.
    """
    yield from _places(subject, FUSED_YEARS, "年份粘连或位数有误，请核对")


@rule("lost_percent", level=1, severity="warning", line="比率缺少百分号")
def lost_percent(subject: Subject) -> Iterator[Claim]:
    """Find rates that are printed without a percent sign.

    「隐患整改率为97.35，」.
    """
    for fact in subject.reading.facts:
        if _is_bare_rate(subject, fact):
            name = subject.catalogue.indicators[fact.indicator or ""].name_zh
            yield Claim(f"{name}印为{printed(fact)}，缺少百分号，已按%计，请补正", (fact,), (fact.indicator or "",))


def _is_bare_rate(subject: Subject, fact: Fact) -> bool:
    indicator = subject.catalogue.indicators.get(fact.indicator or "")
    bare = indicator is not None and indicator.unit == "%" and fact.unit == ""
    return bare and fact.kind == "actual" and not fact.implied


def _places(subject: Subject, pattern: re.Pattern[str], message: str) -> Iterator[Claim]:
    text = subject.reading.document.text
    quotes = dict.fromkeys(sentence(text, match.start(), match.end()) for match in pattern.finditer(text))
    for quote in quotes:
        yield Claim(message, quote=quote)
