"""Draw one page of an untrusted file: `python -m apps.portal.picture_child FILE PAGE`, a PNG in a line of JSON."""

from __future__ import annotations

import base64
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

from nianbao.documents.child import confine, say
from nianbao.documents.pictures import open_pictures

_MEMORY_BYTES = 1536 * 1024 * 1024
_CPU_S = 25
_DOTS_PER_INCH = 110
_WIDEST = 1600


def main(file: Path, page: int) -> None:
    """Print the page."""
    confine(_MEMORY_BYTES, _CPU_S)
    picture = open_pictures(file, _DOTS_PER_INCH).picture(page)
    step = max(1, -(-max(picture.pixels.shape[:2]) // _WIDEST))
    say({"picture": base64.b64encode(png(picture.pixels[::step, ::step])).decode()})


def png(pixels: Any) -> bytes:
    """Return pixels (RGB) as a PNG."""
    height, width = pixels.shape[:2]
    lines = b"".join(b"\0" + row.tobytes() for row in pixels[:, :, :3])
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
