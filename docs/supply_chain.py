"""List the licences of all that is locked, refuse those that we cannot ship with, and write them into a bill.

`python docs/supply_chain.py` rewrites the table of docs/supply-chain.md; with `--sbom FILE` it puts the licences into a
CycloneDX file too. It asks the installed packages, no network. The exit code is 1 when a licence is forbidden or not
known.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "supply-chain.md"
LOCKS = {"runtime": ROOT / "requirements.lock", "development": ROOT / "requirements-dev.lock"}
MARK = "<!-- the table below is written by docs/supply_chain.py -->"
FORBIDDEN = re.compile(r"AGPL|Affero|SSPL|Server Side Public|Commons Clause|Business Source", re.IGNORECASE)
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
TEXTS = ("LICENSE*", "LICENCE*", "COPYING*", "*licenses*/*")
KNOWN_TEXTS = {
    "Permission is hereby granted, free of charge": "MIT",
    "Redistribution and use in source and binary forms": "BSD",
    "Apache License": "Apache-2.0",
    "Permission to use, copy, modify, and/or distribute this software for any purpose": "ISC",
    "SIL OPEN FONT LICENSE": "OFL-1.1",
}
ELSEWHERE = "not installed on this platform"


@dataclass(frozen=True, slots=True)
class Package:
    """A locked package and what it says of its licence; "" when it says nothing."""

    name: str
    version: str
    licence: str
    runtime: bool

    @property
    def is_refused(self) -> bool:
        """Say whether we may not depend on it, or cannot know."""
        return not self.licence or bool(FORBIDDEN.search(self.licence))


def locked(lock: Path) -> dict[str, str]:
    """Return the locked names and versions."""
    return dict(LOCKED.findall(lock.read_text(encoding="utf-8")))


def packages() -> tuple[Package, ...]:
    """Return all that is locked, by name."""
    runtime, development = (locked(lock) for lock in LOCKS.values())
    return tuple(
        Package(name, version, licence_of(name), name in runtime)
        for name, version in sorted((runtime | development).items())
    )


def licence_of(name: str) -> str:
    """Return what an installed package says of its licence: in its metadata, or by the text that it ships."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return ELSEWHERE
    return next((said for said in _said(found) if said), "")


def _said(found: Distribution) -> Iterator[str]:
    metadata = found.metadata
    yield metadata.get("License-Expression", "")
    field = (metadata.get("License") or "").strip()
    classified = [c.rpartition(" :: ")[2] for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    if field and len(field) < 80 and "\n" not in field and field != "Dual License":
        yield field
    yield " OR ".join(said for said in classified if said != "OSI Approved")
    for file in found.files or ():
        if any(file.match(pattern) for pattern in TEXTS):
            text = Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")
            yield next((name for words, name in KNOWN_TEXTS.items() if words in " ".join(text.split())), "")


def table(found: tuple[Package, ...]) -> str:
    """Return the table of the page."""
    rows = ["| package | version | licence | needed |", "|---|---|---|---|"]
    for package in found:
        needed = "to run" if package.runtime else "to develop"
        rows.append(f"| {package.name} | {package.version} | {package.licence or 'UNKNOWN'} | {needed} |")
    return "\n".join(rows)


def rewritten(page: str, found: tuple[Package, ...]) -> str:
    """Return the page with the table as it is now."""
    return f"{page.partition(MARK)[0]}{MARK}\n\n{table(found)}\n"


def with_licences(bill: dict[str, Any], found: tuple[Package, ...]) -> dict[str, Any]:
    """Return a CycloneDX bill whose components name their licences, and no longer repeat their line of the lock."""
    licences = {package.name: package.licence for package in found}
    for component in bill["components"]:
        component.pop("description", None)
        if said := licences.get(component["name"]):
            component["licenses"] = [{"license": {"name": said}}]
    return bill


def main() -> int:
    """Write what was asked for, and name what is refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sbom", type=Path)
    arguments = parser.parse_args()
    found = packages()
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
    if arguments.sbom:
        bill = with_licences(json.loads(arguments.sbom.read_bytes()), found)
        arguments.sbom.write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    refused = [package for package in found if package.is_refused]
    for package in refused:
        sys.stderr.write(f"{package.name} {package.version}: {package.licence or 'no licence found'}\n")
    return int(bool(refused))


if __name__ == "__main__":
    sys.exit(main())
