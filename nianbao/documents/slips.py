"""Repair the slips of recognition that are certain from the letters beside them; never a digit."""

from __future__ import annotations

from collections.abc import Sequence

_FULL_WIDTH = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_DASHES = "一–―─－"


def repair(letters: Sequence[str]) -> list[str]:
    """Return a line's letters with slips repaired, one for one, so that every box stays.

    「2021一2025年」 has a dash; 「2022年,共110次」 has a full-width comma, 「1,286」 none.
    """
    repaired = list(letters)
    for k, letter in enumerate(letters):
        before = letters[k - 1] if k else ""
        after = letters[k + 1] if k + 1 < len(letters) else ""
        if letter in "]）)" and _closes_year(letters[:k]):
            repaired[k] = "〕"
        elif letter in _DASHES and before.isdigit() and after.isdigit() and before.isascii() and after.isascii():
            repaired[k] = "—"
        elif letter in _FULL_WIDTH and (_is_chinese(before) or (_is_chinese(after) and letter != ":")):
            repaired[k] = _FULL_WIDTH[letter]
    return repaired


def _closes_year(before: Sequence[str]) -> bool:
    """Say whether a bracket closes the year of a document number: 「东府〔2016]3号」."""
    return len(before) >= 5 and before[-5] == "〔" and "".join(before[-4:]).isdigit()


def _is_chinese(letter: str) -> bool:
    return bool(letter) and ("一" <= letter <= "\u9fff" or letter in "“”《》）")
