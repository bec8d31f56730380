"""Score how much of each indicator's phrases stands near a figure.

A phrase is its pairs of adjacent characters; rare pairs weigh more than common ones, and a pair counts by the zone it
stands in. A phrase that is wholly there beats a longer one that is half there.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import add
from typing import NamedTuple

from nianbao.catalogue import Indicator

MISSING = 0.55
WHOLE_PHRASE, PER_PAIR = 2.2, 0.15
OWN = 0.6
"""From this factor on a zone holds the figure's own words."""
LEAST_OWN = 0.25
"""Words farther off may help a phrase, but this share of it must stand by the figure itself."""
_GAPS = frozenset("…，。、；：“”（） \t\n")

Zones = Sequence[tuple[str, float]]
"""Stretches of text with their factors, the weakest first."""
Scores = dict[int, tuple[float, str, float]]
"""For each indicator, by its place in the catalogue: its best score, the phrase, and how much of that is there."""


class _Form(NamedTuple):
    """One form of a phrase: its indicator's place in the catalogue, its pairs, their weight and the best score of all.

    `joints` are the pairs that only the phrase as a whole has, beside its words apart: without any of them it is worth
    less than these.
    """

    entry: int
    phrase: str
    pairs: tuple[str, ...]
    whole: float
    most: float
    joints: frozenset[str]


class _Hold(NamedTuple):
    """What a pair is to some indicators: the forms that have it, those it has beside other pairs, and what it scores.

    `alone` are the scores where it is the only pair there, by what it then adds.
    """

    forms: Sequence[_Form]
    partners: frozenset[str]
    beside: Mapping[str, Sequence[int]]
    alone: dict[float, Scores]

    def score_alone(self, gain: float) -> Scores:
        """Return the scores of the forms of which this pair is enough."""
        if gain not in self.alone:
            scores: Scores = {}
            for k, phrase, _, whole, _, _ in self.forms:
                there = gain - MISSING * whole
                score = WHOLE_PHRASE * there / whole + PER_PAIR * there
                if score > (scores[k][0] if k in scores else 0.0):
                    scores[k] = (score, phrase, there / whole)
            self.alone[gain] = scores  # when it is whole, for threads may share it
        return self.alone[gain]


class Index(dict[str, _Hold]):
    """The phrases of some indicators by their pairs, looked up when first asked for: one text has few of them."""

    def __init__(self, forms: Sequence[_Form], where: Mapping[str, Sequence[int]], entries: Container[int]) -> None:
        super().__init__()
        self._forms, self._where, self._entries = forms, where, entries

    def __missing__(self, pair: str) -> _Hold:
        """Gather what a pair is to these phrases."""
        beside = defaultdict[str, list[int]](list)
        enough = []
        for n in self._where[pair]:
            form = self._forms[n]
            if form.entry in self._entries:
                apart = form.joints and pair not in form.joints
                if not apart:
                    enough.append(form)
                for other in form.joints if apart else form.pairs:
                    beside[other].append(n)
        beside.pop(pair, None)
        hold = self[pair] = _Hold(enough, frozenset(beside), beside, {})
        return hold


class Phrases:
    """The phrases of some indicators, and the weights that their pairs have among all of them."""

    def __init__(self, entries: Sequence[Indicator]) -> None:
        named = [
            (k, phrase, pairs, joints)
            for k, entry in enumerate(entries)
            for phrase in dict.fromkeys((*entry.aliases_zh, entry.name_zh))
            for pairs, joints in _forms(phrase)
        ]
        self._weight = _weights(((k, pairs) for k, _, pairs, _ in named), len(entries))
        wholes = [sum(self._weight[pair] for pair in pairs) for _, _, pairs, _ in named]
        self._forms = [
            _Form(k, phrase, pairs, whole, WHOLE_PHRASE + PER_PAIR * whole, joints)
            for (k, phrase, pairs, joints), whole in zip(named, wholes, strict=True)
        ]
        self._where: dict[str, list[int]] = {pair: [] for pair in self._weight}
        for n, form in enumerate(self._forms):
            for pair in form.pairs:
                self._where[pair].append(n)
        self._find_again = lru_cache(maxsize=256)(self._find)  # headings and sentences have many figures
        self.shared = _shared(entries)
        """Phrases that several domains have, as 办结 and 涉及金额: alone they do not say of what."""

    def index(self, entries: Container[int]) -> Index:
        """Return the index of the phrases of these indicators alone."""
        return Index(self._forms, self._where, entries)

    def score(self, zones: Zones, index: Index, bare: bool) -> Scores:
        """Return the indicators of which some phrase is there, `LEAST_OWN` of it in the figure's own words.

        A `bare` figure has no words of its own: any will do. Most phrases have only one pair there, and what these
        score is known; the others are found by two of their pairs.
        """
        present: dict[str, float] = {}
        for words, factor in zones:
            if words:
                pairs = self._find(words) if factor >= OWN else self._find_again(words)
                present.update(dict.fromkeys(pairs, factor))
        weight = self._weight
        gain = {pair: weight[pair] * (factor + MISSING) for pair, factor in present.items()}
        own = [pair for pair, factor in present.items() if bare or factor >= OWN]
        scores: Scores = {}
        forms, others = set[int](), set(present)
        for pair in own:
            hold = index[pair]
            for k, found in hold.score_alone(gain[pair]).items():
                if k not in scores or found[0] > scores[k][0]:
                    scores[k] = found
            others.remove(pair)
            forms.update(*map(hold.beside.__getitem__, others & hold.partners))
        for n in sorted(forms):  # of two phrases that are there alike the catalogue's first is named
            k, phrase, pairs, whole, most, _ = self._forms[n]
            best = scores[k][0] if k in scores else 0.0
            if best >= most:
                continue
            there = -MISSING * whole
            for pair in pairs:
                if pair in gain:
                    there += gain[pair]
            score = WHOLE_PHRASE * there / whole + PER_PAIR * there
            if score > best and (bare or sum([weight[pair] for pair in pairs if pair in own]) >= LEAST_OWN * whole):
                scores[k] = (score, phrase, there / whole)
        return scores

    def _find(self, words: str) -> tuple[str, ...]:
        """Return the pairs in some words that phrases have."""
        return tuple(filter(self._weight.__contains__, map(add, words, words[1:])))


def _weights(held: Iterable[tuple[int, tuple[str, ...]]], entries: int) -> dict[str, float]:
    seen: dict[str, set[int]] = defaultdict(set)
    for k, pairs in held:
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


def _forms(phrase: str) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """Yield a phrase as adjacent pairs, and, as most words have two characters, as its words apart (整改…隐患).

    Beside each form stand its joints.
    """
    if not (pairs := tuple(dict.fromkeys(_pairs(phrase)))):
        return
    if len(phrase) in (4, 6, 8) and _GAPS.isdisjoint(phrase):
        words = tuple(dict.fromkeys(phrase[k : k + 2] for k in range(0, len(phrase), 2)))
        yield pairs, frozenset(pairs).difference(words)
        yield words, frozenset()
    else:
        yield pairs, frozenset()


def _pairs(words: str) -> Iterator[str]:
    return (a + b for a, b in pairwise(words) if a not in _GAPS and b not in _GAPS)
