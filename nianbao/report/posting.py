"""Write the letters, each as a Word file for its unit and as JSON for programs, and take away those no longer due."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from nianbao.district import District
from nianbao.report.letters import Letter
from nianbao.report.writing import write_whole


def post(letters: Iterable[Letter], district: District, templates: Path, out: Path) -> tuple[Path, ...]:
    """Write the letters under out/letters and return the Word files; the JSON of each lies beside it."""
    from nianbao.report.word import render_letter

    folder, posted = out / "letters", []
    for letter in letters:
        posted.append(write_whole(folder / f"{letter.unit}.docx", render_letter(letter, templates)))
        write_whole(folder / f"{letter.unit}.json", letter_json(letter))
    for stale in (folder / f"{unit.code}.docx" for unit in district.units):
        if stale not in posted:
            stale.unlink(missing_ok=True)
            stale.with_suffix(".json").unlink(missing_ok=True)
    return tuple(posted)


def letter_json(letter: Letter) -> bytes:
    """Return a letter as JSON: what it says to people, and the ids by which programs know its findings."""
    said = {name: value for name, value in asdict(letter).items() if name != "date"}
    return (json.dumps(said, ensure_ascii=False, indent=1, default=str) + "\n").encode(errors="replace")
