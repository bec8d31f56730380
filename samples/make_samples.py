"""Make the demonstration inboxes from their sources: the same words give the same bytes, whatever the day.

Every report is written once, as UTF-8 text under demo/sources/; what a unit would have sent is made from it: a PDF in
official layout, plain text, or text in GB18030 with Windows line ends. Run it after editing a source.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pylopdf_fonts_zh_cn
import typst

SAMPLES = Path(__file__).resolve().parent
DEMO = SAMPLES / "demo"

Form = Literal["pdf", "text", "gb18030"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of an inbox, the source it is made from, and its form; `unit` is None for what is no report."""

    year: int
    unit: str | None
    source: str
    file: str
    form: Form

    @property
    def source_path(self) -> Path:
        """Return where the words are written."""
        return DEMO / "sources" / str(self.year) / self.source

    @property
    def path(self) -> Path:
        """Return where the file lies that a unit would have sent."""
        return DEMO / str(self.year) / self.file


REPORTS = (
    Sample(2023, "jingkai", "jingkai.txt", "砚溪经开区2023年法治政府建设年度报告.txt", "text"),
    Sample(2023, "nanxun", "nanxun.txt", "南薰桥街道2023年度报告.txt", "text"),
    Sample(2023, "sangzhu", "sangzhu.txt", "桑渚镇2023年度报告.txt", "text"),
    Sample(2024, "jingkai", "jingkai.txt", "砚溪经开区2024年度法治政府建设情况报告.pdf", "pdf"),
    Sample(2024, "lichuan", "lichuan.txt", "栎川高新区年度报告（含附表）.pdf", "pdf"),
    Sample(2024, "zhujian", "zhujian.txt", "竹笺街道2024年法治政府建设工作报告.txt", "text"),
    Sample(2024, "nanxun", "nanxun.txt", "南薰桥街道2024年度报告（定稿）.pdf", "pdf"),
    # As the oldest machine of a town office writes it.
    Sample(2024, "sangzhu", "sangzhu.txt", "桑渚镇年度报告.txt", "gb18030"),
    Sample(2024, "shili", "shili.txt", "石笠镇报告.txt", "text"),
    Sample(2024, "shijian", "shijian.txt", "区市场监管局2024年度法治政府建设年度报告.pdf", "pdf"),
)
# Put into the inbox by mistake, as it happens every year: the run must hold it and say why.
STRAY = Sample(2024, None, "notice.txt", "宪法宣传周活动通知.txt", "text")
SAMPLES_OF_THE_DEMO = (*REPORTS, STRAY)

HEADING = re.compile(r"(第[一二三四]部分|[一二三四五六七八九]、|（[一二三四五六七八九十]）|\d([.．]\d)*[.．、 ])")
HEADING_LENGTH = 40
DATE = re.compile(r"[二〇零一\d]{4}年.{1,3}月.{1,3}日")


def blocks(text: str) -> list[dict[str, Any]]:
    """Return the source as printable blocks: title lines up to the first empty line, then body, tables, signature."""
    title, _, body = text.strip().partition("\n\n")
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    found: list[dict[str, Any]] = [{"kind": "title", "text": line} for line in title.splitlines()]
    for number, line in enumerate(lines):
        if line.startswith("|"):
            row = [cell.strip() for cell in line.strip("|").split("|")]
            if found[-1]["kind"] == "table":
                found[-1]["rows"].append(row)
            else:
                found.append({"kind": "table", "rows": [row]})
        else:
            found.append({"kind": _kind(line, number, lines), "text": line})
    return found


def _kind(line: str, number: int, lines: list[str]) -> str:
    if DATE.fullmatch(line) or (number + 1 < len(lines) and DATE.fullmatch(lines[number + 1])):
        return "signature"
    if number == 0 and line.endswith("："):
        return "address"
    if line.startswith("附表") or (HEADING.match(line) and len(line) < HEADING_LENGTH and not line.endswith("。")):
        return "heading"
    return "paragraph"


def pdf(text: str) -> bytes:
    """Return the report as a PDF in official layout, without date or producer's clock."""
    printed = typst.compile(
        SAMPLES / "report.typ",
        sys_inputs={"blocks": json.dumps(blocks(text), ensure_ascii=False)},
        font_paths=[pylopdf_fonts_zh_cn.serif_path().parent],
        ignore_system_fonts=True,
        format="pdf",
    )
    return bytes(printed)


def content(sample: Sample) -> bytes:
    """Return the bytes of the sample, made from its source."""
    text = sample.source_path.read_text(encoding="utf-8")
    if sample.form == "pdf":
        return pdf(text)
    if sample.form == "gb18030":
        return text.replace("\n", "\r\n").encode("gb18030")
    return text.encode("utf-8")


def main() -> int:
    """Write every sample and name it."""
    for sample in SAMPLES_OF_THE_DEMO:
        sample.path.parent.mkdir(parents=True, exist_ok=True)
        sample.path.write_bytes(content(sample))
        sys.stdout.write(f"{sample.path.relative_to(SAMPLES)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
