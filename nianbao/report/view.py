"""The view model: every word and figure that the outputs of one report print, ready to be printed.

HTML, PDF, Word and the letters render these values and compute nothing, so they cannot disagree. Texts that come
from units are already fit for print (`printing.printed`); the verbatim ones stay in the readings and in data.json.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from nianbao.checks.finding import Severity
from nianbao.report.figure_view import Chart, Row


@dataclass(frozen=True, slots=True)
class Head:
    """A chapter's number 一, its title, and the anchor by which links reach it."""

    number: str
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence: a figure, with the anchor of its proof, or the words between two, with none."""

    text: str
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A domain of a chapter: （一）, its name, what is said about it in sentences, and its table.

    `prose` is the sentences again, cut into pieces so that a page can lead from each figure to its proof.
    """

    head: Head
    caption: str
    sentences: tuple[str, ...]
    prose: tuple[Piece, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A system of the national outline with the domains that some unit reported on."""

    head: Head
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit on the completeness board: its state, when it reported, and how many open findings it has."""

    code: str
    name: str
    type: str
    state: str
    state_name: str
    received: str
    errors: int
    warnings: int
    infos: int
    figures: int


@dataclass(frozen=True, slots=True)
class HeldView:
    """A file that does not count until a person decides."""

    file: str
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as a person reads it: whose, what is wrong and what to do, the quote, and since when it is known."""

    id: str
    rule: str
    severity: Severity
    severity_name: str
    state_name: str
    unit: str
    unit_name: str
    quote: str
    message: str
    indicators: tuple[str, ...]
    course: str = ""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one severity, in the order of the roster."""

    severity: Severity
    name: str
    caption: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a unit itself says under one heading: `opening` goes on paper; `full` is all of it, () if that is it."""

    unit_name: str
    heading: str
    opening: tuple[str, ...]
    full: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a unit."""

    unit_name: str
    words: str


@dataclass(frozen=True, slots=True)
class Theme:
    """What units say of one theme, and how many of them."""

    name: str
    units: int
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Quotations:
    """A chapter that quotes the units: problems 存在的问题 or plans 工作安排; `silent` units have no such section.

    The same words stand twice: by theme, with who said so, and unit by unit.
    """

    head: Head
    intro: str
    themes: tuple[Theme, ...]
    passages: tuple[Passage, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """What a unit tells of its own practice, in its own words, and where it stands."""

    unit_name: str
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Practices:
    """The chapter that quotes good practice."""

    head: Head
    intro: str
    told: tuple[Practice, ...]


@dataclass(frozen=True, slots=True)
class Revised:
    """A figure that is said otherwise, what units changed, and on what grounds."""

    code: str
    name: str
    before: str
    now: str
    units: tuple[str, ...]
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """What is said otherwise than in the version before: 更正说明 of a release, or draft against draft."""

    head: Head
    caption: str
    intro: str
    figures: tuple[Revised, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """One district's report of one year; `date` is a blank to be filled in by hand when it is signed.

    The public edition 公开版 has no findings: what the office still asks its units is not for publication. `undrawn`
    are the signs of what the papers print for which the PDF has no glyph; `method` says so.
    """

    district: str
    year: int
    title: str
    title_lines: tuple[str, str]
    public: bool
    status: str
    status_note: str
    body: str
    expected: int
    reporting: int
    absent: tuple[str, ...]
    totals: int
    lead: tuple[str, ...]
    overview: Head
    overview_caption: str
    cards: tuple[Row, ...]
    change_chart: Chart | None
    unit_charts: tuple[Chart, ...]
    units_caption: str
    board_head: Head
    board_caption: str
    board_note: str
    board: tuple[Standing, ...]
    held: tuple[HeldView, ...]
    chapters: tuple[Chapter, ...]
    practices: Practices | None
    problems: Quotations
    plans: Quotations
    findings_head: Head | None
    findings_note: str
    findings: tuple[FindingGroup, ...]
    table_checks: str
    revision: Revision | None
    method_head: Head
    method: tuple[str, ...]
    footer: str
    date: str
    undrawn: str = ""


def on_paper(view: ReportView) -> ReportView:
    """Return what the papers print of a view: no proofs, which are nine tenths of it, no themes, no notes."""

    def bare(chapter: Chapter) -> Chapter:
        rows = (tuple(replace(row, cells=()) for row in part.rows) for part in chapter.parts)
        parts = (replace(part, prose=(), rows=own) for part, own in zip(chapter.parts, rows, strict=True))
        return replace(chapter, parts=tuple(parts))

    def opening(part: Quotations) -> Quotations:
        return replace(part, themes=(), passages=tuple(replace(passage, full=()) for passage in part.passages))

    return replace(
        view,
        cards=tuple(replace(row, cells=()) for row in view.cards),
        chapters=tuple(map(bare, view.chapters)),
        problems=opening(view.problems),
        plans=opening(view.plans),
        findings=tuple(group for group in view.findings if group.caption),
    )
