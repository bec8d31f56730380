"""Recognise the letters of a picture: stood upright first, red seals faded, red headings read apart.

The one module that knows the recognition engine and the picture library. The engine's models come inside its package;
any other choice of models would be fetched from outside, so the default is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR

from nianbao.documents.model import Box
from nianbao.documents.sight import Seen, SeenLine, build_line, find_skew, overlap

_GLANCE_PX = 800
_DETECTION_PX = 1280
_ENOUGH_PX = 2800
_MOST_THREADS = 4
_LEAST_TURN_DEG = 0.25
_LEAST_SCORE = 0.3
_VOTES = 9
_SURE_VOTE = 0.9
_RED = 60
_LEAST_RED_SHARE = 0.0002
_INK = 150
_LEAST_CELLS = 4
_RULE_PX = 7
_LEAST_MARK_PX = 6
_LEAST_LETTER_PX = 10
_DASH_SHAPE = 0.4


class Eye:
    """The recognition engine, loaded once for all pages."""

    def __init__(self) -> None:
        threads = min(_MOST_THREADS, os.cpu_count() or 1)
        cv2.setNumThreads(threads)
        self._engine: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.text_score": _LEAST_SCORE,
                "Global.max_side_len": 4000,
                "Det.limit_type": "max",
                "Det.limit_side_len": _DETECTION_PX,
                "Rec.rec_batch_num": 2,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            }
        )

    def read(self, pixels: Any) -> Seen:
        """Return the lines that stand in a picture (RGB), whichever way it lies."""
        quads = self._glance(pixels)
        turn = _matrix(pixels.shape, find_skew(quads))
        upright = _turned(pixels, turn)
        if self._is_upside_down(upright, [quad @ turn[0][:, :2].T + turn[0][:, 2] for quad in quads]):
            turn = _after(_matrix(upright.shape, 180.0), turn)
            upright = _turned(pixels, turn)
        height, width = upright.shape[:2]
        faded = _faded(upright)
        tables, rules = _find_tables(faded[:, :, 0])
        faded[rules > 0] = 255  # an upright rule beside a figure reads as a 1
        lines = self._lines(faded)
        lines += self._lone_letters(faded, [cell for cells in tables for cell in cells], lines)
        lines += [line for line in self._red_lines(upright) if not any(overlap(line, other) for other in lines)]
        back = cv2.invertAffineTransform(turn[0])
        return Seen(tuple(lines), tables, width, height, tuple(float(value) for value in back.flatten()))

    def _glance(self, pixels: Any) -> list[Any]:
        """Return the corners of the lines of a picture, found on a small copy."""
        shrink = min(1.0, _GLANCE_PX / max(pixels.shape[:2]))
        small = cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        found = self._engine(_faded(small), use_det=True, use_cls=False, use_rec=False)
        return [] if found.boxes is None else [quad / shrink for quad in found.boxes]

    def _is_upside_down(self, upright: Any, quads: list[Any]) -> bool:
        """Let the beginnings of the longest lines vote which side is up."""
        gray, votes = _faded(upright), []
        for quad in sorted(quads, key=lambda quad: np.ptp(quad[:, 1]) - np.ptp(quad[:, 0]))[:_VOTES]:
            x, y = np.maximum(quad.min(axis=0), 0).astype(int)
            height = int(np.ptp(quad[:, 1]))
            crop = gray[y : y + height, x : x + min(int(np.ptp(quad[:, 0])), 6 * height)]
            if crop.size:
                found = self._engine(crop, use_det=False, use_cls=True, use_rec=False)
                votes += [label == "180" for label, score in found.cls_res or () if score > _SURE_VOTE]
        return 2 * votes.count(True) > len(votes)

    def _lines(self, pixels: Any) -> list[SeenLine]:
        found = self._engine(
            pixels, use_det=True, use_cls=False, use_rec=True, return_word_box=True, return_single_char_box=True
        )
        if found.txts is None:
            return []
        words = list(found.word_results)
        lines = []
        for text, score, quad in zip(found.txts, found.scores, found.boxes, strict=True):
            bare = "".join(text.split())
            # The engine leaves lines out of its words where it could place none, so they are matched in order.
            mine = words.pop(0) if words and "".join(letter for letter, _, _ in words[0]) == bare else ()
            if bare:
                lines.append(build_line(text, float(score), quad, mine))
        return lines

    def _lone_letters(self, faded: Any, cells: Sequence[Box], lines: Sequence[SeenLine]) -> Iterator[SeenLine]:
        """Read the cells with ink in which no line was detected: so a single digit is lost, and a dash always."""
        middles = np.array([[(b[0] + b[2]) / 2, (b[1] + b[3]) / 2] for line in lines for b in line.boxes] or [[-1, -1]])
        for cell in cells:
            if ((middles >= cell[:2]) & (middles <= cell[2:])).all(axis=1).any():
                continue
            found = _ink_within(faded[:, :, 0], cell)
            if found is None:
                continue
            x0, top, x1, bottom = found
            if bottom - top < _DASH_SHAPE * (x1 - x0):
                middle, reach = (top + bottom) / 2, (x1 - x0) / 2
                yield SeenLine(["—"], [(x0, middle - reach, x1, middle + reach)], [1.0])
            elif bottom - top > _LEAST_LETTER_PX:
                pad = int(bottom - top) // 4
                crop = faded[int(top) - pad : int(bottom) + pad, int(x0) - pad : int(x1) + pad]
                seen = self._engine(crop, use_det=False, use_cls=False, use_rec=True)
                quad = np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]])
                for text, score in zip(seen.txts or (), seen.scores or (), strict=True):
                    if text.strip():
                        yield build_line(text, float(score), quad, ())

    def _red_lines(self, upright: Any) -> list[SeenLine]:
        """Read what is printed in red and wide, which is a heading; what is red and round is a seal."""
        lines = []
        for x0, top, x1, bottom in _red_strips(upright):
            for line in self._lines(upright[top:bottom, x0:x1]):
                line.boxes = [(b[0] + x0, b[1] + top, b[2] + x0, b[3] + top) for b in line.boxes]
                lines.append(line)
        return lines


def decode(data: bytes) -> Any:
    """Return the pixels (RGB) of an image file, shrunk to what recognition needs; ValueError when it is none."""
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError("not an image")
    shrink = min(1.0, _ENOUGH_PX / max(pixels.shape[:2]))
    return cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)


def _faded(pixels: Any) -> Any:
    """Return the red channel alone, in which red ink is as light as paper."""
    return np.repeat(pixels[:, :, :1], 3, axis=2)


def _red_strips(pixels: Any) -> list[tuple[int, int, int, int]]:
    """Return the boxes of red ink that is much wider than high, not mere rules."""
    red = pixels[:, :, 0].astype(np.int16) - pixels[:, :, 1:].max(axis=2).astype(np.int16)
    mask = (red > _RED).astype(np.uint8)
    if mask.mean() < _LEAST_RED_SHARE:
        return []
    height, width = mask.shape
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, max(3, width // 20)), np.uint8))
    strips = []
    for contour in cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        x, y, w, h = cv2.boundingRect(contour)
        if w > 2.5 * h and h > height / 150 and w > width / 10:
            pad = h // 4
            strips.append((max(0, x - pad), max(0, y - pad), min(width, x + w + pad), min(height, y + h + pad)))
    return strips


def _find_tables(gray: Any) -> tuple[tuple[tuple[Box, ...], ...], Any]:
    """Return the cells of each ruled table, which are the holes that its rules enclose, and a mask of these rules."""
    height, width = gray.shape
    dark = (gray < _INK).astype(np.uint8)
    least = max(height, width) // 50
    level = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    upright = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((least, 1), np.uint8))
    mask = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((5, 5), np.uint8))
    rules = np.zeros_like(mask)
    contours, hierarchy = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    tables: dict[int, list[Box]] = {}
    for k, contour in enumerate(contours):
        x, y, w, h = cv2.boundingRect(contour)
        parent = int(hierarchy[0][k][3])
        if parent >= 0 and w > width / 60 and h > height / 100:
            tables.setdefault(parent, []).append((x - 2.0, y - 2.0, x + w + 2.0, y + h + 2.0))
    kept = {parent: cells for parent, cells in tables.items() if len(cells) >= _LEAST_CELLS}
    for parent, cells in kept.items():
        x, y, w, h = cv2.boundingRect(contours[parent])
        rules[y : y + h, x : x + w] = mask[y : y + h, x : x + w]
        for x0, top, x1, bottom in cells:  # inside a cell a long stroke is a letter's
            rules[int(top) + 4 : int(bottom) - 4, int(x0) + 4 : int(x1) - 4] = 0
    return tuple(tuple(cells) for cells in kept.values()), rules


def _ink_within(gray: Any, cell: Box) -> Box | None:
    """Return the box of what is printed in a cell, specks and remains of its rules left out; None for an empty one."""
    x0, top = int(cell[0]) + _RULE_PX, int(cell[1]) + _RULE_PX
    inside = gray[top : int(cell[3]) - _RULE_PX, x0 : int(cell[2]) - _RULE_PX]
    if not inside.size:
        return None
    _, _, blots, _ = cv2.connectedComponentsWithStats((inside < _INK).astype(np.uint8))
    marks = [blot for blot in blots[1:] if max(blot[2], blot[3]) >= _LEAST_MARK_PX]
    if not marks:
        return None
    left, upper = min(mark[0] for mark in marks), min(mark[1] for mark in marks)
    right, lower = max(mark[0] + mark[2] for mark in marks), max(mark[1] + mark[3] for mark in marks)
    return float(x0 + left), float(top + upper), float(x0 + right), float(top + lower)


Turn = tuple[Any, tuple[int, int]]
"""An affine matrix and the size (width, height) of what it makes."""


def _matrix(shape: tuple[int, ...], degrees: float) -> Turn:
    """Return the turn about the middle, counter-clockwise, that loses no corner."""
    height, width = shape[:2]
    if abs(degrees) < _LEAST_TURN_DEG:
        return np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]), (width, height)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = round(height * sin + width * cos), round(height * cos + width * sin)
    matrix[0, 2] += size[0] / 2 - width / 2
    matrix[1, 2] += size[1] / 2 - height / 2
    return matrix, size


def _after(second: Turn, first: Turn) -> Turn:
    whole = np.vstack([second[0], [0, 0, 1]]) @ np.vstack([first[0], [0, 0, 1]])
    return whole[:2], second[1]


def _turned(pixels: Any, turn: Turn) -> Any:
    if np.array_equal(turn[0], [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]):
        return pixels
    return cv2.warpAffine(pixels, turn[0], turn[1], flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
