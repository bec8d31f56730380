"""Read all figures of a document: a pipeline of small stages from text to facts and ledger.

numerals → masks → quantities and kinds → periods → parts → indicators → claims in words → items. Each stage takes
values and returns values; nothing is dropped on the way, and every span slices to its text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from nianbao.catalogue import Catalogue, Indicator
from nianbao.documents.headings import report_year
from nianbao.documents.invisible import without_invisible
from nianbao.documents.model import Document
from nianbao.figures.claims import Claims
from nianbao.figures.distributing import find_names
from nianbao.figures.facts import FACT_KINDS, Extraction, Fact, Token
from nianbao.figures.implying import Implier, Stated
from nianbao.figures.items import with_items
from nianbao.figures.listings import RELATIVE
from nianbao.figures.matching import Match, Matcher
from nianbao.figures.mentions import Mention, Sorter
from nianbao.figures.parts import find_parts
from nianbao.figures.periods import Stretch, find_stretches, period_at
from nianbao.figures.placing import lay_back
from nianbao.figures.surroundings import Cues, Surveyor

_LEADING = re.compile(
    r"^(?:共计?|累计|全年|其中|截至目前|截止目前|分别|并|已|、|和|及|的|为|达到?|是|约|近|超过?|逾|有|\s)+"
)
_TRAILING = re.compile(r"(?:共计?|累计|合计|达到?|为|约|近|超过?|逾|分别|不少于|不低于|不超过|至少|\s)+$")
_NO_MATCH = Match(None, 0.0, "", ())
_STEPS, _BESIDE = 5, 8
_RECEIVED = re.compile("受理|接件|收件|接办")
_FINISHED = re.compile("[已共均]*办[结理]")


class _Draft(NamedTuple):
    """A mention on its way to a fact: the match of its surroundings and the index of its whole."""

    mention: Mention
    match: Match
    whole: int | None


class Engine:
    """The words of one catalogue, compiled once, and run over any number of documents."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._sorter = Sorter(catalogue)
        self._cues, self._indicators = Cues(catalogue), catalogue.indicators
        self._implier = Implier(Claims(catalogue.cues), Matcher(catalogue), catalogue.indicators)

    def extract(self, document: Document) -> Extraction:
        """Return the facts and the ledger of a document."""
        shown = without_invisible(document)
        return self._extract(document) if shown is None else lay_back(self._extract(shown.document), shown, document)

    def _extract(self, document: Document) -> Extraction:
        year = report_year(document.text)
        found = self._sorter.sort(document, year)
        mentions = [mention for mention in found.mentions if mention.kind in FACT_KINDS]
        wholes = _wholes(mentions, find_parts(found.clauses, [m.quantity for m in mentions if m.kind == "actual"]))
        wholes |= _table_parts(mentions)
        surveyor = Surveyor(document, found.clauses, self._cues)
        names = find_names(document.text, found.clauses, [mention.quantity for mention in mentions])
        drafts = self._match(mentions, wholes, surveyor, names)
        stretches = tuple(find_stretches(document.text, year))
        facts = [_fact(document, found.clauses.span(d.mention.clause), d, k, stretches) for k, d in enumerate(drafts)]
        implied = self._implier.imply(Stated(document, found.clauses, facts, surveyor, stretches))
        own_names = {mentions[k].quantity.start: name for k, name in names.items()}
        counted = _in_own_units([*_once_for_two_steps(facts), *implied], self._indicators)
        facts = with_items(document, own_names, counted)
        return Extraction(tuple(sorted(facts, key=lambda f: (f.start, f.end))), _reconciled(found.tokens, facts))

    def _match(
        self, mentions: Sequence[Mention], wholes: dict[int, int], surveyor: Surveyor, names: dict[int, str]
    ) -> list[_Draft]:
        """Match the results in text order, each with the codes before it in its sentence."""
        drafts: list[_Draft] = []
        before: tuple[str, ...] = ()
        for k, mention in enumerate(mentions):
            last = mentions[k - 1] if k else None
            if last is None or surveyor.parts_sentences(last, mention):
                before = ()
            match = _NO_MATCH
            if mention.kind == "actual":
                last_end = last.quantity.end if last else 0
                next_start = mentions[k + 1].quantity.start if k + 1 < len(mentions) else mention.quantity.end + 40
                whole = wholes.get(k)
                whole_code = drafts[whole].match.code if whole is not None and whole < k else None
                follows = _followed(mentions, drafts, surveyor)
                around = surveyor.survey(mention, last_end, next_start, before, whole_code, follows, names.get(k, ""))
                match = self._implier.match(around)
                match = _inherited(match, whole_code, surveyor, mention)
            if match.code is not None:
                before = (*before, match.code)
            drafts.append(_Draft(mention, match, wholes.get(k)))
        parts: dict[int, set[str | None]] = defaultdict(set)
        for k, draft in enumerate(drafts):
            if draft.whole is not None and k < draft.whole:
                parts[draft.whole].add(self._whole_of(draft.match.code))
        return [_with_later_whole(draft, drafts, parts.get(k, set()), surveyor) for k, draft in enumerate(drafts)]

    def _whole_of(self, code: str | None) -> str | None:
        """Return what the catalogue counts a code's figures among: the items of which some are online."""
        return None if code is None else self._indicators[code].part_of or code


def _followed(mentions: Sequence[Mention], drafts: Sequence[_Draft], surveyor: Surveyor) -> str | None:
    """Return the code of the count that the next figure follows in its sentence, empty if that count has none.

    A count follows one of its own unit (受理12件，办结10件), a rate or a sum of money any.
    """
    mention = mentions[len(drafts)]
    unit, followed = mention.quantity.unit, None
    for draft in reversed(drafts[-_STEPS:]):
        last = draft.mention
        if surveyor.parts_sentences(last, mention):
            break
        if last.kind == "actual" and last.quantity.unit not in RELATIVE and unit in (*RELATIVE, last.quantity.unit):
            followed = draft.match.code or ""
            if followed or unit not in RELATIVE:
                break
    return followed


def _in_own_units(facts: Sequence[Fact], indicators: Mapping[str, Indicator]) -> list[Fact]:
    """Take the code from figures in a castable unit where the same code stands in its own unit as well.

    培训干部386人次 beside 1名…参加资格培训: the one person is no second count of the training.
    """
    own = {(f.indicator, f.period) for f in facts if f.indicator and f.unit in indicators[f.indicator].equal_units}
    return [
        replace(f, indicator=None, candidates=(f.indicator,), rule="cast")
        if f.indicator and (f.indicator, f.period) in own and f.unit in indicators[f.indicator].castable_units
        else f
        for f in facts
    ]


def _once_for_two_steps(facts: Sequence[Fact]) -> list[Fact]:
    """Count once what was received and finished, where one code has both: 受理事项1280件，办结1274件 are 1274."""
    counted = list(facts)
    for k, later in enumerate(facts[1:], start=1):
        first = facts[k - 1]
        same = later.indicator is not None and (later.indicator, later.unit) == (first.indicator, first.unit)
        beside = same and later.start - first.end <= _BESIDE
        if beside and _RECEIVED.search(first.measure) and _FINISHED.fullmatch(later.measure):
            counted[k - 1] = replace(first, indicator=None, candidates=(first.indicator or "",), rule="step")
    return counted


def _with_later_whole(draft: _Draft, drafts: Sequence[_Draft], parts: set[str | None], surveyor: Surveyor) -> _Draft:
    """Give a part the code of a total behind it (综合演练1场、专项演练18场，共19场), or that total the parts'."""
    if draft.whole is not None:
        shared = drafts[draft.whole].match.code
    else:
        shared = next(iter(parts)) if len(parts) == 1 else None
    match = _inherited(draft.match, shared, surveyor, draft.mention)
    return draft if match is draft.match else draft._replace(match=match)


def _inherited(match: Match, whole: str | None, surveyor: Surveyor, mention: Mention) -> Match:
    """Return a part's own match, or its whole's code where it has none: 检查1036家次，其中危化312家次."""
    if match.code is not None or whole is None or surveyor.is_no_instance(mention):
        return match
    return Match(whole, match.score, "其中", (), 1.0)


def extract(document: Document, catalogue: Catalogue) -> Extraction:
    """Return the facts and the ledger of a document by the words of a catalogue."""
    return Engine(catalogue).extract(document)


def _wholes(mentions: Sequence[Mention], parts: dict[int, int]) -> dict[int, int]:
    """Return {part: whole} as indexes into all mentions, from indexes into the results among them."""
    actual = [k for k, mention in enumerate(mentions) if mention.kind == "actual"]
    return {actual[part]: actual[whole] for part, whole in parts.items()}


def _table_parts(mentions: Sequence[Mention]) -> dict[int, int]:
    """Return {part: whole} for the cells above a 合计 in their column, and for those of a 其中 below their whole."""
    cells = {(m.cell.place, m.cell.line): k for k, m in enumerate(mentions) if m.cell is not None}
    totals = {m.cell.place: k for k, m in enumerate(mentions) if m.cell is not None and m.cell.is_total}
    parts: dict[int, int] = {}
    for k, mention in enumerate(mentions):
        if (cell := mention.cell) is None or mention.kind != "actual" or cell.is_total:
            continue
        inner = cells.get((cell.place, cell.within)) if cell.within is not None else None
        whole = inner if inner is not None else totals.get(cell.place)
        if whole is not None:
            parts[k] = whole
    return parts


def _fact(document: Document, clause: tuple[int, int], draft: _Draft, k: int, stretches: Sequence[Stretch]) -> Fact:
    quantity, mention, match = draft.mention.quantity, draft.mention, draft.match
    text, (first, last) = document.text, clause
    if mention.cell is not None:
        quote, measure = text[text.rfind("\n", 0, quantity.start) + 1 : quantity.end], mention.cell.row
    else:
        quote = text[min(first, quantity.start) : max(last, quantity.end)].strip()
        measure = _measure(text[first : quantity.start], text[quantity.end : last])
    return Fact(
        id=f"f{k + 1}", start=quantity.start, end=quantity.end, text=text[quantity.start : quantity.end], quote=quote,
        value=quantity.value, low=quantity.low, high=quantity.high, unit=quantity.unit, qualifier=quantity.qualifier,
        kind=mention.kind, measure=measure, indicator=match.code, also=match.also,
        period=period_at(stretches, quantity.start) if mention.kind == "actual" else None,
        part_of=None if draft.whole is None else f"f{draft.whole + 1}", section=mention.section,
        page=document.page(quantity.start), boxes=document.boxes(quantity.start, quantity.end),
        rule=f"phrase:{match.phrase}" if match.code else mention.kind, score=round(match.score, 3),
        candidates=() if match.code else match.candidates,
    )  # fmt: skip


def _measure(before: str, after: str) -> str:
    """Return verb and object: what stands before the figure, or behind it where nothing does."""
    words = _TRAILING.sub("", _LEADING.sub("", before.strip()))
    return words or _TRAILING.sub("", after.strip())[:24]


def _reconciled(tokens: Sequence[Token], facts: Sequence[Fact]) -> tuple[Token, ...]:
    """Give each token the kind of its fact, so that ledger and facts say the same."""
    kinds = {fact.start: fact.kind for fact in facts if not fact.implied}
    return tuple(
        token if (kind := kinds.get(token.start, token.kind)) == token.kind else replace(token, kind=kind)
        for token in tokens
    )
