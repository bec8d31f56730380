"""Hold printed lines and ruled tables, tidied of what only justifies, doubles or annotates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from nianbao.documents.model import Box

_SPACED = re.compile(r"\d [.．,，]$|\d [%％‰]$|\d [.．,，] \d$")
_TWICE = re.compile(r"(.)(?=\1)")
_BLANK = re.compile(" +")
_NO_BOX: Box = (0.0, 0.0, 0.0, 0.0)
_LEAST_TRACKING_EM = 0.08
_MOST_TRACKING = 1.4
_CLOSED_GAP_EM = 1.2
_BLANK_EM = 0.25
_SUPERSCRIPT_SIZE = 0.75
_NOTE_MARK = frozenset("0123456789[]()［］〔〕,①②③④⑤⑥⑦⑧⑨⑩")


@dataclass(slots=True)
class Line:
    """A printed line: its letters with a box each, blanks between Chinese characters closed."""

    page: int
    letters: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    turns: list[tuple[int, int]] = field(default_factory=list)
    _known: int = field(default=-1, init=False, repr=False, compare=False)
    _extent: Box = field(default=_NO_BOX, init=False, repr=False, compare=False)

    @property
    def pages(self) -> list[int]:
        """Return the page of every letter; `turns` says from which letter on a joined paragraph stands on another."""
        found: list[int] = []
        page = self.page
        for start, following in self.turns:
            found.extend([page] * (start - len(found)))
            page = following
        return found + [page] * (len(self.letters) - len(found))

    @property
    def text(self) -> str:
        """Return the letters as a string."""
        return "".join(self.letters)

    def _reckon(self) -> None:
        """Reckon the extent anew: the sides of all letters, top and bottom of a usual one.

        Usual are the Chinese letters, where there are any: fonts of figures reach up to twice as high. Letters are only
        ever added, so their number tells whether the extent is known.
        """
        inked = [box for box in self.boxes if box[2] > box[0]] or [_NO_BOX]
        pairs = zip(self.letters, self.boxes, strict=True)
        usual = [box for letter, box in pairs if "一" <= letter <= "\u9fff"] or inked
        tops, bottoms = sorted([box[1] for box in usual]), sorted([box[3] for box in usual])
        middle = len(usual) // 2
        x0, x1 = min([box[0] for box in inked]), max([box[2] for box in inked])
        self._known, self._extent = len(self.letters), (x0, tops[middle], x1, bottoms[middle])

    @property
    def x0(self) -> float:
        """Return the left edge of the first letter."""
        if self._known != len(self.letters):
            self._reckon()
        return self._extent[0]

    @property
    def top(self) -> float:
        """Return the upper edge of a usual letter of the line."""
        if self._known != len(self.letters):
            self._reckon()
        return self._extent[1]

    @property
    def x1(self) -> float:
        """Return the right edge of the last letter."""
        if self._known != len(self.letters):
            self._reckon()
        return self._extent[2]

    @property
    def bottom(self) -> float:
        """Return the lower edge of a usual letter of the line."""
        if self._known != len(self.letters):
            self._reckon()
        return self._extent[3]

    @property
    def size(self) -> float:
        """Return the height of a usual letter."""
        if self._known != len(self.letters):
            self._reckon()
        height = self._extent[3] - self._extent[1]
        return height if height > 1 else 1.0


@dataclass(frozen=True, slots=True)
class Cells:
    """A ruled table: in each cell its letters, joined over its lines; None under a merged cell.

    `edges` are the left edges of the columns and the right edge of the last; `last_page` is where the table ends.
    """

    page: int
    rows: tuple[tuple[Line | None, ...], ...]
    edges: tuple[float, ...]
    last_page: int


Block = Line | Cells


def tidied(line: Line) -> Line:
    """Return the line without doubled (fake bold) letters, raised note marks and blanks that only justify it."""
    line = _in_order(line)
    return _closed_up(line if _is_clean(line) else _without_marks(line, _usual_digit(line)))


def _is_clean(line: Line) -> bool:
    """Say whether no letter stands twice in one place and none is so small as a note mark: a look before a dear one."""
    pairs = zip(line.letters, line.boxes, strict=True)
    heights = [box[3] - box[1] for letter, box in pairs if letter in _NOTE_MARK]
    if heights and min(heights) <= _SUPERSCRIPT_SIZE * max(line.size, *heights):
        return False
    return not any(_is_doubled(line.boxes[k.start()], line.boxes[k.start() + 1]) for k in _TWICE.finditer(line.text))


def _without_marks(line: Line, usual: Box) -> Line:
    clean = Line(line.page)
    for k, (letter, box) in enumerate(zip(line.letters, line.boxes, strict=True)):
        doubled = bool(clean.letters) and letter == clean.letters[-1] and _is_doubled(clean.boxes[-1], box)
        if letter == " " or not (doubled or (letter in _NOTE_MARK and _is_note_mark(line, k, usual))):
            clean.letters.append(letter)
            clean.boxes.append(box)
    return clean


def _closed_up(line: Line) -> Line:
    """Return the line without the blanks at its ends and those that only justify it; of many in a row one stays."""
    text = line.text
    if " " not in text and not (text.startswith("\u3000") or text.endswith("\u3000")):
        return line
    clean, done, size = Line(line.page), 0, line.size
    for blank in _BLANK.finditer(text):
        first, after = blank.span()
        parts = first > 0 and after < len(text) and not _only_justifies(line, first - 1, after, size)
        clean.letters += line.letters[done:first] + [" "] * parts
        clean.boxes += line.boxes[done:first] + line.boxes[first : first + parts]
        done = after
    clean.letters += line.letters[done:]
    clean.boxes += line.boxes[done:]
    start, end = 0, len(clean.letters)
    while start < end and clean.letters[end - 1] in " \u3000":
        end -= 1
    while start < end and clean.letters[start] in " \u3000":
        start += 1
    closed = Line(line.page, clean.letters[start:end], clean.boxes[start:end])
    if text[0] not in " \u3000" and text[-1] not in " \u3000":
        closed._known, closed._extent = end - start, line._extent  # a blank between letters moves no edge
    return closed


def _in_order(line: Line) -> Line:
    """Return the letters from left to right: letters of another font, such as quotes, may come after all others."""
    places = [box[0] for box in line.boxes]
    if places == sorted(places):
        return line
    pairs = zip(line.letters, line.boxes, strict=True)
    inked = sorted(((letter, box) for letter, box in pairs if letter != " "), key=lambda pair: pair[1][0])
    ordered = Line(line.page)
    for letter, box in inked:
        if ordered.boxes and box[0] - ordered.boxes[-1][2] > _BLANK_EM * line.size:
            ordered.letters.append(" ")
            ordered.boxes.append((ordered.boxes[-1][2], box[3], ordered.boxes[-1][2], box[3]))
        ordered.letters.append(letter)
        ordered.boxes.append(box)
    return ordered


def _is_doubled(before: Box, box: Box) -> bool:
    width = box[2] - box[0]
    return width > 0 and abs(before[0] - box[0]) < 0.3 * width and abs(before[1] - box[1]) < 0.3 * width


def _in_figure(line: Line, k: int) -> bool:
    """Say whether the blank before the letter at `k` only spaces a figure out: 3 . 5 %, 3 , 456; not 1. 2023年."""
    words = line.letters[max(0, k - 4) : k + 1]
    text = "".join(words)
    return _SPACED.search(text) is not None


def repeats(before: Line, line: Line) -> bool:
    """Say whether a line is the one before printed once more over it, as fake bold is."""
    if before.text != line.text or before.page != line.page:
        return False
    near = 0.3 * line.size
    return abs(before.x0 - line.x0) < near and abs(before.top - line.top) < near


def _is_note_mark(line: Line, k: int, usual: Box) -> bool:
    """Say whether the letter at `k` belongs to a raised note mark, 3 or [3], that would glue to a figure; not to m²."""
    box = line.boxes[k]
    height, usual_height = box[3] - box[1], usual[3] - usual[1]
    if height <= 0 or height > _SUPERSCRIPT_SIZE * usual_height:
        return False
    raised = box[3] < usual[3] - 0.2 * usual_height
    return raised and not (k > 0 and line.letters[k - 1] in "m米里")


def _usual_digit(line: Line) -> Box:
    """Return the tallest digit of the line, for only letters of one font compare; a usual letter if all are small."""
    usual = (line.x0, line.top, line.x1, line.bottom)
    digits = [box for letter, box in zip(line.letters, line.boxes, strict=True) if letter in "0123456789"]
    tallest = max(digits, key=lambda box: box[3] - box[1], default=usual)
    return tallest if tallest[3] - tallest[1] > _SUPERSCRIPT_SIZE * line.size else usual


def _only_justifies(line: Line, before: int, k: int, size: float) -> bool:
    """Say whether the blank between two letters, given by their indexes, parts no words and no figures."""
    gap = line.boxes[k][0] - line.boxes[before][2]
    if not (line.letters[before].isascii() and line.letters[k].isascii()):
        return gap < _CLOSED_GAP_EM * size
    if _in_figure(line, k):
        return True
    return line.letters[before].isdigit() and line.letters[k].isdigit() and gap < _MOST_TRACKING * _tracking(line)


def _tracking(line: Line) -> float:
    """Return how far apart a line is set letter by letter, also its figures (2 0 2 2 年 度); 0 where it is not."""
    inked = [(letter, box) for letter, box in zip(line.letters, line.boxes, strict=True) if letter != " "]
    gaps = [(one, two, now[0] - then[2]) for (one, then), (two, now) in pairwise(inked)]
    words = sorted(gap for one, two, gap in gaps if min(one, two) > "\u2e80")
    tracking = words[len(words) // 2] if words else 0.0
    even = all(2 * gap > tracking for one, two, gap in gaps if one.isdigit() and two.isdigit())
    return tracking if even and tracking > _LEAST_TRACKING_EM * line.size else 0.0


def join(whole: Line, line: Line) -> None:
    """Append a line to another of its paragraph or cell: nothing between them, a blank between two Latin words."""
    if whole.letters and line.letters:
        before, after = whole.letters[-1], line.letters[0]
        if before.isascii() and after.isascii() and before.isalpha() and after.isalpha():
            whole.letters.append(" ")
            whole.boxes.append(_NO_BOX)
    if line.page != (whole.turns[-1][1] if whole.turns else whole.page):
        whole.turns.append((len(whole.letters), line.page))
    whole.letters.extend(line.letters)
    whole.boxes.extend(line.boxes)
