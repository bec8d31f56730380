"""Find the title of a report: one line, or two or three that belong together, or none."""

from __future__ import annotations

import re

_BLANK = " \t\u3000\xa0\u200b\ufeff"
_ENDS = re.compile(r"(?:报告|总结|汇报|公报|情况|说明)(?:[（(\[][^（()）\]]{1,12}[）)\]])?$")
_SENTENCE = re.compile(r"[。；;！？]|[，,].*[，,]")
_OFFICE_END = re.compile(r"(?:[会局处府区县市镇乡厅院办委部]|街道|中心|工委|公司)$")
_YEAR = re.compile(
    r"(?<![\d〇零一二三四五六七八九])((?:19|20)\d\d|二[〇○零Ｏ]{1,2}[一二三四五六七八九〇○零]{1,2})\s*年"
)
_RANGE_TAIL = re.compile(r"(?:19|20)\d\d\s*年?\s*[-—–－~～至到]+\s*$")
_CHINESE_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_LINES_LOOKED_AT = 14
_LONGEST_LINE = 60


def find_title(text: str) -> str:
    """Return the title without blanks; empty when the text begins with its body.

    「云汀镇人民政府⏎关于2023年度…的报告」 is one title of two lines.
    """
    lines = _opening_lines(text)
    for k, line in enumerate(lines):
        if not _is_title_end(line):
            continue
        first = k
        while first > 0 and k - first < 2 and _belongs_before(lines[first - 1], "".join(lines[first : k + 1])):
            first -= 1
        return "".join(lines[first : k + 1])
    for k in range(len(lines) - 1):
        joined = lines[k] + lines[k + 1]
        if _is_title_end(joined) and not _is_numbered(lines[k]):
            return joined
    if (
        lines
        and len(lines[0]) <= _LONGEST_LINE
        and not re.search(r"[。，；：:]", lines[0])
        and not _is_numbered(lines[0])
    ):
        return lines[0]
    return ""


def years_named(text: str) -> tuple[int, ...]:
    """Return the years named in a short text, in order; not those of plans: 《纲要（2021—2025年）》 names none."""
    bare = re.sub(r"《[^》]*》", "", text)
    found = []
    for match in _YEAR.finditer(bare):
        year = match.group(1).translate(_CHINESE_DIGITS)
        if _RANGE_TAIL.search(bare[: match.start()]) or re.match(
            r"\s*[-—–－~～至到]+\s*(?:19|20)\d\d", bare[match.end() :]
        ):
            continue
        if year.isdigit() and len(year) == 4:
            found.append(int(year))
    return tuple(found)


def _opening_lines(text: str) -> list[str]:
    lines = []
    for raw in text[:4000].split("\n"):
        line = re.sub(f"[{_BLANK}]", "", raw)
        if line:
            lines.append(line)
        if len(lines) == _LINES_LOOKED_AT:
            break
    return lines


def _is_title_end(line: str) -> bool:
    if len(line) > 2 * _LONGEST_LINE or "\t" in line or not _ENDS.search(line) or _SENTENCE.search(line):
        return False
    if _is_numbered(line) or line.startswith(("《", "现将", "特此", "附")):
        return False
    return not line.endswith(("情况", "说明")) or bool(_YEAR.search(line) and re.search(r"法治|依法", line))


def _belongs_before(line: str, rest: str) -> bool:
    """Say whether `line` is the beginning of a title that `rest` ends: an office's name, or a broken title."""
    if len(line) > _LONGEST_LINE or _is_numbered(line) or re.search(r"[。；：:，,〔【\]]", line) or _ENDS.search(line):
        return False
    names_office = bool(_OFFICE_END.search(line))
    if re.match(r"关于|(?:19|20)\d\d年", rest):
        return names_office
    broken = not _YEAR.search(rest) or not re.search(r"法治|依法", rest)
    return broken and (names_office or bool(re.search(r"法治|依法|关于", line) or _YEAR.search(line)))


def _is_numbered(line: str) -> bool:
    return bool(
        re.match(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.、．]|目录|附件|索引号", line)
    )
