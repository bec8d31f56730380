"""Measure the reading of scans: the share of facts found, wrong values without a finding, seconds a page.

`python bench/scans.py` makes scans (200 dpi: grain, a red seal, a skew, a quarter turn) of the samples' PDFs and
compares what is read with the PDFs themselves. `python bench/scans.py --of REPORT SCAN…` compares scans that exist with
a report of which they show pages.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

from nianbao.catalogue import load_catalogue
from nianbao.checks.checking import check_reading
from nianbao.documents.model import Document
from nianbao.documents.reading import read
from nianbao.figures.extracting import Engine
from nianbao.figures.facts import Fact
from nianbao.places import data_folder
from nianbao.reading import Reading

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
AROUND = 15
KINDS = ("right", "lost", "wrong, told", "wrong, silent")


def grain(pixels: Pixels) -> Pixels:
    """Return the page with the grain and the dust of a worn scanner."""
    dice = np.random.default_rng(7)
    noisy = pixels.astype(np.float32) * 0.9 + 12 + dice.normal(0, 14, pixels.shape[:2])[:, :, None]
    noisy[dice.random(pixels.shape[:2]) < 0.0008] = 30
    return noisy.clip(0, 255).astype(np.uint8)


def seal(pixels: Pixels) -> Pixels:
    """Return the page with grain and with a red seal over its text: a ring, a star's worth of ink inside."""
    y, x = np.ogrid[: pixels.shape[0], : pixels.shape[1]]
    far = np.hypot(y - 0.45 * pixels.shape[0], x - 0.6 * pixels.shape[1]) / (0.12 * pixels.shape[1])
    inked = ((far > 0.92) & (far < 1)) | (far < 0.28)
    stamped = pixels.copy()
    stamped[inked] = np.minimum(stamped[inked], (215, 45, 50))
    return grain(stamped)


def skewed(pixels: Pixels) -> Pixels:
    """Return the page with grain, laid a little askew."""
    return grain(np.asarray(Image.fromarray(pixels).rotate(1.6, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))))


def turned(pixels: Pixels) -> Pixels:
    """Return the page with grain, laid on its side."""
    return np.ascontiguousarray(np.rot90(grain(pixels)))


WAYS: dict[str, Callable[[Pixels], Pixels]] = {
    "clean": lambda pixels: pixels,
    "grain": grain,
    "seal": seal,
    "skewed": skewed,
    "turned": turned,
}


def make_scan(source: Path, way: str, target: Path, dpi: int = 200) -> None:
    """Write the pages of a PDF as pictures, as a scanner would have made them."""
    pages = []
    for page in pypdfium2.PdfDocument(str(source)):
        pixels = page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3]
        squeezed = io.BytesIO()
        Image.fromarray(WAYS[way](pixels)).save(squeezed, "JPEG", quality=70)
        pages.append(Image.open(squeezed))
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)


class Places:
    """Where each character of one text stands in another, as far as they are the same."""

    def __init__(self, text: str, other: str) -> None:
        self._blocks = [b for b in SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks() if b.size]
        self._starts = [block.a for block in self._blocks]

    def of(self, offset: int) -> int | None:
        """Return the place of a character, None where it has none."""
        k = bisect_right(self._starts, offset) - 1
        if k < 0 or offset >= self._blocks[k].a + self._blocks[k].size:
            return None
        return self._blocks[k].b + offset - self._blocks[k].a

    def around(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span in the other text, None where the words around do not stand there."""
        near = range(max(0, start - AROUND), end + AROUND)
        found = [place for k in near if (place := self.of(k)) is not None]
        if len(found) < 0.6 * len(near) or max(found) - min(found) > 3 * len(near):
            return None
        before = [place for k in range(max(0, start - AROUND), start) if (place := self.of(k)) is not None]
        after = [place for k in range(end, end + AROUND) if (place := self.of(k)) is not None]
        return (max(before) + 1 if before else min(found)), (min(after) if after else max(found) + 1)


def compare(truth: Reading, seen: Reading, told: set[str]) -> tuple[Counter[str], list[str]]:
    """Count by what became of them the facts that stand on the scanned pages, and quote those not right."""
    places = Places(truth.document.text, seen.document.text)
    counts, misses = Counter[str](), []
    for fact in truth.facts:
        span = places.around(fact.start, fact.end)
        if fact.implied or span is None:
            continue
        near = [f for f in seen.facts if not f.implied and f.start < span[1] and span[0] < f.end]
        kind = _kind(fact, near, told)
        counts[kind] += 1
        if kind != "right":
            misses.append(f"{kind}: {fact.text} ({fact.indicator}) -> {seen.document.text[span[0] : span[1]]!r}")
    return counts, misses


def _kind(fact: Fact, near: Sequence[Fact], told: set[str]) -> str:
    if any((f.value, f.low, f.high, f.unit) == (fact.value, fact.low, fact.high, fact.unit) for f in near):
        return "right"
    if not near:
        return "lost"
    return "wrong, told" if any(f.id in told for f in near) else "wrong, silent"


class Reader:
    """The way from a file to facts and findings, loaded once."""

    def __init__(self) -> None:
        self._catalogue = load_catalogue(data_folder("catalogue"))
        self._engine = Engine(self._catalogue)

    def read(self, path: Path) -> tuple[Reading, set[str]]:
        """Return the reading, and the ids of the facts that findings speak of."""
        document = read(path)
        if not isinstance(document, Document):
            raise SystemExit(f"{path.name}: {document.sentence('en')}")
        extraction = self._engine.extract(document)
        reading = Reading("unit", 2024, document, extraction.facts, extraction.tokens)
        findings = check_reading(reading, self._catalogue, ())
        return reading, {fact for finding in findings for fact in finding.facts}


def say(line: str) -> None:
    """Write one line of the measurement."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def measure(reader: Reader, name: str, truth: Reading, scan: Path) -> Counter[str]:
    """Compare one scan with its truth and print a line."""
    began = time.perf_counter()
    seen, told = reader.read(scan)
    each = (time.perf_counter() - began) / max(1, len(seen.document.pages))
    counts, misses = compare(truth, seen, told)
    share = counts["right"] / max(1, counts.total())
    told_line = ", ".join(f"{kind} {counts[kind]}" for kind in KINDS)
    say(f"{name}: {share:.1%} of {counts.total()} facts ({told_line}); {each:.1f} s a page")
    for miss in misses:
        say(f"    {miss}")
    return counts


def main(arguments: Sequence[str]) -> int:
    """Run the measurement; exit 1 when a wrong value has no finding."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--of", type=Path, help="the report of which the scans show pages")
    parser.add_argument("scans", type=Path, nargs="*")
    chosen = parser.parse_args(arguments)
    reader, total = Reader(), Counter[str]()
    if chosen.of:
        truth, _ = reader.read(chosen.of)
        for scan in chosen.scans:
            total += measure(reader, scan.name, truth, scan)
    else:
        with tempfile.TemporaryDirectory() as folder:
            for source in sorted(data_folder("samples").glob("demo/*/*.pdf")):
                truth, _ = reader.read(source)
                for way in WAYS:
                    make_scan(source, way, scan := Path(folder) / "scan.pdf")
                    total += measure(reader, f"{source.stem[:12]} {way}", truth, scan)
    say(f"all: {total['right'] / max(1, total.total()):.1%} of {total.total()} facts; silent {total[KINDS[3]]}")
    return 1 if total[KINDS[3]] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
