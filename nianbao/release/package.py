"""Pack the members of a release into one file, and unpack it: another byte anywhere is another file, and is found.

A zip whose members are stored, sorted and without a clock: equal members are equal bytes on every machine, which no
compression promises. What cannot be packed again to the very same bytes was not packed here.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

SUFFIX = ".nianbao"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o644 << 16
_DAMAGE = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, struct.error, zlib.error)


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a package cannot be trusted: one Chinese line."""

    sentence: str


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return the package of these members."""
    package = BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, members[name])
    return package.getvalue()


def unpack(package: bytes) -> dict[str, bytes] | Broken:
    """Return the members of a package, or say why it is none."""
    try:
        with zipfile.ZipFile(BytesIO(package)) as archive:
            entries = archive.infolist()
            if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
                return Broken("不是本系统封存的发布包")
            members = {entry.filename: archive.read(entry) for entry in entries}
    except _DAMAGE:
        return Broken("不是发布包，或文件已损坏")
    return members if pack(members) == package else Broken("文件被改动过：与封存时的字节不一致")


def digest(content: bytes) -> str:
    """Return the SHA-256 of a member or of a whole package."""
    return hashlib.sha256(content).hexdigest()
