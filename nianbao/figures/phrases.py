"""Score how much of each indicator's phrases stands near a figure.

A phrase is its pairs of adjacent characters; rare pairs weigh more than common ones, and a pair counts by the zone it
stands in. A phrase that is wholly there beats a longer one that is half there.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from nianbao.catalogue import Indicator

MISSING = 0.55
WHOLE_PHRASE, PER_PAIR = 2.2, 0.15
OWN = 0.6
"""From this factor on a zone holds the figure's own words."""
_GAPS = frozenset("…，。、；：“”（） \t\n")

Zones = Sequence[tuple[str, float]]
"""Stretches of text with their factors, the weakest first."""
Scores = dict[int, tuple[float, str, float]]
"""For each indicator, by its place in the catalogue: its best score, the phrase, and how much of that is there."""


class Phrases:
    """The phrases of some indicators, and the weights that their pairs have among all of them."""

    def __init__(self, entries: Sequence[Indicator]) -> None:
        self._phrases: list[tuple[int, str, tuple[str, ...]]] = []
        for k, entry in enumerate(entries):
            for phrase in dict.fromkeys((*entry.aliases_zh, entry.name_zh)):
                self._phrases.extend((k, phrase, pairs) for pairs in _forms(phrase))
        self._weight = _weights(self._phrases, len(entries))
        self._weighed = [tuple((pair, self._weight[pair]) for pair in pairs) for _, _, pairs in self._phrases]
        self._whole = [sum(weight for _, weight in weighed) for weighed in self._weighed]
        self.shared = _shared(entries)
        """Phrases that several domains have, as 办结 and 涉及金额: alone they do not say of what."""

    def index(self, entries: Iterable[int]) -> dict[str, tuple[int, ...]]:
        """Return where each pair stands in the phrases of these indicators alone."""
        wanted, where = frozenset(entries), defaultdict[str, list[int]](list)
        for n, (k, _, pairs) in enumerate(self._phrases):
            if k in wanted:
                for pair in pairs:
                    where[pair].append(n)
        return {pair: tuple(found) for pair, found in where.items()}

    def score(self, zones: Zones, index: dict[str, tuple[int, ...]], least_own: float) -> Scores:
        """Return the indicators of which some phrase is there; `least_own` of it in the figure's own words.

        Only phrases that have a pair among those words are looked at, which are few.
        """
        present: dict[str, float] = {}
        for words, factor in zones:
            present.update(dict.fromkeys(_pairs(words), factor))
        own: dict[int, float] = {}
        for pair, factor in present.items():
            if pair in index and (factor >= OWN or not least_own):
                weight = self._weight[pair]
                for n in index[pair]:
                    own[n] = own.get(n, 0.0) + weight
        scores: Scores = {}
        for n, weight in own.items():
            whole = self._whole[n]
            if weight >= least_own * whole:
                there = -MISSING * whole
                for pair, full in self._weighed[n]:
                    if pair in present:
                        there += full * (present[pair] + MISSING)
                k, phrase, _ = self._phrases[n]
                score = WHOLE_PHRASE * there / whole + PER_PAIR * there
                if there > 0.0 and (k not in scores or score > scores[k][0]):
                    scores[k] = (score, phrase, there / whole)
        return scores


def _weights(phrases: Sequence[tuple[int, str, tuple[str, ...]]], entries: int) -> dict[str, float]:
    seen: dict[str, set[int]] = defaultdict(set)
    for k, _, pairs in phrases:
        for pair in pairs:
            seen[pair].add(k)
    top = math.log(1 + entries)
    return {pair: math.log(1 + entries / len(found)) / top for pair, found in seen.items()}


def _shared(entries: Sequence[Indicator]) -> frozenset[str]:
    domains: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for phrase in entry.aliases_zh:
            domains[phrase].add(entry.domain)
    return frozenset(phrase for phrase, found in domains.items() if len(found) > 1)


def _forms(phrase: str) -> Iterator[tuple[str, ...]]:
    """Yield the phrase as adjacent pairs, and, as most words have two characters, as its words apart (整改…隐患)."""
    if pairs := tuple(dict.fromkeys(_pairs(phrase))):
        yield pairs
    if len(phrase) in (4, 6, 8) and not _GAPS & set(phrase):
        yield tuple(dict.fromkeys(phrase[k : k + 2] for k in range(0, len(phrase), 2)))


def _pairs(words: str) -> Iterable[str]:
    return (words[k : k + 2] for k in range(len(words) - 1)) if _GAPS.isdisjoint(words) else _parted(words)


def _parted(words: str) -> Iterator[str]:
    return (a + b for a, b in pairwise(words) if a not in _GAPS and b not in _GAPS)
