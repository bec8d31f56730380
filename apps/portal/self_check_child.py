"""Read and check one untrusted file: `python -m apps.portal.self_check_child FILE NAME DISTRICT`, one line of JSON.

Bounded in memory and processor time; what a PDF needs beyond that, its own children have.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from nianbao.catalogue import load_catalogue
from nianbao.checks.checking import check_reading
from nianbao.district import load_district
from nianbao.documents.identifying import identify, looks_like_a_report
from nianbao.documents.reading import read
from nianbao.figures.extracting import extract
from nianbao.places import data_folder
from nianbao.reading import Reading, district_wide
from nianbao.reasons import Reason, Rejection
from nianbao.records import codec

_MEMORY_BYTES = 4 * 1024**3
"""More than any of its own children is given: they may only lower it."""
_CPU_S = 100


def main(file: Path, name: str, district: str) -> dict[str, Any]:
    """Return what was read and found, or why it could not be read."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    document = read(file)
    if isinstance(document, Rejection):
        return _rejected(document)
    if not looks_like_a_report(document):
        return _rejected(Rejection(Reason.NOT_A_REPORT))
    roster, catalogue = load_district(district, data_folder("districts")), load_catalogue(data_folder("catalogue"))
    identity = identify(document, roster, name)
    found = extract(document, catalogue)
    facts = district_wide(found.facts, document.sha256)
    reading = Reading(identity.unit or "", identity.year or 0, document, facts, found.tokens)
    types = {unit.code: unit.type for unit in roster.units}
    findings = check_reading(reading, catalogue, catalogue.required(roster.required), types.get(reading.unit))
    return {
        "unit": reading.unit,
        "year": reading.year,
        "document": codec.document_text(document),
        "facts": [codec.fact_text(fact) for fact in facts],
        "tokens": [codec.text(token) for token in found.tokens],
        "findings": [codec.finding_text(finding) for finding in findings],
    }


def _rejected(rejection: Rejection) -> dict[str, Any]:
    return {"rejection": rejection.reason.value, "detail": rejection.detail}


if __name__ == "__main__":
    try:
        told = main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
    except MemoryError:
        told = {"rejection": Reason.MEMORY.value, "detail": ""}
    sys.stdout.buffer.write(json.dumps(told).encode("ascii", "backslashreplace") + b"\n")
