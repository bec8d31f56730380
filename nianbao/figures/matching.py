"""Choose the indicator that a result speaks of: a scored choice with a margin, or none and the best candidates.

A phrase of the catalogue counts by how much of it stands near the figure, and near means: in its clause, then in the
sentence before it, then in its headings. Rare pairs of characters weigh more than common ones. Units, exclusions and
the figures before it in the sentence speak with it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nianbao.catalogue import Catalogue, Indicator

NEAR, AFTER, CLAUSE, SENTENCE, HEADING = 1.0, 0.9, 0.4, 0.4, 0.25
# A figure without words of its own (9期274人次) takes those of the figure before it in its clause.
BARE_CLAUSE = 0.8
MISSING = 0.55
WHOLE_PHRASE, PER_PAIR, CARRIES = 2.2, 0.15, 1.2
UNIT_EQUAL, UNIT_CAST, UNIT_OTHER = 1.0, 0.2, -3.5
DOMAIN, LAST_DOMAIN, KIN = 1.6, 0.9, 1.2
EXCLUDED, OUT_OF_CONTEXT = -4.0, -2.5
ENOUGH, MARGIN = 2.6, 0.12
ANY_UNIT = "*"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around a figure, nearest first, and what the figures before it in its sentence were."""

    near: str
    after: str
    clause: str
    sentence: str
    heading: str
    unit: str
    domains: Mapping[str, float]
    before: tuple[str, ...] = ()
    whole: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The chosen code with its score and the phrase that carried it; no code when the choice was not clear."""

    code: str | None
    score: float
    phrase: str
    candidates: tuple[str, ...]


class Matcher:
    """The catalogue's phrases, weighed once, ready to be compared with any surroundings."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._entries = tuple(catalogue.indicators.values())
        self._by_code = catalogue.indicators
        self._phrases: list[tuple[int, str, tuple[str, ...]]] = []
        for k, entry in enumerate(self._entries):
            for phrase in dict.fromkeys((*entry.aliases_zh, entry.name_zh)):
                self._phrases.extend((k, phrase, pairs) for pairs in _forms(phrase))
        seen: dict[str, set[int]] = defaultdict(set)
        for k, _, pairs in self._phrases:
            for pair in pairs:
                seen[pair].add(k)
        self._weight = {pair: math.log(1 + len(self._entries) / len(found)) for pair, found in seen.items()}
        top = math.log(1 + len(self._entries))
        self._weight = {pair: weight / top for pair, weight in self._weight.items()}
        self._where: dict[str, list[int]] = defaultdict(list)
        self._base: list[float] = []
        for n, (_, _, pairs) in enumerate(self._phrases):
            self._base.append(sum(self._weight[pair] for pair in pairs))
            for pair in pairs:
                self._where[pair].append(n)

    def match(self, around: Surroundings) -> Match:
        """Return the indicator of a figure in these surroundings."""
        scores = self._phrase_scores(around)
        strongest = max(1.0, *around.domains.values()) if around.domains else 1.0
        ranked: list[tuple[float, int, str]] = []
        for k, (score, phrase) in scores.items():
            total = score + self._fit(self._entries[k], around, strongest, min(1.0, score / CARRIES))
            ranked.append((total, k, phrase))
        ranked.sort(key=lambda r: (-r[0], r[1]))
        best = [self._entries[k].code for total, k, _ in ranked[:3] if total > 0.8]
        if not ranked or ranked[0][0] < ENOUGH:
            return Match(None, ranked[0][0] if ranked else 0.0, "", tuple(best))
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN:
            return Match(None, ranked[0][0], ranked[0][2], tuple(best))
        return Match(self._entries[ranked[0][1]].code, ranked[0][0], ranked[0][2], tuple(best))

    def _phrase_scores(self, around: Surroundings) -> dict[int, tuple[float, str]]:
        """Return for each indicator its best phrase and how much of it is there."""
        present: dict[str, float] = {}
        zones = (
            (around.heading, HEADING),
            (around.sentence, SENTENCE),
            (around.clause, CLAUSE if len(around.near.strip("、，和及 ")) > 1 else BARE_CLAUSE),
            (around.after, AFTER),
            (around.near, NEAR),
        )
        for words, factor in zones:
            for pair in _pairs(words):
                if pair in self._weight:
                    present[pair] = factor
        reached: dict[int, float] = {}
        for pair, factor in present.items():
            gain = self._weight[pair] * (factor + MISSING)
            for n in self._where[pair]:
                reached[n] = reached.get(n, 0.0) + gain
        scores: dict[int, tuple[float, str]] = {}
        for n, gain in reached.items():
            k, phrase, _ = self._phrases[n]
            there = gain - MISSING * self._base[n]
            score = WHOLE_PHRASE * there / self._base[n] + PER_PAIR * there
            if score > 0.0 and (k not in scores or score > scores[k][0]):
                scores[k] = (score, phrase)
        return scores

    def _fit(self, entry: Indicator, around: Surroundings, strongest: float, carried: float) -> float:
        """Return what unit, domain, exclusions and the figures before it say for or against an indicator.

        The passage speaks for it only as far as its phrase is there at all (`carried`, 0 to 1).
        """
        passage = DOMAIN * around.domains.get(entry.domain, 0.0) / strongest
        if around.before and around.before[-1].partition(".")[0] == entry.domain:
            passage += LAST_DOMAIN
        if self._is_kin(entry, around):
            passage += KIN
        fit = _unit_fit(entry, around.unit) + carried * passage
        if entry.not_zh and any(word in around.near + around.after for word in entry.not_zh):
            fit += EXCLUDED
        if entry.context_zh and not any(
            word in part
            for word in entry.context_zh
            for part in (around.sentence, around.clause, around.near, around.after, around.heading)
        ):
            fit += OUT_OF_CONTEXT
        return fit

    def _is_kin(self, entry: Indicator, around: Surroundings) -> bool:
        """Say whether the catalogue ties the indicator to a figure just before it: its whole, or a rate's parts."""
        if around.whole is not None:
            return entry.part_of == around.whole
        ties = {entry.part_of, entry.numerator, entry.denominator, entry.weight} - {None}
        return bool(ties & set(around.before[-3:]))


def _unit_fit(entry: Indicator, unit: str) -> float:
    if unit == ANY_UNIT:
        return UNIT_CAST if entry.value_kind == "count" else 2 * UNIT_OTHER
    if unit in entry.equal_units:
        return UNIT_EQUAL
    if entry.value_kind == "rate":
        return 0.0 if unit == "" else 2 * UNIT_OTHER
    if unit == "%" or unit == "":
        return 2 * UNIT_OTHER
    if unit in entry.castable_units:
        return UNIT_CAST
    return 2 * UNIT_OTHER if unit == "元" or entry.unit == "元" else UNIT_OTHER


def _pairs(words: str) -> Sequence[str]:
    return [words[k : k + 2] for k in range(len(words) - 1) if words[k] not in _GAPS and words[k + 1] not in _GAPS]


def _forms(phrase: str) -> Iterator[tuple[str, ...]]:
    """Yield the phrase as adjacent pairs, and, as most words have two characters, as its words apart (整改…隐患)."""
    yield tuple(dict.fromkeys(_pairs(phrase)))
    if len(phrase) in (4, 6, 8) and not _GAPS & set(phrase):
        yield tuple(dict.fromkeys(phrase[k : k + 2] for k in range(0, len(phrase), 2)))


_GAPS = frozenset("…，。、；：“”（） \t\n")
