"""Gather the words around a figure, and weigh of which domains its passage speaks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from nianbao.catalogue import Catalogue
from nianbao.documents.model import Document, Heading
from nianbao.figures.clauses import Clauses
from nianbao.figures.mentions import Mention
from nianbao.figures.passages import Surroundings

OWN_WORDS, OWN_SENTENCE, EARLIER, HEADED = 1.0, 0.6, 0.2, 0.5
_SCENE = 160
# What follows such a sign speaks of the next figure: 化解187起、引导诉讼10起.
_ARRIVED = re.compile(
    r"[、和及]?(?:分别)?(?:提高|提升|上升|增加|增长|扩大|下降|降低|减少|压缩|缩短|缩减|缩小|压减|跃升|降|升|增|减)(?:到|至|为)"
)
_ARRIVED_ALONE = re.compile(
    r"(?:达到?|升至|降至|增至|减至|提高到|提升到|升到|降到|下降到|上升到)"
    r"|(?:今年|本年度?)(?:则?为|达到?|共)?"
    r"|(?:(?:截[至止])?目前)?(?:全[一-鿿]{1,2}|本[一-鿿]{1,2})?(?:累计|总数|共|现)(?:达到?|有)?"
)
_VERB_ALONE = re.compile(
    r"(?:全年|今年|年内|累计|共计?|已|先后|集中|现场|联合)*(?:组织|开展|举办|进行|召开|举行|学习|检查|排查|走访|处理|办理|完成)"
)
_TAIL = re.compile(r"[0-9０-９][万亿余多]*[一-鿿](?P<words>[^0-9０-９，。；、]{2,20})$")
# A head that says of what the figures behind it speak: 2.规范性文件：制定1件，清理4件；政协提案方面，承办6件.
_HEAD = re.compile(r"\s*(?:\d{1,2}[.．、]|[①-⑳]|[一二三四五六]是)?(?P<about>[一-鿿]{2,12}?)(?:：|方面[，,])")
_HEADED = 4
# 办理12件人大建议、17件政协提案: where the words stand behind the figures, those before 、 are of the last one.
_OF_THE_LAST = re.compile(r"[一-鿿“”]{1,14}[、和及]")
# 12个司法所共审查…318件, 提案31件已办复30件: what stands behind such a word is said of the next figure.
_ALTOGETHER = re.compile(r"(?<!公)共(?!同|有|享|建|治)|累计|合计|总计|^(?:现|目前)?已")
_SHORT, _NEAREST = 3, 14
_FIGURE = re.compile(r"[0-9０-９]+[^一-鿿]*[一-鿿]")
_LISTED = re.compile(r"^(?:[0-9０-９][0-9０-９.,，]*[万亿余多]*[一-鿿][、和及]?)+")
_NEXT = ("、", "和", "及", "以及", "，")


class Cues:
    """The words by which passages show their domain, and figures that they are what is left over; compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._marks = re.compile("|".join((*catalogue.cues["rest_words"], *catalogue.cues["average_words"])))
        others = (*catalogue.cues["rest_words"], *catalogue.cues["outcome_words"], "结转", "未按", "另有?")
        self.no_instance = re.compile("|".join(others))
        self.purpose = re.compile("|".join(catalogue.cues["purpose_words"]))
        self._domain_of = {cue: domain.code for domain in catalogue.domains.values() for cue in domain.cues_zh}
        words = sorted(self._domain_of, key=len, reverse=True)
        self._domains = re.compile("|".join(map(re.escape, words)))

    def mark(self, words: str) -> str:
        """Return the word by which a figure is no plain count, if one stands there."""
        found = self._marks.search(words)
        return found[0] if found else ""

    def domains(self, words: str) -> Iterator[tuple[int, str]]:
        """Yield where a domain shows in some words, and which."""
        return ((match.start(), self._domain_of[match[0]]) for match in self._domains.finditer(words))


class Surveyor:
    """Finds the surroundings of figures in one document."""

    def __init__(self, document: Document, clauses: Clauses, cues: Cues) -> None:
        self._document, self._text, self._clauses, self._cues = document, document.text, clauses, cues
        self._hits = list(cues.domains(self._text))
        self._places = [place for place, _ in self._hits]
        self._heading_starts = [heading.start for heading in document.outline]
        self._headings = list(_with_parents(document.outline))
        self._named_in_heading: dict[str, dict[str, float]] = {}
        self._part_starts: dict[int, int] = {}
        self._paragraphs = [0, *(match.end() for match in re.finditer("\n", self._text))]
        self._last_scene: tuple[tuple[str, int] | None, int, dict[str, float]] = None, 0, {}

    def survey(
        self, mention: Mention, last_end: int, next_start: int, before: tuple[str, ...], whole: str | None,
        follows: str | None, name: str,
    ) -> Surroundings:  # fmt: skip
        """Return the surroundings; `last_end` and `next_start` are where the neighbouring figures end and start.

        `name` is the figure's own in a distributive list: it then stands nearest.
        """
        quantity, text = mention.quantity, self._text
        if mention.cell is not None:
            near, heading = f"{mention.cell.row} {mention.cell.column}", self._heading(quantity.start)
            named = self._named(f"{near} {mention.cell.caption}")
            return Surroundings(near, "", "", "", mention.cell.caption, heading, quantity.unit, named, before, whole)
        start, end = self._clauses.span(mention.clause)
        sentence_start = self._part_start(mention.clause)
        resumed = self._clauses.resumed(mention.clause)
        near = text[max(start, last_end) : quantity.start]
        clause = text[start : max(start, last_end)] if last_end > start else ""
        after = text[quantity.end : min(end, max(next_start, quantity.end))]
        alone = not clause and not after and start > sentence_start
        if alone and (_ARRIVED_ALONE.fullmatch(near) or self._lacks_object(near, mention.clause)):
            near = text[slice(*self._clauses.span(mention.clause - 1))] + near  # 满意率提高2.6个百分点，达到96.4%
        if clause and after and not after.startswith(_NEXT) and _OF_THE_LAST.fullmatch(near):
            near = near[-1]
        if clause and _ARRIVED.match(near):  # 化解率由91.2%提高到93.6%: both figures are of the 化解率
            near, clause = clause + near, ""
        if name:
            near = f"{name}{near}" if near.strip("、和及与") else name
        if (
            not clause
            and len(near) <= _HEADED
            and (head := _HEAD.fullmatch(text[self._clauses.before(mention.clause)]))
        ):
            near = head["about"] + near  # 合法性审查：全年47件
        if resumed is not None and not near.startswith(_NEXT):
            near = text[slice(*self._clauses.span(resumed))] + near
        beyond = text[next_start:end] if next_start < end and len(after.strip("约近超")) < _SHORT else ""
        if next_start < end and (object_of := _ALTOGETHER.search(after)):
            after = after[: object_of.start()]  # 12个司法所共审查涉法事务318件
        if after in ("、", "和", "及"):  # 协助41家、27家企业分别申报…: the words behind the list are of all its figures
            after = _LISTED.sub("", beyond)
        elif after.startswith(_NEXT):
            # 对重大决策5项、文件42份进行合法性审查: the words behind a list are of all its figures
            tail = _TAIL.search(text, quantity.end, end) if after.startswith("、") else None
            after, beyond = "", tail["words"] if tail else ""
        if not after.strip("余多"):
            after += self._purpose(mention.clause)
        sentence = text[sentence_start:start]
        # the paragraph's words, as far as they still set the scene
        paragraph = text[max(self._paragraph(sentence_start), sentence_start - _SCENE) : sentence_start]
        own = (quantity.start - len(near), quantity.end + len(after))
        return Surroundings(
            near, after, clause, beyond, sentence, self._heading(quantity.start), quantity.unit,
            self._domains(quantity.start, sentence_start, end, own), before, whole,
            self._cues.mark(near), paragraph, follows,
        )  # fmt: skip

    def _lacks_object(self, near: str, clause: int) -> bool:
        """Say whether a figure has a verb alone, whose object the clause before names: 坚持会前学法，全年组织14次."""
        before = self._text[self._clauses.before(clause)]
        return _VERB_ALONE.fullmatch(near) is not None and not _FIGURE.search(before)

    def _purpose(self, clause: int) -> str:
        """Return the next clause where it says what the figures of this one were for: 召开会议4次，专题研究法治建设."""
        start, end = self._clauses.span(clause + 1) if clause + 1 < len(self._clauses) else (0, 0)
        if not start or self._text[start - 1] not in "，,":
            return ""
        words = self._text[start:end]
        return words if self._cues.purpose.match(words) and not _FIGURE.search(words) else ""

    def _paragraph(self, sentence_start: int) -> int:
        """Return where the paragraph of a sentence begins."""
        return self._paragraphs[bisect_right(self._paragraphs, sentence_start) - 1]

    def _part_start(self, clause: int) -> int:
        """Return where the part of the sentence begins that holds a clause: behind the last semicolon."""
        if clause not in self._part_starts:
            sentence_start, _ = self._clauses.sentence(clause)
            start, _ = self._clauses.span(clause)
            behind = (self._text.rfind(sign, sentence_start, start) + 1 for sign in "；;")
            self._part_starts[clause] = max(sentence_start, *behind)
        return self._part_starts[clause]

    def parts_sentences(self, first: Mention, second: Mention) -> bool:
        """Say whether a full stop or a semicolon stands between two mentions."""
        return self._part_start(first.clause) != self._part_start(second.clause)

    def is_no_instance(self, mention: Mention) -> bool:
        """Say whether a part is left over, carried over or another outcome, and so counts nothing its total counts."""
        start, end = self._clauses.span(mention.clause)
        quantity = mention.quantity
        lead = self._text[max(start, quantity.start - _NEAREST) : quantity.start]
        behind = self._text[quantity.end : min(end, quantity.end + _NEAREST)]
        own = _FIGURE.split(lead)[-1], _FIGURE.split(behind)[0]
        return any(self._cues.no_instance.search(words) for words in own)

    def survey_words(self, offset: int, clause: int, about: str, unit: str) -> Surroundings:
        """Return the surroundings of a claim in words; `about` is what it says nothing happened of."""
        start, end = self._clauses.span(clause)
        sentence_start, _ = self._clauses.sentence(clause)
        domains = self._domains(offset, sentence_start, end, (offset, end))
        lead, sentence = self._text[start:offset], self._text[sentence_start:start]
        return Surroundings(about, "", lead, "", sentence, self._heading(offset), unit, domains)

    def _heading(self, offset: int) -> str:
        """Return the titles of the heading above a place and of the one above that."""
        k = bisect_right(self._heading_starts, offset) - 1
        if k < 0:
            return ""
        return self._headings[k]

    def _domains(self, offset: int, sentence_start: int, end: int, own: tuple[int, int]) -> dict[str, float]:
        """Weigh the domains of a passage: the figure's own words most, then its sentence, headings, paragraph."""
        weights = self._scene(self._heading(offset), sentence_start)
        first, last = bisect_left(self._places, min(own[0], sentence_start)), bisect_left(self._places, end)
        for place, domain in self._hits[first:last]:
            if place >= sentence_start:
                weights[domain] = weights.get(domain, 0.0) + OWN_SENTENCE
            if own[0] <= place < own[1]:
                weights[domain] = weights.get(domain, 0.0) + OWN_WORDS
        return weights

    def _scene(self, heading: str, sentence_start: int) -> dict[str, float]:
        """Return what headings and paragraph say of domains before a sentence; carried on from the last sentence."""
        begin, end = (
            bisect_left(self._places, self._paragraph(sentence_start)),
            bisect_left(self._places, sentence_start),
        )
        last_of, last_end, weights = self._last_scene
        if last_of != (heading, begin) or last_end > end:
            last_end, weights = begin, {domain: HEADED * weight for domain, weight in self._headed(heading).items()}
        for _, domain in self._hits[last_end:end]:
            weights[domain] = weights.get(domain, 0.0) + EARLIER
        self._last_scene = (heading, begin), end, weights
        return dict(weights)

    def _headed(self, heading: str) -> dict[str, float]:
        if heading not in self._named_in_heading:
            self._named_in_heading[heading] = self._named(heading)
        return self._named_in_heading[heading]

    def _named(self, words: str) -> dict[str, float]:
        return {domain: 1.0 for _, domain in self._cues.domains(words)}


def _with_parents(outline: Sequence[Heading]) -> Iterator[str]:
    """Yield each heading's title behind that of the heading above it."""
    above: list[Heading] = []
    for heading in outline:
        while above and above[-1].level >= heading.level:
            above.pop()
        yield f"{above[-1].title if above else ''} {heading.title}"
        above.append(heading)
