"""Gather the words around a figure, and weigh of which domains its passage speaks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict

from nianbao.catalogue import Catalogue
from nianbao.documents.model import Document
from nianbao.figures.clauses import Clauses
from nianbao.figures.matching import ANY_UNIT, Surroundings
from nianbao.figures.mentions import Mention

OWN_SENTENCE, EARLIER, HEADED = 0.6, 0.2, 0.5
# What follows such a sign speaks of the next figure: 化解187起、引导诉讼10起.
_ARRIVED = re.compile(
    r"[、和及]?(?:分别)?(?:提高|提升|上升|增加|增长|扩大|下降|降低|减少|压缩|缩短|缩减|缩小|压减|跃升|降|升|增|减)(?:到|至|为)"
)
_SHORT = 3
_LISTED = re.compile(r"^(?:[0-9０-９][0-9０-９.,，]*[万亿余多]*[一-鿿][、和及]?)+")
_NEXT = ("、", "和", "及", "以及", "，")


class Surveyor:
    """Finds the surroundings of figures in one document."""

    def __init__(self, document: Document, clauses: Clauses, catalogue: Catalogue) -> None:
        self._document, self._text, self._clauses = document, document.text, clauses
        self._rest = re.compile("|".join(catalogue.cues["rest_words"]))
        self._left_over = re.compile("|".join((*catalogue.cues["rest_words"], "结转", "未按", "另有?")))
        self._cues = _cue_pattern(catalogue)
        self._domain_of = {cue: domain.code for domain in catalogue.domains.values() for cue in domain.cues_zh}
        self._hits: list[tuple[int, str]] = []
        for match in self._cues.finditer(self._text):
            self._hits.append((match.start(), self._domain_of[match[0]]))
        self._places = [place for place, _ in self._hits]
        self._heading_starts = [heading.start for heading in document.outline]

    def survey(
        self, mention: Mention, last_end: int, next_start: int, before: tuple[str, ...], whole: str | None
    ) -> Surroundings:
        """Return the surroundings; `last_end` and `next_start` are where the neighbouring figures end and start."""
        quantity, text = mention.quantity, self._text
        if mention.cell is not None:
            near, heading = f"{mention.cell.row} {mention.cell.column}", self._heading(quantity.start)
            return Surroundings(near, "", "", "", "", heading, quantity.unit, self._named(near), before, whole)
        start, end = self._clauses.span(mention.clause)
        sentence_start = self._part_start(mention.clause)
        resumed = self._clauses.resumed(mention.clause)
        near = text[max(start, last_end) : quantity.start]
        clause = text[start : max(start, last_end)] if last_end > start else ""
        if clause and _ARRIVED.match(near):  # 化解率由91.2%提高到93.6%: both figures are of the 化解率
            near, clause = clause + near, ""
        if resumed is not None:
            near = text[slice(*self._clauses.span(resumed))] + near
        after = text[quantity.end : min(end, max(next_start, quantity.end))]
        beyond = text[next_start:end] if next_start < end and len(after.strip("约近超")) < _SHORT else ""
        if after in ("、", "和", "及"):  # 协助41家、27家企业分别申报…: the words behind the list are of all its figures
            after = _LISTED.sub("", beyond)
        elif after.startswith(_NEXT):
            after = beyond = ""
        sentence = text[sentence_start:start]
        return Surroundings(
            near, after, clause, beyond, sentence, self._heading(quantity.start), quantity.unit,
            self._domains(quantity.start, sentence_start, end), before, whole, self._rest.search(near) is not None,
        )  # fmt: skip

    def _part_start(self, clause: int) -> int:
        """Return where the part of the sentence begins that holds a clause: behind the last semicolon."""
        sentence_start, _ = self._clauses.sentence(clause)
        start, _ = self._clauses.span(clause)
        return max(sentence_start, *(self._text.rfind(sign, sentence_start, start) + 1 for sign in "；;"))

    def parts_sentences(self, first: Mention, second: Mention) -> bool:
        """Say whether a full stop or a semicolon stands between two mentions."""
        return self._part_start(first.clause) != self._part_start(second.clause)

    def is_left_over(self, mention: Mention) -> bool:
        """Say whether a figure is what is left of a total or carried over, which counts as nothing that was done."""
        start, end = self._clauses.span(mention.clause)
        return self._left_over.search(self._text, start, end) is not None

    def survey_words(self, offset: int, clause: int, about: str) -> Surroundings:
        """Return the surroundings of a claim in words; `about` is what it says nothing happened of."""
        start, end = self._clauses.span(clause)
        sentence_start, _ = self._clauses.sentence(clause)
        domains = self._domains(offset, sentence_start, end)
        lead, sentence = self._text[start:offset], self._text[sentence_start:start]
        return Surroundings(about, "", lead, "", sentence, self._heading(offset), ANY_UNIT, domains)

    def _heading(self, offset: int) -> str:
        """Return the titles of the heading above a place and of the one above that."""
        k = bisect_right(self._heading_starts, offset) - 1
        if k < 0:
            return ""
        own = self._document.outline[k]
        above = next((h for h in reversed(self._document.outline[:k]) if h.level < own.level), None)
        return f"{above.title if above else ''} {own.title}"

    def _domains(self, offset: int, sentence_start: int, end: int) -> dict[str, float]:
        weights: dict[str, float] = defaultdict(float)
        for domain, weight in self._named(self._heading(offset)).items():
            weights[domain] += HEADED * weight
        paragraph = self._text.rfind("\n", 0, sentence_start) + 1
        for k in range(bisect_left(self._places, paragraph), bisect_left(self._places, end)):
            place, domain = self._hits[k]
            weights[domain] += OWN_SENTENCE if place >= sentence_start else EARLIER
        return weights

    def _named(self, words: str) -> dict[str, float]:
        return {self._domain_of[match[0]]: 1.0 for match in self._cues.finditer(words)}


def _cue_pattern(catalogue: Catalogue) -> re.Pattern[str]:
    cues = {cue for domain in catalogue.domains.values() for cue in domain.cues_zh}
    return re.compile("|".join(re.escape(cue) for cue in sorted(cues, key=len, reverse=True)))
