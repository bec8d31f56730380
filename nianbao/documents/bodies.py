"""Read from a report's own words which body speaks, and of which year: in title, opening, signature and file name.

Knows no roster: it returns the words as they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from nianbao.documents.titles import years_named

_YEAR = r"(?:(?:19|20)\d\d|二[〇○零][一二三四五六七八九〇○零]{2})\s*年(?:度)?"
_SUBJECT_OF_TITLE = re.compile(
    r"推进(?!中心|办)|深化|开展|落实|贯彻|加强|全面|法治(?!办|局)|依法|工作(?!委|局|站|组|室)|建设(?!局|委|厅|管理|发展)|年度|党政|主要负责人"
    r"|第一责任人|情况|履行|领导班子|政府信息|国民经济|预算|的?报告|总结"
)
_END = r"(?:开发区|经开区|高新区|园区|新区|街道|管委会|管理委员会|委员会|办事处|人民政府|[镇乡局街区县市厅院委]|中心)"
_IS_BODY = re.compile(r"(?:[区县市省州盟旗镇乡村街局会处府委厅院办队所站部校园社室]|街道|中心|公司|集团)$")
_VERB = (
    r"(?=党工委|党委|党组|坚持|深入|认真|紧紧|以|全面|严格|牢固|扎实|高度|坚决|围绕|始终|积极|在|按照|根据|立足|聚焦|切实|深学|着力|统筹|"
    r"把|将|不断|坚定|持续|推进|法治|锚定|紧扣|结合|贯彻|落实|学习|共|依法|开展|充分|大力|强化|健全|主动|对标|对照)"
)
_OPENING_SUBJECT = re.compile(
    rf"(?:{_YEAR}(?:以来)?|一年来|今年以来|本年度)[，,]\s*(?:在[^，。]{{2,80}}(?:下|中)[，,]\s*)?(?P<body>[\u4e00-\u9fff]{{1,22}}?{_END}){_VERB}"
)
_ANNOUNCED = re.compile(rf"现(?:将|就)(?:(?P<body>[\u4e00-\u9fff]{{2,22}}?{_END})(?={_YEAR}))?")
_ANNOUNCED_AFTER = re.compile(rf"现(?:将|就){_YEAR}(?P<body>[\u4e00-\u9fff]{{1,22}}?{_END}){_VERB}")
_OWN = re.compile(r"^(?:我|本|全|各|该|其)[\u4e00-\u9fff]{0,3}$|^(?:市|区|县|省|中央|国家|上级)$")
_DATE_LINE = re.compile(
    r"^(?P<organ>.*?)\s*(?P<year>(?:19|20)\d\d|二[〇○零Ｏ][一二三四五六七八九〇○零Ｏ]{2})\s*年\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月"
    r"\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*日?\s*$"
)
_OFFICE = re.compile(r"^[\u4e00-\u9fff（）()、\s]{2,40}$")
_META = re.compile(r"^(?:索引号|发布|信息|来源|文号|发文|生成|有效性|公开|主题)")
_LAST_LINES = 40


@dataclass(frozen=True, slots=True)
class Claim:
    """What one place of a document says about its body and year, with the words quoted."""

    place: str
    quote: str
    body: str | None
    year: int | None


def title_claim(title: str) -> Claim:
    """Return what the title says: 「东丽…区2022年…报告」, year first, or 「X关于2023年度…的报告」."""
    years = sorted(set(years_named(title)))
    return Claim("标题", title, _body_of_title(title), years[0] if len(years) == 1 else None)


def _body_of_title(title: str) -> str | None:
    bare = re.sub(r"《[^》]*》|[（(][^（()）]*[）)]", "", title)
    before, about, rest = bare.partition("关于")
    parts = [before, rest] if about else [before]
    for part in parts:
        for piece in re.split(_YEAR, part):
            body = _SUBJECT_OF_TITLE.split(piece)[0].strip(" \u3000、，：:的-—")
            if len(body) >= 2 and _IS_BODY.search(body) and not _OWN.match(body):
                return body
    return None


def opening_claims(text: str, title: str) -> tuple[Claim, ...]:
    """Return what the first paragraphs say: 「2022年，X坚持…」 and 「现将X2022年度…报告如下」."""
    opening = _opening(text, title)
    subject = _OPENING_SUBJECT.search(opening)
    body = subject["body"] if subject and not _OWN.match(subject["body"]) else None
    first = re.split(r"[。\n]", opening)[0]
    years = years_named(opening[:200])
    claims = [Claim("正文", first[:60], body, years[0] if years else None)]
    for sentence in re.split(r"[。\n]", opening):
        announced = _ANNOUNCED.search(sentence)
        if announced:
            claims.append(_announcement(sentence, announced))
    return tuple(dict.fromkeys(claim for claim in claims if claim.body or claim.year))


def _announcement(sentence: str, announced: re.Match[str]) -> Claim:
    named = _ANNOUNCED_AFTER.search(sentence) or announced
    years = years_named(sentence[announced.start() :])
    body = named["body"] if named["body"] and not _OWN.match(named["body"]) else None
    return Claim("正文", sentence[:60], body, years[0] if years else None)


def _opening(text: str, title: str) -> str:
    paragraphs: list[str] = []
    for raw in text[:6000].split("\n"):
        line = re.sub(r"[\s\u3000\u200b]", "", raw)
        is_addressee = line.endswith(("：", ":")) and len(line) < 40
        if not line or is_addressee or _META.match(line) or (line in title and not paragraphs):
            continue
        paragraphs.append(line)
        if len(paragraphs) == 3:
            break
    return "\n".join(paragraphs)[:900]


def signature_claim(text: str) -> Claim | None:
    """Return what the signature block says; a report dated January to June is of the year before."""
    lines = [line.strip(" \t\u3000\xa0\r") for line in text[-6000:].split("\n")]
    lines = [line for line in lines if line][-_LAST_LINES:]
    for k in range(len(lines) - 1, -1, -1):
        match = _DATE_LINE.match(lines[k])
        if not match or len(lines[k]) > 60 or re.search(r"[，。：:；]", lines[k]):
            continue
        organs = [match["organ"]] if match["organ"] else _organs_above(lines, k)
        if not organs and k < len(lines) // 2:
            continue
        return Claim(
            "落款", " ".join([*organs, lines[k]]), "".join(organs) or None, _reported_in(match["year"], match["month"])
        )
    last = lines[-1] if len(lines) > 3 else ""
    if _OFFICE.match(last) and re.search(rf"{_END}$", last) and len(last) <= 30:
        return Claim("落款", last, last, None)
    return None


def _organs_above(lines: list[str], k: int) -> list[str]:
    organs: list[str] = []
    for line in reversed(lines[max(0, k - 3) : k]):
        if len(line) > 34 or not _OFFICE.match(line) or not re.search(rf"{_END}$", re.sub(r"\s", "", line)):
            break
        organs.insert(0, re.sub(r"\s", "", line))
    return organs


def _reported_in(year: str, month: str) -> int | None:
    written = years_named(f"{year}年")
    number = int(month) if month.isdigit() else sum("一二三四五六七八九十".index(c) + 1 for c in month)
    if not written or 7 <= number <= 10:
        return None
    return written[0] - 1 if number <= 6 else written[0]


def file_claim(file_name: str) -> Claim | None:
    """Return what the name of the file says, for want of better."""
    stem = PurePath(file_name).stem
    if not stem:
        return None
    years = sorted({int(y) for y in re.findall(r"(?<!\d)(20\d\d)(?!\d)", stem)})
    return Claim("文件名", stem, stem, years[0] if len(years) == 1 else None)
