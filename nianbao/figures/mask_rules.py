"""Name the longer strings that swallow numerals, one rule each; the first that fits at a place wins.

Forms are patterns here; words (names, slogans, hotlines) come from catalogue/cues.yml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from nianbao.figures.facts import Kind

DIGIT = "[0-9０-９]"
HAN = "[〇○零一二两三四五六七八九十百]"
_D, _H = DIGIT, HAN
_YEAR = f"(?:{_D}{{4}}|[一二][〇○零一二三四五六七八九]{{3}})"
_PART = f"(?:{_D}{{1,2}}|{_H}{{1,3}})"
_YEAR_IN_BRACKETS = rf"[〔\[【（(]{_D}{{4}}[〕\]】）)]"
# Bounded, and begun only where a run begins: a page of digits must not cost its square.
_RUN = f"{_D}{{1,15}}"
_TO = r"\s?[-—–－～~至到]+\s?"

_NUMBERED = "(?<![代列发填图报年统])(?:附表|附件|附图|表|图)"
_CLOSED = r"(?=[ 　：:，,。；、）)\n中所]|$)"


class MaskRule(NamedTuple):
    """A form of string: the kind of the numerals in it, and whether it is one token as a whole."""

    name: str
    kind: Kind
    single: bool
    pattern: str


def form_rules() -> list[MaskRule]:
    """Return the rules that are pure form."""
    return [
        # 《法治政府建设实施纲要（2021—2025年）》: the numerals inside stay tokens of their own
        MaskRule("title", "docref", False, r"《[^《》\n]{1,80}》"),
        # 云法办函〔2023〕37号
        MaskRule("docno", "docref", True, rf"{_YEAR_IN_BRACKETS}\s?(?:第\s?)?{_D}{{1,5}}\s?号"),
        # 国令第711号, 索引号：YT008-0302
        MaskRule("order", "docref", True, rf"(?:国令|主席令|令)第\s?{_D}{{1,4}}\s?号|索引号：[A-Za-z0-9/-]+"),
        # 表3　根治欠薪情况, 详见附件2
        MaskRule("table", "docref", True, rf"{_NUMBERED}\s?(?:{_D}{{1,2}}(?:[-—.]{_D}{{1,2}})?|{_H}{{1,2}}){_CLOSED}"),
        # 第二十条第（五）项
        MaskRule("article", "docref", True, rf"第(?:{_H}|{_D}){{1,5}}条(?:第?[（(]?{_H}{{1,3}}[）)]?[款项])*"),
        # 电话：0517-8722 2589, 13800000000
        MaskRule("phone", "name", True, rf"(?<=[话真机线编码][：:]){_D}[0-9０-９ —–-]{{5,18}}{_D}"),
        MaskRule("mobile", "name", True, rf"(?<!{_D})1[3-9]{_D}{{9}}(?!{_D})"),
        *_date_rules(),
        *_list_rules(),
        # 第14个防灾减灾日, 前三名
        MaskRule("ordinal", "ordinal", True, rf"第\s?(?:{_D}{{1,4}}|{_H}{{1,4}})\s?[个位名届次批期季轮号条页类款项]?"),
        MaskRule("rank", "ordinal", True, rf"(?:前|排名前|位居前){_H}(?=[位名])"),
        # 生产总值[2]13778亿元
        MaskRule("footnote", "list_number", True, rf"\[{_D}{{1,2}}\]"),
        # 7×24小时, 1+1+N
        MaskRule("product", "slogan", True, rf"{_D}{{1,3}}\s?[×xX*]\s?{_D}{{1,3}}(?:小时|天)?"),
        MaskRule("formula", "slogan", True, rf"{_D}(?:\+{_D}{{1,2}})+(?:\+[NnXx])?|{_D}\+[NnXx]"),
        # 11.1：36.3：52.6
        MaskRule("ratio", "other", True, rf"(?<!{_D}){_RUN}(?:\.{_RUN})?(?:[：:∶]{_RUN}(?:\.{_RUN})?)+"),
        # PM2.5, 5G; but APP2.9万余人 counts
        MaskRule(
            "latin", "name", True,
            rf"(?<![A-Za-z])[A-Za-z]{{1,20}}[-.]?{_RUN}(?:\.{_RUN})?(?!{_D}|\.{_D}|[万余]|亿)[A-Za-z]*",
        ),
        MaskRule("lettered", "name", True, rf"(?<!{_D}){_RUN}[A-Za-z]{{1,4}}(?![A-Za-z])"),
    ]  # fmt: skip


def _date_rules() -> list[MaskRule]:
    end = "份|底|初|末|中旬|上旬|下旬"
    return [
        # 2024年1月26日, 2020年5月, 2024-01-22
        MaskRule("day", "date", True, rf"{_YEAR}\s?年\s?{_PART}\s?月(?:\s?{_PART}\s?[日号]|{end})?"),
        MaskRule("iso", "date", True, rf"{_YEAR}[-/.]{_D}{{1,2}}[-/.]{_D}{{1,2}}(?!{_D})"),
        # 1至6月, 9月25日
        MaskRule("months", "date", True, rf"{_D}{{1,2}}\s?月?{_TO}{_D}{{1,2}}\s?月份?(?!\s?{_D}{{1,2}}\s?日)"),
        MaskRule("monthday", "date", True, rf"{_PART}\s?月\s?{_PART}\s?[日号]"),
        MaskRule("month", "date", True, rf"(?<!个){_PART}\s?月(?:{end}|以来)?(?!度|均)"),
        # 2021—2025年, 2023年度
        MaskRule("years", "period", True, rf"{_YEAR}\s?年?{_TO}{_YEAR}\s?年?"),
        MaskRule("year", "period", True, rf"{_YEAR}\s?年(?:度|底|末|初|以来|上半年|下半年)?"),
    ]


def _list_rules() -> list[MaskRule]:
    number = rf"(?P<number>{_D}{{1,2}}(?:[.．]{_D}{{1,2}}){{0,3}})"
    # 3.2024年工作计划 is section 3; 1.3.1 执法检查 and 1.3行政执法 are sections, 12.5平方公里 is none;
    # 3 2025年工作安排 is one where 3.1 follows
    whole = rf"(?=[ 　]*[^\n。；;，,：:]{{2,40}}\n\s*(?P=number)[.．][1１](?!{_D}))"
    after = rf"{whole}|[、.．](?!{_D}|{_D}{{3}}年)|[.．](?={_D}{{4}}年)|[ 　]+(?=[一-鿿])|(?<=[.．]{_D})(?=[一-鿿])"
    mark = rf"[（(](?:{_H}{{1,3}}|{_D}{{1,2}})[）)]|{_H}{{1,3}}、|{number}(?:{after})"
    ones = rf"(?:一|二|三|四|五|六|七|八|九|十{_H}?)"
    return [
        # a page number on a line of its own: — 3 —
        MaskRule("footer", "list_number", True, rf"(?m:^[ 　]*[-—–－]+\s?{_D}{{1,3}}\s?[-—–－]+[ 　]*$)"),
        MaskRule("marks", "list_number", True, rf"(?m:(?:^|(?<=[。；;：:\n]))[ 　]*(?:{mark}))"),
        MaskRule("circled", "list_number", True, r"[①-⑳⑴-⒇]"),
        # 一是…；二是…, 第一部分, 其一
        MaskRule("said", "list_number", True, rf"(?<![第唯统同万]){ones}[是则为](?=[^，。]|[，：:])"),
        MaskRule("chapter", "list_number", True, rf"第{_H}{{1,3}}(?:部分|章|节)|第{_H}{{1,2}}(?=[，、,])"),
        MaskRule("item", "list_number", True, r"其[一二三四五](?=[，、：是])"),
        MaskRule("paren", "list_number", True, rf"[（(](?:{_H}{{1,3}}|{_D}{{1,2}})[）)](?=[一-鿿])"),
    ]


def word_rules(cues: dict[str, Any]) -> list[MaskRule]:
    """Return the rules made of the catalogue's words; a quotation stands between names with digits and plain words."""
    hotlines, followers = "|".join(cues["hotlines"]), "|".join(map(re.escape, cues["hotline_followers"]))
    followed = rf"[精报以后期历，。、）和{_H[1:-1]}]"
    session = rf"(?:历次|{_H}{{1,2}}[中次](?:、{_H}[中次])*)?(?:全会|全体会议)"
    return [
        # 受理12345工单863件
        MaskRule("hotline", "name", True, rf"(?<!{_D})(?:{hotlines})(?!{_D})(?=\s?(?:{followers}))"),
        # 十九届历次全会, 二十大
        MaskRule("congress", "name", True, rf"{_H}{{1,3}}[届大](?:{session})?(?={followed}|$|召开)"),
        MaskRule("plenary", "name", True, rf"{_H}中(?=、|全会|和)"),
        # 12·4, “6.26”
        MaskRule("feast", "name", True, rf"(?<!{_D}){_D}{{1,2}}[·•]\s?{_D}{{1,2}}"),
        MaskRule("quoted_feast", "name", True, rf"(?<=“){_D}{{1,2}}[.．]\s?{_D}{{1,2}}(?=”)"),
        # “一村一法律顾问”, “132”: what is quoted is a name
        MaskRule("quoted", "slogan", True, r"“[^“”\n]{1,24}”|‘[^‘’\n]{1,24}’"),
        # 办结一件、销号一件
        MaskRule("each", "lexical", True, r"一(?P<same>[件个起批处户项])(?:、[一-鿿]{2}一(?P=same))+"),
        MaskRule("slogan", "slogan", True, _words(cues["slogans"])),
        MaskRule("name", "name", True, _words(cues["names"])),
        MaskRule("lexical", "lexical", True, _words(cues["lexical"])),
    ]  # fmt: skip


def _words(words: Sequence[str]) -> str:
    # Longest first, and not inside a longer numeral: 二次 is a word of its own, but not in 十二次.
    return rf"(?<!{_D}|{_H})(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"
