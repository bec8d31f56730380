"""Judge the text layer of a page: whether its characters can be used, or the page must be read from its picture."""

from __future__ import annotations

import re

from nianbao.documents.pages import RawPage

_FEW_CHARACTERS = 20
_MANY_CHARACTERS = 100
_MOSTLY_PICTURE = 0.5
_CLEAR = 0.9
_LOST = "\ufffd"
_UNREADABLE = re.compile("[\ue000-\uf8ff\ufffd]")
_OF_FIGURES = re.compile(r"[\d.,%-]")
_CHINESE = re.compile("[一-\u9fff]")


def needs_sight(page: RawPage) -> bool:
    """Say whether the page has to be read from its picture.

    So it is where a picture covers the page and few characters stand beside it (a scanning program signs its pages),
    and where the characters are not what is printed: many of them, none Chinese, and no figures either.
    """
    bare = bare_text(page)
    if not bare:
        return page.images > 0 or page.pictured > _MOSTLY_PICTURE
    return (len(bare) < _FEW_CHARACTERS and page.pictured > _MOSTLY_PICTURE) or is_broken(bare)


def grade_page(page: RawPage) -> tuple[str, float]:
    """Return what is to be doubted of a page, or nothing, and how far its text can be trusted (1 wholly, 0 not)."""
    bare = bare_text(page)
    if page.trouble:
        return page.trouble, 0.0
    if page.scan and not bare:
        return ("只有图片，图上没有认出文字", 0.5) if page.images else ("", 1.0)
    if page.scan:
        grade = round(sum(page.scan.confidences) / len(page.scan.confidences), 2)
        return ("扫描不清，识别的文字多有疑问" if grade < _CLEAR else ""), grade
    if is_broken(bare):
        return "文字层已损坏，几乎没有汉字", 0.2
    if bare.count(_LOST) > 0.02 * len(bare) > 0:
        return "有缺字", 0.5
    return "", 1.0


def is_broken(bare: str) -> bool:
    """Say whether a text layer of many characters is none of what the page shows, as subset fonts may leave it."""
    if len(bare) < _MANY_CHARACTERS:
        return False
    if len(_UNREADABLE.findall(bare)) > 0.3 * len(bare):
        return True
    return chinese_share(bare) < 0.02 and len(_OF_FIGURES.findall(bare)) < 0.5 * len(bare)


def bare_text(page: RawPage) -> str:
    """Return the page's characters without blanks."""
    return "".join(page.text.split())


def chinese_share(text: str) -> float:
    """Return the share of Chinese characters."""
    return len(_CHINESE.findall(text)) / max(1, len(text))
