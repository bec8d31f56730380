"""Write manifest.json: what went in and what came out, by SHA-256, so that anyone can check a report. No clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from nianbao.catalogue import Catalogue
from nianbao.district import District
from nianbao.reading import Reading
from nianbao.rollup.consolidation import Consolidation


def manifest_json(
    consolidation: Consolidation,
    readings: Sequence[Reading],
    district: District,
    catalogue: Catalogue,
    templates: Path,
    outputs: Iterable[Path],
    out: Path,
    code_version: str,
) -> bytes:
    """Return the manifest of the outputs that lie under `out`."""
    inputs = sorted((reading.unit, reading.document.sha256) for reading in readings)
    manifest: dict[str, Any] = {
        "district": consolidation.district,
        "year": consolidation.year,
        "code_version": code_version,
        "catalogue": {"version": catalogue.version, "digest": catalogue.digest},
        "district_digest": hashlib.sha256(district.model_dump_json().encode()).hexdigest(),
        "templates_digest": folder_digest(templates),
        "inputs": [{"unit": unit, "sha256": sha256} for unit, sha256 in inputs],
        "outputs": {
            path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(outputs)
        },
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def folder_digest(folder: Path) -> str:
    """Return a digest that changes with every name and byte of the files that lie in `folder` itself.

    The folders under the templates are those of the portal and of the run's artifacts; no report is made with them.
    """
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.iterdir() if path.is_file()):
        digest.update(file.name.encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
