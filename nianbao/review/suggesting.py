"""Propose words for the catalogue from figures that no indicator took: a person decides, nothing is changed.

Best evidence are figures that a person has assigned; then figures with a likely indicator whose unit fits and whose
words are near; then wordings that come back without any. Each proposal quotes the sentences that it would have caught.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nianbao.catalogue import Catalogue, Indicator
from nianbao.checks.statements import Use, unit_fit
from nianbao.figures.facts import Fact
from nianbao.figures.numerals import NUMERAL
from nianbao.review.laying import Laid

_SHORTEST, _LONGEST = 3, 12
_BREAKS = re.compile(r"[，,、；;：:（）()“”\s]+")
_LOOSE = re.compile(r"^(?:其中|另|将|的|含|占|尚有|剩余|全年|累计|共|已|并)+|(?:的|共|约|近|占)+$")
_HAN = re.compile(r"^[一-鿿]+$")
NEAR = 0.5
"""A phrase is near an indicator when half of its pairs of characters stand in one of the indicator's phrases."""
FREQUENT = 2
"""A wording without any likely indicator is worth a look from the second time on."""
_QUOTES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Sighting:
    """One figure under a wording: in whose report, in which words, and whether a person assigned it."""

    unit: str
    quote: str
    measure_unit: str
    assigned: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A phrase for an indicator's aliases, or with no code for an indicator that does not exist yet."""

    code: str | None
    phrase: str
    sightings: tuple[Sighting, ...]

    @property
    def units(self) -> int:
        """Return in how many units' reports it stands."""
        return len({sighting.unit for sighting in self.sightings})

    @property
    def assigned(self) -> bool:
        """Say whether a person has assigned one of the figures."""
        return any(sighting.assigned for sighting in self.sightings)


def suggest(year: Iterable[Laid], catalogue: Catalogue) -> tuple[Suggestion, ...]:
    """Return proposals, best first: assigned by a person, then seen in most units, most often, in catalogue order."""
    found: dict[tuple[str | None, str], list[Sighting]] = {}
    for laid in year:
        assigned = {each.fact.id for each in laid.changed if each.fact and each.correction.act == "indicator"}
        for fact in laid.reading.facts:
            phrase = phrase_of(fact.measure)
            if fact.kind != "actual" or not phrase or (fact.indicator and fact.id not in assigned):
                continue
            code = fact.indicator or _likely(fact, phrase, catalogue)
            sighting = Sighting(laid.reading.unit, " ".join(fact.quote.split()), fact.unit, fact.id in assigned)
            found.setdefault((code, phrase), []).append(sighting)
    made = [Suggestion(code, phrase, tuple(seen)) for (code, phrase), seen in found.items()]
    worth = [s for s in made if s.code is not None or len(s.sightings) >= FREQUENT]
    order = {code: at for at, code in enumerate(catalogue.indicators)}
    return tuple(
        sorted(
            worth, key=lambda s: (not s.assigned, -s.units, -len(s.sightings), order.get(s.code or "", 999), s.phrase)
        )
    )


def likely_indicator(fact: Fact, catalogue: Catalogue) -> str | None:
    """Return the indicator that a figure without one most likely states; None where its words are near to none."""
    phrase = phrase_of(fact.measure)
    return _likely(fact, phrase, catalogue) if phrase else None


def phrase_of(measure: str) -> str:
    """Return the words of a measure that may become an alias: its last clause without numbers; none if it is no phrase.

    「出动执法人员，开展夜间巡查」 → 开展夜间巡查.
    """
    clauses = [part for part in _BREAKS.split(NUMERAL.sub("，", measure)) if part]
    phrase = _LOOSE.sub("", clauses[-1]) if clauses else ""
    return phrase if _SHORTEST <= len(phrase) <= _LONGEST and _HAN.match(phrase) else ""


def _likely(fact: Fact, phrase: str, catalogue: Catalogue) -> str | None:
    """Return the best candidate whose unit fits, whose words are near, and which nothing in the phrase rules out."""
    for code in fact.candidates:
        indicator = catalogue.indicators.get(code)
        fits = indicator is not None and unit_fit(fact, indicator) is not Use.OTHER_UNIT
        if indicator and fits and not _is_ruled_out(phrase, indicator) and _nearness(phrase, indicator) >= NEAR:
            return code
    return None


def _nearness(phrase: str, indicator: Indicator) -> float:
    pairs = _pairs(phrase)
    return max(len(pairs & _pairs(known)) for known in (indicator.name_zh, *indicator.aliases_zh)) / len(pairs)


def _pairs(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1)}


def _is_ruled_out(phrase: str, indicator: Indicator) -> bool:
    return phrase in indicator.aliases_zh or any(word in phrase for word in indicator.not_zh)


def suggestions_yaml(suggestions: Sequence[Suggestion], catalogue: Catalogue) -> Iterator[str]:
    """Yield the lines of a YAML text: aliases by indicator, then wordings without one; comments quote the sightings."""
    yield "# 目录建议：逐条核对，将可用的 aliases_zh 并入 catalogue/indicators/ 中该指标的条目，"
    yield "# 再运行 nianbao catalogue test；new_indicators 是反复出现而没有指标的表述"
    yield "aliases:" if any(s.code for s in suggestions) else "aliases: []"
    for code in dict.fromkeys(s.code for s in suggestions if s.code):
        indicator = catalogue.indicators[code]
        own = [s for s in suggestions if s.code == code]
        yield f"- code: {code}  # {indicator.name_zh}，catalogue/indicators/{indicator.domain}.yml"
        yield f"  aliases_zh: {_flow(s.phrase for s in own)}"
        for suggestion in own:
            yield from _seen(suggestion, "  ")
    unknown = [s for s in suggestions if s.code is None]
    yield "new_indicators:" if unknown else "new_indicators: []"
    for suggestion in unknown:
        measures = dict.fromkeys(s.measure_unit for s in suggestion.sightings if s.measure_unit)
        yield f"- aliases_zh: {_flow([suggestion.phrase])}"
        yield f"  unit_variants: {_flow(measures)}"
        yield from _seen(suggestion, "  ")


def _seen(suggestion: Suggestion, indent: str) -> Iterator[str]:
    who = "，已由人指定" if suggestion.assigned else ""
    yield f"{indent}# {suggestion.phrase}：{len(suggestion.sightings)} 次，{suggestion.units} 个单位{who}"
    for sighting in suggestion.sightings[:_QUOTES_SHOWN]:
        yield f"{indent}#   {sighting.unit}：{sighting.quote}"


def _flow(words: Iterable[str]) -> str:
    return json.dumps(list(dict.fromkeys(words)), ensure_ascii=False)
