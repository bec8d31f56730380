"""Render a district's year into its folder: every output that the contract names, from one view model."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nianbao.catalogue import Catalogue
from nianbao.checks.following import Followed
from nianbao.checks.tabled import TableChecks
from nianbao.district import District
from nianbao.reading import Reading
from nianbao.report.boards import Arrival
from nianbao.report.clipping import Originals, clips
from nianbao.report.courses import Courses
from nianbao.report.datapackage import datapackage_json
from nianbao.report.differing import Data, Differences, compare_versions
from nianbao.report.explaining import explain
from nianbao.report.letters import Desk, letters
from nianbao.report.manifest import manifest_json
from nianbao.report.narrating import Narrator
from nianbao.report.posting import post
from nianbao.report.table_checks import write_table_checks
from nianbao.report.tables import data_json, facts_csv, findings_csv
from nianbao.report.view import ReportView
from nianbao.report.viewing import Occasion, ViewBuilder
from nianbao.report.writing import write_whole
from nianbao.review.correction import Correction
from nianbao.rollup.consolidation import Consolidation


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where each output lies, the view that they print, and what it says otherwise than the version before."""

    html: Path
    docx: Path
    pdf: Path
    xlsx: Path
    json: Path
    facts: Path
    findings: Path
    datapackage: Path
    letters: tuple[Path, ...]
    manifest: Path
    view: ReportView
    changed: Differences | None = None
    table_checks: Path | None = None


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
    version: int = 0,
    before: Data | None = None,
    originals: Originals | None = None,
    followed: Sequence[Followed] = (),
    today: date | None = None,
    table_checks: TableChecks | None = None,
    corrections: Sequence[Correction] = (),
) -> Outputs:
    """Write every output under `out` and return where they lie; the manifest comes last.

    `arrivals` gives by unit code what the records know of its submission: when it came, whether late, its state.
    `version` is the number of a release and `before` the data of the one before it. A draft, version 0, is compared
    with the last draft in `out` that said something else. `originals` says where the received files lie, for pictures.
    `followed` is the course of findings from run to run, and `today` the day from which letters reckon; both stay out
    of data.json and the CSV files, which depend on the reports alone. `table_checks` get a page of their own.
    `corrections` are those that lie over the readings: they say why a figure is told otherwise than before.
    """
    from nianbao.report.workbook import Workbook

    with ThreadPoolExecutor(max_workers=1) as aside:
        # The strips are cut by a child interpreter: what does not need them is written meanwhile.
        strips = aside.submit(clips, readings, consolidation, originals) if originals else None
        data = data_json(consolidation, district, catalogue)
        earlier = before if version else last_draft(out, data)
        changed = compare_versions(earlier, json.loads(data), district, catalogue) if earlier else None
        if changed:
            changed = explain(changed, corrections, arrivals or {}, district, catalogue)
        desk = Desk(readings, arrivals or {}, followed, today)
        posted = post(letters(consolidation, district, catalogue, Narrator(templates), desk), district, templates, out)
        page = write_table_checks(table_checks, consolidation, district, templates, out)
        written = {
            "json": write_whole(out / "data.json", data),
            "facts": write_whole(out / "facts.csv", facts_csv(readings, consolidation, district, catalogue)),
            "findings": write_whole(out / "findings.csv", findings_csv(consolidation, district)),
        }
        described = datapackage_json(
            consolidation, district, catalogue, written["facts"], written["findings"], written["json"]
        )
        cut = strips.result() if strips else {}
    occasion = Occasion(version, changed, cut, Courses(followed), page.name if page else "")
    view = ViewBuilder(consolidation, readings, district, catalogue, templates, arrivals or {}, occasion).build()
    written |= {
        **render_view(view, templates, out, "report"),
        "xlsx": write_whole(out / "data.xlsx", Workbook(view, consolidation, district, catalogue).save(readings)),
        "datapackage": write_whole(out / "datapackage.json", described),
    }
    outputs = (*written.values(), *([page] if page else []), *posted, *(path.with_suffix(".json") for path in posted))
    manifest = manifest_json(consolidation, readings, district, catalogue, templates, outputs, out, code_version)
    return Outputs(
        **written, letters=posted, manifest=write_whole(out / "manifest.json", manifest), view=view, changed=changed,
        table_checks=page,
    )  # fmt: skip


def render_view(view: ReportView, templates: Path, out: Path, stem: str) -> dict[str, Path]:
    """Write the page and the papers of a view under `out` and return them by kind."""
    from nianbao.report.paper import render_pdf
    from nianbao.report.web import render_html
    from nianbao.report.word import render_docx

    return {
        "html": write_whole(out / f"{stem}.html", render_html(view, templates)),
        "pdf": write_whole(out / f"{stem}.pdf", render_pdf(view, templates)),
        "docx": write_whole(out / f"{stem}.docx", render_docx(view, templates)),
    }


def last_draft(out: Path, data: bytes) -> Data | None:
    """Return the last draft in `out` that differs from `data`, and keep it there as previous.json.

    The same data again are the same draft, so rendering twice gives the same bytes.
    """
    current, previous = out / "data.json", out / "previous.json"
    if current.is_file() and (drawn := current.read_bytes()) != data:
        write_whole(previous, drawn)
    try:
        draft: Data = json.loads(previous.read_bytes())
        same = (draft["district"], draft["year"]) == tuple(json.loads(data)[key] for key in ("district", "year"))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return draft if same else None
