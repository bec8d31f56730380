"""Put recognised lines into reading order: rows of one base line together, columns one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from nianbao.documents.lines import Line
from nianbao.documents.paragraphs import Margins, find_columns
from nianbao.documents.sight import SeenLine

_SAME_ROW = 0.5
_TELLING = 8
_GAP_EM = 0.6


def order_lines(lines: Sequence[SeenLine]) -> list[SeenLine]:
    """Return the lines in reading order, pieces of one row joined, those of nearly one size made of one size."""
    pieces = [_Piece(line) for line in _even([line for line in lines if line.letters])]
    columns = find_columns([piece.line for piece in pieces])
    ordered: list[SeenLine] = []
    waiting: list[list[_Piece]] = [[] for _ in columns]
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        column = _column_of(piece, columns)
        if column is None:
            ordered += _flush(waiting)
            waiting[0].append(piece)
            ordered += _flush(waiting)
        else:
            waiting[column].append(piece)
    return ordered + _flush(waiting)


class _Piece:
    """A recognised line and its place, reckoned once."""

    def __init__(self, seen: SeenLine) -> None:
        self.seen = seen
        self.line = Line(0, seen.letters, seen.boxes)
        self.x0, self.x1 = seen.boxes[0][0], seen.boxes[-1][2]
        self.middle = (seen.boxes[0][1] + seen.boxes[0][3]) / 2
        self.size = seen.boxes[0][3] - seen.boxes[0][1]


def _even(lines: Sequence[SeenLine]) -> list[SeenLine]:
    """Give lines of nearly the usual letters the usual height: detection frames each a little differently.

    How wide its letters are set says the size of a line better than its frame, to which a seal may add.
    """
    high = [line.boxes[0][3] - line.boxes[0][1] for line in lines]
    wide = [_pitch(line) for line in lines]
    usual_high = median(high) if high else 0.0
    usual_wide = median([pitch for pitch in wide if pitch] or [0.0])
    evened = []
    for line, height, pitch in zip(lines, high, wide, strict=True):
        alike = abs(pitch - usual_wide) < 0.12 * usual_wide if pitch else abs(height - usual_high) < 0.4 * usual_high
        if alike:
            middle = (line.boxes[0][1] + line.boxes[0][3]) / 2
            boxes = [(x0, middle - usual_high / 2, x1, middle + usual_high / 2) for x0, _, x1, _ in line.boxes]
            line = SeenLine(line.letters, boxes, line.scores)
        evened.append(line)
    return evened


def _pitch(line: SeenLine) -> float:
    """Return how far apart the letters of a long line stand; 0 where too few tell."""
    letters = sum(0.5 if letter.isascii() else 1.0 for letter in line.letters)
    return (line.boxes[-1][2] - line.boxes[0][0]) / letters if letters >= _TELLING else 0.0


def _column_of(piece: _Piece, columns: Sequence[Margins]) -> int | None:
    if len(columns) == 1:
        return 0
    for k, column in enumerate(columns):
        if column.left - piece.size <= piece.x0 and piece.x1 <= column.right + piece.size:
            return k
    return None


def _flush(waiting: list[list[_Piece]]) -> list[SeenLine]:
    rows = [_joined(row) for column in waiting for row in _rows(column)]
    for column in waiting:
        column.clear()
    return rows


def _rows(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    rows: list[list[_Piece]] = []
    for piece in pieces:
        last = rows[-1] if rows else []
        if last and abs(piece.middle - last[0].middle) < _SAME_ROW * min(piece.size, last[0].size):
            last.append(piece)
        else:
            rows.append([piece])
    return rows


def _joined(row: list[_Piece]) -> SeenLine:
    """Join the pieces of a row from left to right; a blank stands in a wide gap, also between two letters."""
    whole = SeenLine()
    for piece in sorted(row, key=lambda piece: piece.x0):
        for letter, box, score in zip(piece.seen.letters, piece.seen.boxes, piece.seen.scores, strict=True):
            if whole.boxes and box[0] - whole.boxes[-1][2] > _GAP_EM * piece.size:
                x1, bottom = whole.boxes[-1][2], whole.boxes[-1][3]
                whole.letters.append(" ")
                whole.boxes.append((x1, bottom, x1, bottom))
                whole.scores.append(1.0)
            whole.letters.append(letter)
            whole.boxes.append(box)
            whole.scores.append(score)
    return whole
