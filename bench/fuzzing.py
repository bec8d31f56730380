"""Damage PDFs in thousands of ways and read each: no crash of this process, no hang, no unexplained exception.

`python bench/fuzzing.py --count 2000` mutates the samples and the tests' printed PDFs: flipped bits, cuts, stretches
copied, dropped or filled, objects spliced from another file, numbers put out of bounds. The seed makes a run the same
each time. Exit code 1 and the file kept where a reading raised, or took longer than the limits allow.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from nianbao.documents.model import Document
from nianbao.documents.reading import Limits, read
from nianbao.reasons import Rejection

ROOT = Path(__file__).resolve().parent.parent
LIMITS = replace(Limits(), memory_bytes=512 * 1024**2, cpu_s=5, wall_s=12.0, scanned_pages=0)
GRACE_S = 3.0
_OBJECT = re.compile(rb"\d+ 0 obj\b.*?endobj", re.DOTALL)
_NUMBER = re.compile(rb"(?<=[ \[(/])\d{1,7}(?=[ \])\r\n])")
_ODD_NUMBERS = (b"0", b"-1", b"2147483648", b"99999999999999999999", b"1e99", b"0.00000000001", b"<<", b"null")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one damaged file was read."""

    number: int
    seed: str
    damage: str
    result: str
    seconds: float

    @property
    def is_failure(self) -> bool:
        """Say whether the reader broke its promise."""
        return self.result.startswith("raised") or self.seconds > LIMITS.wall_s + GRACE_S


def flip(data: bytearray, dice: random.Random, _: Sequence[bytes]) -> None:
    """Flip some bits."""
    for _unused in range(dice.choice((1, 4, 32, 256))):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def cut(data: bytearray, dice: random.Random, _: Sequence[bytes]) -> None:
    """Cut the file off."""
    del data[dice.randrange(1, len(data)) :]


def drop(data: bytearray, dice: random.Random, _: Sequence[bytes]) -> None:
    """Drop a stretch."""
    start = dice.randrange(len(data))
    del data[start : start + dice.choice((1, 16, 512, 8192))]


def repeat(data: bytearray, dice: random.Random, _: Sequence[bytes]) -> None:
    """Copy a stretch to another place."""
    start, size = dice.randrange(len(data)), dice.choice((16, 512, 8192))
    at = dice.randrange(len(data))
    data[at:at] = data[start : start + size]


def fill(data: bytearray, dice: random.Random, _: Sequence[bytes]) -> None:
    """Fill a stretch with one byte or with noise."""
    start, size = dice.randrange(len(data)), dice.choice((16, 512, 4096))
    data[start : start + size] = dice.choice((b"\0" * size, b"\xff" * size, dice.randbytes(size)))


def splice(data: bytearray, dice: random.Random, objects: Sequence[bytes]) -> None:
    """Put an object of another file in the place of one of this."""
    own = list(_OBJECT.finditer(bytes(data)))
    if own and objects:
        place = dice.choice(own)
        number = data[place.start() : place.end()].split(b" ", 1)[0]
        data[place.start() : place.end()] = bytes(number) + b" " + dice.choice(objects).split(b" ", 1)[1]


def disturb(data: bytearray, dice: random.Random, _: Sequence[bytes]) -> None:
    """Put numbers out of bounds: lengths, references, sizes."""
    for _unused in range(dice.choice((1, 3, 10))):
        found = list(_NUMBER.finditer(bytes(data)))
        if found:
            place = dice.choice(found)
            data[place.start() : place.end()] = dice.choice(_ODD_NUMBERS)


DAMAGES: tuple[Callable[[bytearray, random.Random, Sequence[bytes]], None], ...] = (
    flip,
    cut,
    drop,
    repeat,
    fill,
    splice,
    disturb,
)


def find_seeds() -> list[Path]:
    """Return the PDFs to damage, small ones of the samples and of the tests."""
    found = [*(ROOT / "samples").rglob("*.pdf"), *(ROOT / "tests").rglob("*.pdf")]
    return sorted(path for path in found if path.stat().st_size < 400_000)


def damage_one(number: int, seeds: Sequence[tuple[str, bytes]], objects: Sequence[bytes], folder: Path) -> Outcome:
    """Damage one seed in one or two ways and read it."""
    dice = random.Random(number)
    name, whole = dice.choice(seeds)
    data = bytearray(whole)
    chosen = dice.sample(DAMAGES, dice.choice((1, 1, 2)))
    for damage in chosen:
        if data:
            damage(data, dice, objects)
    path = folder / f"fuzz-{number}.pdf"
    path.write_bytes(data)
    start = time.monotonic()
    try:
        outcome = read(path, LIMITS)
        result = outcome.reason.value if isinstance(outcome, Rejection) else _described(outcome)
    except Exception as error:  # the point of the exercise: whatever it is, it is a failure
        result = f"raised {type(error).__name__}: {error}"
    done = Outcome(number, name, "+".join(d.__name__ for d in chosen), result, time.monotonic() - start)
    if not done.is_failure:
        path.unlink()
    return done


def _described(document: Document) -> str:
    return "read in part" if any(page.grade == 0 for page in document.pages) else "read"


def run(count: int, first: int = 0, seeds: Sequence[Path] = (), folder: Path | None = None) -> list[Outcome]:
    """Return the outcomes of `count` damaged files, numbered from `first`; failing files stay in `folder`."""
    chosen = [(path.name, path.read_bytes()) for path in seeds or find_seeds()]
    objects = [found.group() for _, data in chosen for found in _OBJECT.finditer(data) if len(found.group()) < 20_000]
    kept = folder or Path(tempfile.mkdtemp(prefix="nianbao-fuzz-"))
    with ThreadPoolExecutor(2) as workers:
        numbers = range(first, first + count)
        return list(workers.map(lambda number: damage_one(number, chosen, objects, kept), numbers))


def main() -> int:
    """Run, print a table, and return 1 when the reader broke its promise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    outcomes = run(arguments.count, arguments.first)
    failures = [outcome for outcome in outcomes if outcome.is_failure]
    results = Counter(outcome.result for outcome in outcomes)
    slowest = max((outcome.seconds for outcome in outcomes), default=0.0)
    if arguments.json:
        summary = {"results": results, "slowest_s": round(slowest, 1), "failures": len(failures)}
        sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
        return 1 if failures else 0
    lines = [f"{number:6d}  {result}" for result, number in results.most_common()]
    lines += [f"slowest {slowest:.1f} s; failures {len(failures)}", *(f"  {failure}" for failure in failures)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
