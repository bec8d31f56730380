"""Say whether a document belongs to the genre of yearly rule-of-law reports."""

from __future__ import annotations

import re

from nianbao.documents.model import Document

_TITLE = re.compile(r"法治(?:政府|社会|建设|工作|区|县|市|镇|乡)|依法行政|依法治[国省市区县镇]|第一责任人")
_OTHER_TITLE = re.compile(
    r"信息公开|预算|决算|统计公报|政府工作报告|意识形态|党建|廉政|审计|绩效|通知|办法|方案|意见|提案|招标|判决"
)
_CUES = (
    "法治政府", "习近平法治思想", "依法行政", "依法决策", "行政执法", "执法检查", "普法", "行政复议", "行政诉讼",
    "合法性审查", "规范性文件", "法律顾问", "矛盾纠纷", "人民调解", "法治宣传", "学法", "营商环境", "政务公开",
    "法治建设", "行政处罚", "法律援助", "第一责任人", "应诉",
)  # fmt: skip
_LEAST_CUES_TITLED = 2
_LEAST_CUES = 6
_LEAST_CHARACTERS = 80


def looks_like_a_report(document: Document) -> bool:
    """Say whether the document is a yearly rule-of-law report, by its title and the words of the genre.

    A title of the genre needs a body that speaks of it; without one the body alone must speak of it in many ways.
    A document of another genre, such as the yearly report on 政府信息公开, says so in its title.
    """
    body = re.sub(r"\s+", "", document.text)
    if len(body) < _LEAST_CHARACTERS:
        return False
    cues = sum(1 for cue in _CUES if cue in body)
    if _TITLE.search(document.title) and re.search(r"报告|总结|汇报|情况", document.title):
        return cues >= _LEAST_CUES_TITLED
    if _OTHER_TITLE.search(document.title):
        return False
    return cues >= _LEAST_CUES and body.count("法治") >= 3 and bool(_TITLE.search(body[:800]))
