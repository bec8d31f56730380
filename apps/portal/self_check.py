"""Try a report out without handing it in: read and checked in a child interpreter with limits, and nothing kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from apps.portal.desk import Desk
from apps.portal.limiting import Turns
from apps.portal.read_view import ReadView
from nianbao.checks.checking import check_history
from nianbao.checks.finding import Finding
from nianbao.documents.interpreter import Interpreter, LimitError
from nianbao.figures.facts import Token
from nianbao.reading import Reading
from nianbao.reasons import Reason, Rejection
from nianbao.records import codec

_TURNS = Turns(at_once=2, waiting=6)
_WALL_S = 120.0
_OUTPUT_BYTES = 64 * 1024 * 1024


def check_file(file: Path, name: str, desk: Desk, language: str) -> ReadView | Rejection:
    """Return what would be read and found, also against the unit's own last year; or why it cannot be read."""
    with _TURNS:
        line = _ask(file, name, desk.district)
    if "rejection" in line:
        return Rejection(Reason(line["rejection"]), line["detail"])
    reading = Reading(
        unit=line["unit"],
        year=line["year"],
        document=codec.document_from_text(line["document"]),
        facts=tuple(map(codec.fact_from_text, line["facts"])),
        tokens=tuple(codec.from_text(Token, token) for token in line["tokens"]),
    )
    findings = tuple(map(codec.finding_from_text, line["findings"]))
    return ReadView(reading, (*findings, *_history(reading, desk)), desk.place.catalogue, language)


def _history(reading: Reading, desk: Desk) -> tuple[Finding, ...]:
    if not reading.unit or not reading.year:
        return ()
    before = {each.unit: each for each in desk.records.readings(desk.roster.code, reading.year - 1)}
    return check_history(reading, before.get(reading.unit), desk.place.catalogue)


def _ask(file: Path, name: str, district: str) -> dict[str, Any]:
    """Return what the child says, or the rejection that its end comes to."""
    child = Interpreter("apps.portal.self_check_child", str(file), name, district, output_bytes=_OUTPUT_BYTES)
    try:
        for line in child.lines(_WALL_S):
            return line
    except LimitError as stopped:
        return {"rejection": stopped.reason.value, "detail": ""}
    except ValueError:
        pass
    finally:
        child.stop()
    return {"rejection": child.reason_of_death().value, "detail": ""}
