"""Find the fact that a correction was made of, in the version it was made of or in a later one.

By its place first, then by its value and context, at last by its context alone. Never guesses: two facts that fit
equally well are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nianbao.figures.facts import Fact
from nianbao.figures.numerals import NUMERAL
from nianbao.review.correction import Anchor, Correction


def find_anchored(correction: Correction, facts: Sequence[Fact]) -> Fact | None:
    """Return the fact that the correction speaks of; None when it is gone or cannot be told from another."""
    anchor = correction.anchor
    here = [fact for fact in facts if fact.start == anchor.start]
    at_place = [fact for fact in here if (fact.end, fact.text, fact.quote) == (anchor.end, anchor.text, anchor.quote)]
    if at_place:
        return at_place[0]
    context = frame(anchor.quote, anchor.text)
    alike = [fact for fact in facts if frame(fact.quote, fact.text) == context]
    for fits in (_same_figure(correction, alike), alike, _same_statement(correction, facts)):
        found = _one(fits, anchor)
        if found is not None:
            return found
    return None


def frame(quote: str, text: str) -> tuple[str, str]:
    """Return what stands before and behind a figure in its quote, every numeral blanked and spaces left out.

    「清理现行文件21件，其中废止5件」 and 「清理现行文件22件，其中废止6件」 are one frame around 21 and 22.
    """
    before, _, after = "".join(quote.split()).partition("".join(text.split()))
    return _blank(before), _blank(after)


def _blank(text: str) -> str:
    return re.sub(NUMERAL, "#", text)


def _same_figure(correction: Correction, facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.text == correction.anchor.text]


def _same_statement(correction: Correction, facts: Iterable[Fact]) -> list[Fact]:
    """Return facts in another sentence that state the same figure for the same indicator, item and period.

    One that was corrected may have been such a fact: it leaves the others no more certain.
    """
    said = (correction.indicator, correction.item, correction.period)
    if correction.indicator is None:
        return []
    alike = (fact for fact in facts if fact.text == correction.anchor.text)
    return [fact for fact in alike if fact.is_corrected or (fact.indicator, fact.item, fact.period) == said]


def _one(facts: Sequence[Fact], anchor: Anchor) -> Fact | None:
    """Return the only one, or the only one that is counted by the same words, or in the section where it stood.

    In 发现隐患12处，整改12处 the same figure stands twice in one quote: the words before each tell them apart.
    """
    if len(facts) > 1:
        facts = [fact for fact in facts if _blank(fact.measure) == _blank(anchor.measure)]
    if len(facts) > 1:
        facts = [fact for fact in facts if fact.section == anchor.section]
    return facts[0] if len(facts) == 1 else None
