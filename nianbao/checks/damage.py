"""Find text that was damaged on its way: lost characters, years that ran together, a lost percent sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nianbao.checks.amounts import printed
from nianbao.checks.rules import Claim, Subject, rule
from nianbao.checks.sentences import sentence
from nianbao.figures.facts import Fact

LOST = re.compile(r"\ufffd+|[□■]{2,}|[?？]{3,}")
FUSED_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:19|20)\d{2}年|(?<!\d)20\d{3}年")
COUNTED = r"(?=[余多]?[万件起人次场家处条项份名元])"
SPLIT_FIGURE = re.compile(rf"(?<![\d.．年月日\t ])[1-9]\d*[ 　](?:\d{{1,2}}|\d{{4,}}){COUNTED}")
SPACED_THOUSANDS = re.compile(rf"(?<![\d.．年月日\t ])[1-9]\d{{0,2}}[ 　]\d{{3}}{COUNTED}")
PAIRS = (("（(", "）)"), ("《", "》"), ("〔", "〕"))
LIST_NUMBER = re.compile(r"(?:^|[\s。；：，、])[\d一二三四五六七八九十]{1,3}[）)]")
FARTHEST = 120


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


@rule("odd_spaces", level=1, severity="warning", line="数字中间夹有空格")
def odd_spaces(subject: Subject) -> Iterator[Claim]:
    """Find figures that a space cuts in two, so that nobody can tell whether they are one.

    「检查企业12 40家次」; before three digits (1 240家次) the space parts thousands, and that is a note.
    """
    yield from _places(subject, SPLIT_FIGURE, "数字中间夹有空格，无法确定是一个数还是两个数，请核对")
    for claim in _places(subject, SPACED_THOUSANDS, "数字以空格分节，已按一个数读取，请核对并去掉空格"):
        yield replace(claim, severity="info")


@rule("lost_bracket", level=1, severity="warning", line="括号、书名号不成对")
def lost_brackets(subject: Subject) -> Iterator[Claim]:
    """Find brackets that open and never close, or close and never opened.

    「作出行政处罚49件（普通程序36件，简易程序13件，罚没款86万元。」
    """
    text = subject.reading.document.text
    tables = [(table.start, table.end) for table in subject.reading.document.tables]
    places = [at for at in unpaired(text) if not any(start <= at < end for start, end in tables)]
    quotes = dict.fromkeys(sentence(text, at, at + 1) for at in places)
    for quote in quotes:
        yield Claim("此处括号或书名号不成对，请对照原件补正", quote=quote)


def unpaired(text: str) -> Iterator[int]:
    """Yield the places of brackets without a partner; numbers of lists (1）, 一）) need none.

    A bracket may close in a later line, because lines are broken, but not far behind.
    """
    numbered = {match.end() - 1 for match in LIST_NUMBER.finditer(text)}
    for opening, closing in PAIRS:
        opened: list[int] = []
        for match in re.finditer(f"[{opening}{closing}]", text):
            at = match.start()
            while opened and at - opened[0] > FARTHEST:
                yield opened.pop(0)
            if match.group() in opening:
                opened.append(at)
            elif opened:
                opened.pop()
            elif at not in numbered:
                yield at
        yield from opened


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
