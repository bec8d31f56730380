"""Set the bounds within which an untrusted file is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading; what goes beyond is refused with its reason code, never half read without a word.

    `scan_cpu_s` and `scan_wall_s` are for each page that is read from its picture, `scan_start_s` for starting to.
    """

    file_bytes: int = 50 * 1024 * 1024
    text_characters: int = 2_000_000
    unzipped_bytes: int = 200 * 1024 * 1024
    pages: int = 2_000
    characters_per_page: int = 100_000
    memory_bytes: int = 1024**3
    cpu_s: int = 20
    wall_s: float = 45.0
    output_bytes: int = 400 * 1024 * 1024
    scanned_pages: int = 150
    scan_memory_bytes: int = 3 * 1024**3
    scan_cpu_s: int = 90
    scan_start_s: float = 90.0
    scan_wall_s: float = 90.0
