from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

PdfMaker = Callable[[str, str], Path]
BENCH = Path(__file__).resolve().parents[2] / "bench" / "fuzzing.py"


def test_damaged_files_are_read_or_refused_but_never_raise_or_hang(make_pdf: PdfMaker, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("bench_fuzzing", BENCH)
    assert spec is not None and spec.loader is not None
    fuzzing = importlib.util.module_from_spec(spec)
    sys.modules["bench_fuzzing"] = fuzzing
    spec.loader.exec_module(fuzzing)
    table = "#table(columns: 3, [项目], [数量], [增长], [检查], [12], [3], [处罚], [7], [9])"
    seeds = [make_pdf("seed", f"全年检查企业127家次。\n\n{table}"), make_pdf("plain", "整改隐患334处。" * 40)]
    outcomes = fuzzing.run(18, seeds=seeds, folder=tmp_path)
    assert [outcome for outcome in outcomes if outcome.is_failure] == []
    assert len({outcome.result for outcome in outcomes}) > 1
