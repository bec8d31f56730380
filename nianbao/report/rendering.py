"""Render a district's year into its folder: every output that the contract names, from one view model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nianbao.catalogue import Catalogue
from nianbao.district import District
from nianbao.reading import Reading
from nianbao.report.boards import Arrival
from nianbao.report.letters import letters
from nianbao.report.manifest import manifest_json
from nianbao.report.tables import data_json, facts_csv, findings_csv
from nianbao.report.viewing import ViewBuilder
from nianbao.report.writing import write_whole
from nianbao.rollup.consolidation import Consolidation


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where each output lies."""

    html: Path
    docx: Path
    pdf: Path
    xlsx: Path
    json: Path
    facts: Path
    findings: Path
    letters: tuple[Path, ...]
    manifest: Path


def render(
    consolidation: Consolidation,
    readings: Sequence[Reading],
    district: District,
    catalogue: Catalogue,
    templates: Path,
    out: Path,
    *,
    code_version: str,
    arrivals: Mapping[str, Arrival] | None = None,
) -> Outputs:
    """Write every output under `out` and return where they lie; the manifest comes last.

    `arrivals` gives by unit code what the records know of its submission: when it came, whether late, its state.
    """
    from nianbao.report.paper import render_pdf
    from nianbao.report.web import render_html
    from nianbao.report.word import render_docx
    from nianbao.report.workbook import Workbook

    view = ViewBuilder(consolidation, readings, district, catalogue, templates, arrivals or {}).build()
    written = {
        "json": write_whole(out / "data.json", data_json(consolidation, district, catalogue)),
        "facts": write_whole(out / "facts.csv", facts_csv(readings, consolidation, district, catalogue)),
        "findings": write_whole(out / "findings.csv", findings_csv(consolidation, district)),
        "html": write_whole(out / "report.html", render_html(view, templates)),
        "pdf": write_whole(out / "report.pdf", render_pdf(view, templates)),
        "docx": write_whole(out / "report.docx", render_docx(view, templates)),
        "xlsx": write_whole(out / "data.xlsx", Workbook(view, consolidation, district, catalogue).save(readings)),
    }
    posted = _post(consolidation, district, catalogue, templates, out / "letters")
    outputs = (*written.values(), *posted)
    manifest = manifest_json(consolidation, readings, district, catalogue, templates, outputs, out, code_version)
    return Outputs(**written, letters=posted, manifest=write_whole(out / "manifest.json", manifest))


def _post(
    consolidation: Consolidation, district: District, catalogue: Catalogue, templates: Path, folder: Path
) -> tuple[Path, ...]:
    """Write the letters, and take away those of an earlier run whose errors are gone."""
    from nianbao.report.word import render_letter

    posted = tuple(
        write_whole(folder / f"{letter.unit}.docx", render_letter(letter, templates))
        for letter in letters(consolidation, district, catalogue, templates)
    )
    for unit in district.units:
        stale = folder / f"{unit.code}.docx"
        if stale not in posted:
            stale.unlink(missing_ok=True)
    return posted
