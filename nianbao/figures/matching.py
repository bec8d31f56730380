"""Choose the indicator that a result speaks of: a scored choice with a margin, or none and the best candidates.

A phrase of the catalogue counts by how much of it stands near the figure, and near means: in its clause, then in the
sentence before it, then in its headings. Units, exclusions and the figures before it in the sentence speak with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nianbao.catalogue import Catalogue, Indicator
from nianbao.figures.fitting import ANY_UNIT, UNIT_OTHER, Fitter
from nianbao.figures.passages import LINKS, Surroundings
from nianbao.figures.phrases import Index, Phrases, Scores, Zones

NEAR, AFTER, CLAUSE, SENTENCE, HEADING = 1.0, 0.9, 0.4, 0.4, 0.25
# A figure without words of its own (9期274人次) takes those of the figure before it in its clause.
BARE_CLAUSE, LISTED = 0.8, 0.5
# 11家企业21名员工的子女入学问题: what stands behind the next figure, where nothing parts them.
BEYOND = 0.7
CARRIES = 1.2
ENOUGH, MARGIN = 2.6, 0.06
# Shares that differ by less are the same; they are sums of weights.
ALIKE = 1e-9
# Within the margin the fuller phrase decides, if it is fuller by this much.
CLEARER = 0.2
CANDIDATE = 0.8
FAR = 80
# Measured on annotated reports: of the choices whose phrase is less than three quarters there, most are wrong.
LEAST_SHARE = 0.75
# A fuller phrase that is wholly there decides over one that is before it by less than this: more over one in part.
WHOLLY, LEAD, SHORT_LEAD = 0.95, 0.7, 0.3
# 参考率、通过率均达100%: one figure for two rates
_SHARED = re.compile(r"(?P<names>[一-鿿“”]{2,12}(?:、[一-鿿“”]{2,12})+?)(?:均|都|皆|双双|同为)(?:为|达|达到|是|在)?")
_OF_BOTH = re.compile(r"率(?:均|都|皆|双双)")
_OBJECTS = re.compile(r"[一-鿿]{2,10}、[一-鿿]{2,10}(?:、[一-鿿]{2,10}|[和及][一-鿿]{2,10})+(?:等[一-鿿]{0,6})?$")
_TWO_VERBS = re.compile(r"[一-鿿]{2}并[一-鿿]{2}")
_NO_COUNT = frozenset(("", "%", "‰", "元", ANY_UNIT))


class Match(NamedTuple):
    """The chosen code with its score, the phrase that carried it and how much of that is there; no code if unclear."""

    code: str | None
    score: float
    phrase: str
    candidates: tuple[str, ...]
    share: float = 0.0
    also: tuple[str, ...] = ()


class Matcher:
    """The catalogue's phrases, weighed once, ready to be compared with any surroundings."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._entries = tuple(catalogue.indicators.values())
        self._by_code = catalogue.indicators
        self._phrases = Phrases(self._entries)
        self._fitter = Fitter(self._entries)
        self._bare = frozenset(catalogue.cues["bare_words"])
        self._indexes: dict[str, Index] = {}

    def match(self, around: Surroundings) -> Match:
        """Return the indicator of a figure, and what else the same figure counts."""
        if names := _SHARED.fullmatch(around.near):
            each = [self._match_one(around._replace(near=name)) for name in names["names"].split("、")]
            known = [match for match in each if match.code is not None]
            if len(known) < len(each):  # 建议3件…，办结率、满意率均为100%: the one that goes with the figures before it
                known = [match for match in known if self._rates_of_all(match, around)]
            codes = dict.fromkeys(code for match in known for code in (match.code, *self._rates_of_all(match, around)))
            if len(codes) > 1:
                first, *others = filter(None, codes)
                return known[0]._replace(code=first, also=tuple(others))
        match = self._match_one(around)
        return match._replace(also=self._rates_of_all(match, around)) if _OF_BOTH.search(around.near) else match

    def _rates_of_all(self, match: Match, around: Surroundings) -> tuple[str, ...]:
        """Return the rates that one figure gives as well: 建议3件、提案4件，办结率均为100%."""
        if (code := match.code) is None:
            return match.also
        first = self._by_code[code]
        if first.value_kind != "rate" or first.denominator not in around.before:
            return ()
        kin = (e for e in self._entries if e.domain == first.domain and e.value_kind == "rate")
        return tuple(e.code for e in kin if e.code != code and e.denominator in around.before)

    def _match_one(self, around: Surroundings) -> Match:
        """Return the indicator of a figure; one that counts in another unit only for want of any."""
        bare = _is_bare(around)
        zones = _zones(around)
        found = self._choose(around, self._phrases.score(zones, self._index(around.unit), bare))
        if found.code is None and not found.candidates and around.unit not in _NO_COUNT:
            return self._choose(around, self._phrases.score(zones, self._index(ANY_UNIT), bare))
        return found

    def _choose(self, around: Surroundings, scores: Scores) -> Match:
        said = self._fitter.prepare(around)
        ranked = sorted(
            [
                (-score - self._fitter.fit(k, said, min(1.0, score / CARRIES)), k, phrase)
                for k, (score, phrase, _) in scores.items()
                if not self._is_anothers_step(self._entries[k], phrase, around)
            ]
        )
        candidates = tuple(self._entries[k].code for total, k, _ in ranked[:3] if -total > CANDIDATE)
        if not ranked or -ranked[0][0] < ENOUGH:
            return Match(None, -ranked[0][0] if ranked else 0.0, "", candidates)
        score, k, phrase = -ranked[0][0], ranked[0][1], ranked[0][2]
        # a part without words of its own is of its whole's code
        if around.whole is None and (whole := _whole_beside(ranked, scores)) is not None:
            return Match(self._entries[whole].code, score, scores[whole][1], candidates, scores[whole][2])
        if scores[k][2] < LEAST_SHARE or self._is_another_kind(k, around):
            return Match(None, score, phrase, candidates, scores[k][2])
        if _OBJECTS.search(around.near) and (whole := self._whole_of_list(k, scores)) is not None:
            return Match(self._entries[whole].code, score, scores[whole][1], candidates, scores[whole][2])
        if len(ranked) > 1 and score + ranked[1][0] < MARGIN:
            rival = ranked[1][1]
            if (part := self._part_among(k, rival, scores)) is not None:
                k = part
            elif abs(scores[k][0] - scores[rival][0]) < CLEARER:
                if (next_to := _next_to(around.near, k, rival, scores)) is None:
                    return Match(None, score, phrase, candidates)
                k = next_to
            else:
                k = max(k, rival, key=lambda n: scores[n][0])
        k, also = self._two_steps(around, [n for _, n, _ in ranked if scores[n][2] >= LEAST_SHARE], k)
        return Match(self._entries[k].code, score, scores[k][1], candidates, scores[k][2], also)

    def _is_another_kind(self, k: int, around: Surroundings) -> bool:
        """Say whether a kind of its whole is called like something else: 诉求372个，其中融资类76个 are no loans."""
        if around.whole is None or not around.near.endswith("类"):
            return False
        return around.whole not in (self._entries[k].part_of, self._entries[k].code)

    def _is_anothers_step(self, entry: Indicator, phrase: str, around: Surroundings) -> bool:
        """Say whether words that several domains have speak here of a figure of another one.

        受理消费者投诉2936件，办结2914件: what is 办结 are the complaints, whatever else of the catalogue is 办结.
        """
        if around.follows is None or around.follows.startswith(f"{entry.domain}."):
            return False
        if phrase not in self._phrases.shared:
            return phrase in self._bare
        spoken_of = around.domains.get(entry.domain, 0.0)
        return not spoken_of or spoken_of < max(around.domains.values())

    def _part_among(self, k: int, rival: int, scores: Scores) -> int | None:
        """Return the one that is part of the other: 合同187份进行合法性审查 are contracts, not just reviews."""
        for part, whole in ((k, rival), (rival, k)):
            if self._entries[part].part_of == self._entries[whole].code and scores[part][2] > scores[whole][2] - ALIKE:
                return part
        return None

    def _whole_of_list(self, k: int, scores: Scores) -> int | None:
        """Return what all objects of a list make up: 审查决策、合同、文件等52件 are reviews, whatever stands first."""
        whole = self._entries[k].part_of or self._entries[k].code
        there = {self._entries[n].code: n for n, (_, _, share) in scores.items() if share >= LEAST_SHARE}
        named = sum(self._entries[n].part_of == whole for n in there.values())
        return there[whole] if whole in there and named > 1 else None

    def _two_steps(self, around: Surroundings, near: Sequence[int], k: int) -> tuple[int, tuple[str, ...]]:
        """Return the first step and the later one where one figure has two verbs (受理并办结415件): STANDARD.md §2."""
        also = tuple(code for word, code in self._entries[k].also_zh.items() if word in around.near)
        if also or not _TWO_VERBS.search(around.near) or "发现并" in around.near:
            return k, also
        for rival in near:
            first, later = self._entries[k], self._entries[rival]
            if later.part_of == first.code:
                return k, (later.code,)
            if first.part_of == later.code:
                return rival, (first.code,)
        return k, ()

    def _index(self, unit: str) -> Index:
        """Return the phrases of the indicators that count in a unit, looked up once for each unit."""
        if unit not in self._indexes:
            fitting = frozenset(k for k, fit in enumerate(self._fitter.units(unit)) if fit > UNIT_OTHER)
            self._indexes[unit] = self._phrases.index(fitting)
        return self._indexes[unit]


def _whole_beside(ranked: Sequence[tuple[float, int, str]], scores: Scores) -> int | None:
    """Return the indicator whose phrase is wholly there, where a phrase that is there in part is hardly before it.

    排查一般隐患30处、重大隐患5处: of 整治重大隐患 only 重大隐患 is there, and that is a phrase of its own.
    """
    first, best, share = ranked[0][0], *scores[ranked[0][1]][::2]
    lead = LEAD if share < LEAST_SHARE else SHORT_LEAD
    for total, k, _ in ranked[1:3]:
        if -total > ENOUGH and total - first < lead and scores[k][2] >= WHOLLY and scores[k][0] > best:
            return k
    return None


def _next_to(near: str, k: int, rival: int, scores: Scores) -> int | None:
    """Return which of two has its phrase right before the figure: 企业进场发布岗位350个 are the 岗位."""
    ends = [near.endswith(scores[n][1]) for n in (k, rival)]
    return None if ends[0] == ends[1] else k if ends[0] else rival


def _is_bare(around: Surroundings) -> bool:
    """Say whether a figure has no words of its own: the 274人次 of 培训9期274人次."""
    return len(around.near.strip(LINKS)) < 2 and len(around.after.strip(LINKS)) < 2


def _zones(around: Surroundings) -> Zones:
    bare = len(around.near.strip(LINKS)) < 2
    # 办结代表建议8件、政协提案3件: a list shares its verb
    clause = BARE_CLAUSE if bare else LISTED if around.near.startswith(("、", "和", "及")) else CLAUSE
    return (
        (around.heading, HEADING), (around.sentence[-FAR:], SENTENCE), (around.beyond, BEYOND),
        (around.clause, clause), (around.after, AFTER), (around.near, NEAR),
    )  # fmt: skip
