"""Find passages that are alike, without holding each against each.

A passage is met through the smallest few of the hashes of its pieces; two that are much alike share one of them almost
surely. The work grows with the text, and what many hold in common brings no two together.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from nianbao.checks.sentences import sentences
from nianbao.figures.facts import Fact
from nianbao.reading import Reading

PIECE = 6
BYTES_OF_A_SIGN = 2
KEYS = 8
ALIKE = 0.8
COMMON_IN = 12
"""What stands in more passages than this is common usage."""
SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Passage:
    """A sentence of one report: its words without spaces, as it is quoted, and the results that it states."""

    owner: int
    words: str
    quote: str
    facts: tuple[Fact, ...]

    @cached_property
    def pieces(self) -> frozenset[int]:
        """Return the hashes of all runs of six signs, the same in every process."""
        raw, width = self.words.encode("utf-16-le"), PIECE * BYTES_OF_A_SIGN
        return frozenset(
            zlib.crc32(raw[k : k + width]) for k in range(0, max(len(raw) - width, 0) + 1, BYTES_OF_A_SIGN)
        )

    @property
    def keys(self) -> list[int]:
        """Return the smallest few of the pieces."""
        return sorted(self.pieces)[:KEYS]

    def likeness(self, other: Passage) -> float:
        """Return the share of the shorter passage's pieces that stand in the other."""
        fewest = min(len(self.pieces), len(other.pieces))
        return len(self.pieces & other.pieces) / fewest if fewest else 0.0


def passages(owner: int, reading: Reading, shortest: int) -> Iterator[Passage]:
    """Yield the sentences of a report that are not too short, each with the printed results that stand in it."""
    text = reading.document.text
    actual = sorted(
        (fact for fact in reading.facts if fact.kind == "actual" and not fact.implied), key=lambda fact: fact.start
    )
    at = 0
    for start, end in sentences(text):
        while at < len(actual) and actual[at].start < start:
            at += 1
        first = at
        while at < len(actual) and actual[at].start < end:
            at += 1
        words = SPACE.sub("", text[start:end])
        if len(words) >= shortest:
            yield Passage(owner, words, text[start:end], tuple(actual[first:at]))


def alike(found: Sequence[Passage], least: float = ALIKE) -> Iterator[tuple[Passage, Passage]]:
    """Yield the pairs of passages of two owners that are alike, each pair once, in the order of the passages."""
    holders: dict[int, list[int]] = defaultdict(list)
    for k, passage in enumerate(found):
        for key in passage.keys:
            holders[key].append(k)
    pairs = {
        (a, b)
        for group in holders.values()
        if 1 < len(group) <= COMMON_IN
        for n, a in enumerate(group)
        for b in group[n + 1 :]
        if found[a].owner != found[b].owner
    }
    for a, b in sorted(pairs):
        if found[a].likeness(found[b]) >= least:
            yield found[a], found[b]


@lru_cache(maxsize=2)
def bare_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of the obligatory phrases and of all names of documents, longest first."""
    known = sorted({SPACE.sub("", phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile("|".join([r"《[^》]*》", *map(re.escape, known)]))
