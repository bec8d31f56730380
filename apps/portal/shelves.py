"""Look at the releases of a year on their shelf."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from apps.portal.desk import Desk
from nianbao.release.contents import MANIFEST, Manifest, outputs_of
from nianbao.release.package import Broken, digest, unpack
from nianbao.release.shelf import Shelf
from nianbao.report.editions import PUBLIC


@dataclass(frozen=True, slots=True)
class Release:
    """A sealed version: its package, what it says of itself, and the public edition for printing."""

    path: Path
    sha256: str
    manifest: Manifest
    public_pdf: bytes | None


def shelf_of(desk: Desk, year: int) -> Shelf:
    """Return the shelf of a year."""
    return Shelf(desk.place.home / "releases" / desk.roster.code / str(year))


def releases(desk: Desk, year: int) -> tuple[Release, ...]:
    """Return the sealed versions of a year, newest first."""
    found = (_open(path, path.stat().st_mtime_ns) for path in reversed(shelf_of(desk, year).versions()))
    return tuple(release for release in found if release is not None)


def last_release(desk: Desk, year: int) -> Release | None:
    """Return the newest version of a year, None before the first."""
    versions = shelf_of(desk, year).versions()
    return _open(versions[-1], versions[-1].stat().st_mtime_ns) if versions else None


@lru_cache(maxsize=16)
def _open(path: Path, _changed: int) -> Release | None:
    """Open a package; one that is damaged is none."""
    content = path.read_bytes()
    members = unpack(content)
    if isinstance(members, Broken):
        return None
    manifest = Manifest.model_validate_json(members[MANIFEST])
    return Release(path, digest(content), manifest, outputs_of(members).get(f"{PUBLIC}.pdf"))
