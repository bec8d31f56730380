"""Tell parallel figures of one code apart by an item, and find figures that are told twice.

Figures of one code that stand side by side in a paragraph count different things (three subsidy policies); the same
figure elsewhere in the document is a duplicate, and a different one is a conflict that the checks report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nianbao.documents.model import Document
from nianbao.figures.facts import Fact

_LONGEST, _BESIDE = 14, 6
_ORDERED = re.compile("(?:分别|依次)[为是有]")
_NOT_HAN = re.compile(r"[^一-鿿“”]")
_FILLERS = re.compile(r"其中|分别|协助|组织|开展|申报|为|等|的|了|共|约|近|对")


def with_items(document: Document, names: Mapping[int, str], facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts with items where one code is stated in parallel, and later repetitions marked duplicate.

    `names` gives the figures of distributive lists, by where they start, their own names.
    """
    groups: dict[tuple[str | None, object], list[int]] = defaultdict(list)
    for k, fact in enumerate(facts):
        if fact.kind == "actual" and fact.indicator is not None:
            groups[fact.indicator, fact.period].append(k)
    result, places = list(facts), {fact.id: k for k, fact in enumerate(facts)}
    for members in groups.values():
        if len(members) > 1:
            for k in members:
                if facts[k].item is None and facts[k].start in names:
                    result[k] = replace(facts[k], item=names[facts[k].start])
            _label_group(document, result, members, places)
            _mark_repeats(document.text, result, members)
    return result


def _label_group(document: Document, facts: list[Fact], members: list[int], places: Mapping[str, int]) -> None:
    """Label parts of a fact of the same code, and facts that share a paragraph without being told twice."""
    for k in members:
        whole = places.get(facts[k].part_of or "")
        if whole is not None and facts[whole].indicator == facts[k].indicator and facts[k].item is None:
            facts[k] = replace(facts[k], item=_told_by(facts, k) or facts[k].measure)
    for paragraph in _by_paragraph(document, facts, members):
        loose = [k for k in paragraph if facts[k].item is None and not facts[k].implied and facts[k].part_of is None]
        if len(loose) > 1 and all(facts[k].unit == facts[loose[0]].unit for k in loose):
            for k, label in zip(loose, _labels([facts[k] for k in loose]), strict=True):
                facts[k] = replace(facts[k], item=label)


def _told_by(facts: Sequence[Fact], k: int) -> str:
    """Return the words before a part, without the figures beside it and what belongs to others of its own code.

    来信9件、来访34批次 are told by 来信 and 来访; in 小微企业6家、金额3400万元 the money is that of 小微企业.
    """
    words = facts[k].measure
    for other in facts[max(0, k - _BESIDE) : k]:
        before, found, behind = words.partition(other.text)
        if found:
            words = behind if other.indicator == facts[k].indicator else before + behind
    return _words(_ORDERED.split(words)[-1].lstrip("、和及"))


def _labels(facts: Sequence[Fact]) -> Sequence[str | None]:
    """Return what tells the facts apart: the words before the figures, else those behind them, else nothing."""
    for words in ([_words(f.quote.partition(f.text)[side]) for f in facts] for side in (0, 2)):
        if all(words) and len(set(words)) == len(words):
            return words
    return [None] * len(facts)


def _by_paragraph(document: Document, facts: Sequence[Fact], members: Sequence[int]) -> list[list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for k in members:
        groups[document.text.rfind("\n", 0, facts[k].start)].append(k)
    return [group for group in groups.values() if len(group) > 1]


def _words(words: str) -> str:
    plain = _FILLERS.sub("", _NOT_HAN.sub("", words))
    return plain if len(plain) <= _LONGEST else plain[-_LONGEST:]


def _mark_repeats(text: str, facts: list[Fact], members: Sequence[int]) -> None:
    seen: dict[tuple[str | None, object, object, bool], int] = {}
    for k in sorted(members, key=lambda k: facts[k].start):
        fact = facts[k]
        key = (fact.item, fact.low, fact.high, fact.part_of is not None)
        if key in seen and not fact.implied and _sentence_ends(text, seen[key], fact.start):
            facts[k] = replace(fact, kind="duplicate")
        seen.setdefault(key, fact.end)


def _sentence_ends(text: str, start: int, end: int) -> bool:
    return text.find("。", start, end) >= 0 or text.find("\n", start, end) >= 0
