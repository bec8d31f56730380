"""Score the engine against hand-made annotation, where a folder with such sets is named in NIANBAO_EVAL_DIR."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nianbao.catalogue import load_catalogue
from nianbao.documents.reading import read_text
from nianbao.figures.extracting import Engine
from nianbao.figures.facts import fact_json
from nianbao.places import data_folder

LEAST = {"detect_f1": 0.93, "reject_rate": 0.95, "indicator_f1": 0.75}


@pytest.fixture(scope="module")
def folder() -> Path:
    named = os.environ.get("NIANBAO_EVAL_DIR")
    if not named or not (Path(named) / "score.py").is_file():
        pytest.skip("set NIANBAO_EVAL_DIR to the folder with score.py and the annotated sets to score the engine")
    return Path(named)


def _pairs(folder: Path, name: str) -> list[tuple[Path, Path]]:
    if name == "seeds":
        return [(folder / "seeds" / f"{gold.stem}.txt", gold) for gold in sorted((folder / "gold").glob("*.jsonl"))]
    golds = sorted((folder / "dev" / "gold").glob("*/*.jsonl"))
    return [(folder / "dev" / "reports" / gold.parent.name / f"{gold.stem}.txt", gold) for gold in golds]


@pytest.mark.parametrize("name", ["seeds", "dev"])
def test_the_engine_reaches_its_figures(folder: Path, tmp_path: Path, name: str) -> None:
    engine = Engine(load_catalogue(data_folder("catalogue")))
    arguments = []
    for k, (source, gold) in enumerate(_pairs(folder, name)):
        document = read_text(source.read_text(encoding="utf-8-sig"))
        facts = [fact_json(fact) for fact in engine.extract(document).facts]
        found = {"document": {"text": document.text, "unit": None, "year": None}, "facts": facts}
        (tmp_path / f"{k}.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        arguments.append(f"{tmp_path / f'{k}.json'}:{gold}")
    least = [argument for figure, value in LEAST.items() for argument in ("--min", f"{figure}={value}")]
    done = subprocess.run(
        [sys.executable, str(folder / "score.py"), *arguments, *least], capture_output=True, text=True, check=False
    )
    assert arguments
    assert done.returncode == 0, done.stdout[-1500:]
