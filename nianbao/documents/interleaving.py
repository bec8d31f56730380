"""Part two columns of prose whose lines a producer printed across: left, right, left, right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from nianbao.documents.lines import Block, Line

_LEAST_WORDS = 6
_LEAST_LINES = 5
_LEAST_SHARE = 0.3
_LEAST_GAP_EM = 1.2


def in_columns(blocks: list[Block]) -> list[Block]:
    """Return the blocks with each column read down; as they are where few lines hold prose on both sides of a gap."""
    lines = [block for block in blocks if isinstance(block, Line)]
    gaps = [gap for line in lines if (gap := _gap(line)) is not None]
    if len(gaps) < max(_LEAST_LINES, _LEAST_SHARE * len(lines)):
        return blocks
    gutter = median((left + right) / 2 for left, right in gaps)
    if sum(left <= gutter <= right for left, right in gaps) < 0.9 * len(gaps):
        return blocks
    return list(_read_down(blocks, gutter))


def _gap(line: Line) -> tuple[float, float] | None:
    """Return from where to where a wide blank reaches that has prose on both sides."""
    for k, letter in enumerate(line.letters):
        if letter == " " and k and k + 1 < len(line.letters):
            left, right = line.boxes[k - 1][2], line.boxes[k + 1][0]
            if (
                right - left > _LEAST_GAP_EM * line.size
                and min(_words(line, 0, k), _words(line, k, None)) >= _LEAST_WORDS
            ):
                return left, right
    return None


def _words(line: Line, start: int, end: int | None) -> int:
    return sum("一" <= letter <= "\u9fff" for letter in line.letters[start:end])


def _read_down(blocks: Sequence[Block], gutter: float) -> Iterator[Block]:
    """Give the left column, then the right one, down to each block that stands in both."""
    left: list[Block] = []
    right: list[Block] = []
    for block in blocks:
        halves = _halves(block, gutter) if isinstance(block, Line) else None
        if halves is None:
            yield from (*left, *right, block)
            left, right = [], []
            continue
        left += [halves[0]] if halves[0].letters else []
        right += [halves[1]] if halves[1].letters else []
    yield from (*left, *right)


def _halves(line: Line, gutter: float) -> tuple[Line, Line] | None:
    """Return what stands left and right of the gutter; None when a letter stands on it."""
    halves = Line(line.page), Line(line.page)
    for letter, box in zip(line.letters, line.boxes, strict=True):
        if box[0] < gutter - 1 and box[2] > gutter + 1 and letter != " ":
            return None
        half = halves[0] if (box[0] + box[2]) / 2 < gutter else halves[1]
        half.letters.append(letter)
        half.boxes.append(box)
    for half in halves:
        while half.letters and half.letters[-1] == " ":
            half.letters.pop()
            half.boxes.pop()
    return halves
