"""Render a release in its two editions: the office's own 送审稿, and the masked one for publication 公开版.

What was masked is listed in masked.csv with the words around it: a person confirms it before anything is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nianbao.catalogue import Catalogue
from nianbao.district import District
from nianbao.reading import Reading
from nianbao.report.boards import Arrival
from nianbao.report.clipping import Originals
from nianbao.report.differing import Data
from nianbao.report.masking import Masked, Masker
from nianbao.report.rendering import Outputs, render, render_view
from nianbao.report.tables import csv_bytes
from nianbao.report.view import ReportView
from nianbao.report.viewing import Occasion, ViewBuilder
from nianbao.report.writing import write_whole
from nianbao.review.correction import Correction
from nianbao.rollup.consolidation import Consolidation

PUBLIC, MASKED = "report-public", "masked.csv"
MASKED_COLUMNS = ("类别", "原文", "遮盖为", "上下文", "确认")


@dataclass(frozen=True, slots=True)
class Editions:
    """The office's outputs and the public edition's, with what was masked in it."""

    outputs: Outputs
    public: Mapping[str, Path]
    public_view: ReportView
    masked: tuple[Masked, ...]

    @property
    def papers(self) -> Iterable[tuple[ReportView, tuple[Path, Path]]]:
        """Return each edition's view with its two papers, which are read back."""
        own, public = self.outputs, self.public
        return ((own.view, (own.docx, own.pdf)), (self.public_view, (public["docx"], public["pdf"])))


def render_editions(
    consolidation: Consolidation,
    readings: Sequence[Reading],
    district: District,
    catalogue: Catalogue,
    templates: Path,
    out: Path,
    *,
    code_version: str,
    arrivals: Mapping[str, Arrival],
    version: int,
    before: Data | None,
    originals: Originals | None = None,
    corrections: Sequence[Correction] = (),
) -> Editions:
    """Write all outputs of a version and its public edition under `out`."""
    outputs = render(
        consolidation, readings, district, catalogue, templates, out,
        code_version=code_version, arrivals=arrivals, version=version, before=before, originals=originals,
        corrections=corrections,
    )  # fmt: skip
    return render_public(
        outputs, consolidation, readings, district, catalogue, templates, out, arrivals=arrivals, version=version
    )


def render_public(
    outputs: Outputs,
    consolidation: Consolidation,
    readings: Sequence[Reading],
    district: District,
    catalogue: Catalogue,
    templates: Path,
    out: Path,
    *,
    arrivals: Mapping[str, Arrival],
    version: int = 0,
) -> Editions:
    """Write the public edition beside the office's outputs, with the list of what was masked in it."""
    occasion = Occasion(public=True, version=version, changed=outputs.changed)
    masker = Masker()
    view = masker.mask_all(
        ViewBuilder(consolidation, readings, district, catalogue, templates, arrivals, occasion).build()
    )
    public = render_view(view, templates, out, PUBLIC)
    rows = [(found.kind, found.before, found.now, found.around, "") for found in masker.found]
    write_whole(out / MASKED, csv_bytes(MASKED_COLUMNS, rows))
    return Editions(outputs, public, view, masker.found)


def withdraw_public(out: Path) -> None:
    """Take away the public edition of an earlier run: nobody may publish what no longer holds."""
    for name in (MASKED, *(f"{PUBLIC}.{kind}" for kind in ("html", "docx", "pdf"))):
        (out / name).unlink(missing_ok=True)
