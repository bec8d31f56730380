"""Write pictures as PNG; every library of pictures would do, and this needs none."""

from __future__ import annotations

import struct
import zlib
from typing import Any

_GREY, _RGB = 0, 2
"""What the samples of a pixel are (PNG 11.2.1, colour type)."""


def colour_png(pixels: Any) -> bytes:
    """Return pixels (RGB, height by width by 3) as a PNG."""
    lines = b"".join(b"\0" + row.tobytes() for row in pixels[:, :, :3])
    return _png(lines, *pixels.shape[:2], bits=8, colour=_RGB)


def grey_png(pixels: Any) -> bytes:
    """Return pixels of sixteen greys (0–15, height by an even width) as a PNG of four bits a pixel."""
    packed = pixels[:, ::2] << 4 | pixels[:, 1::2]
    lines = b"".join(b"\0" + row.tobytes() for row in packed)
    return _png(lines, *pixels.shape, bits=4, colour=_GREY)


def _png(lines: bytes, height: int, width: int, *, bits: int, colour: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
