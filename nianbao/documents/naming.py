"""Match a body's name, as a report prints it, with the roster: the longest name wins, and nothing may be left over."""

from __future__ import annotations

import re

from nianbao.district import District, Unit

_ORGANS = re.compile(
    r"中共|中国共产党|党工委|工委|工作委员会|党委|党组|委员会|管委会|管理委员会|街道办事处|办事处|人民政府|政府|机关|国家级|[、和\s（）()]"
)
_GENERIC = re.compile(
    r"^[市区县]?(?:国家)?(?:高新|经开|经济|技术|产业|开发|临港|工业|园|保税|综合|新|区|管委会)+$|[局委办]$|中心$"
)
_PROVINCE = re.compile(r"^(?:[\u4e00-\u9fff]{2,4}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,4}?市)?$")


def find_unit(body: str, district: District, year: int | None = None, *, short: bool = False) -> Unit | None:
    """Return the one unit that `body` names; None when it names none, or two.

    With `short` a body may be named by the end of its name alone, as in a title that says just 经开区.

    天津东丽经开区 is 东丽经开区; 北辰区应急局 is not 云汀区's 区应急局, for 北辰 is left over; 苇桥中学 is not 苇桥镇.
    """
    lengths: dict[str, int] = {}
    for unit in district.units:
        names = [name for name in unit.names if name in body and _is_whole(body, name, unit, district)]
        if names:
            lengths[unit.code] = max(len(name) for name in names)
    longest = [code for code, length in lengths.items() if length == max(lengths.values())]
    return _only(longest or (_by_short_name(body, district) if short else []), district, year)


def find_units_mentioned(words: str, district: District) -> tuple[str, ...]:
    """Return the codes of all units whose names stand in `words`, a name inside a longer one not counted."""
    spans: list[tuple[int, int, str]] = []
    for unit in district.units:
        for name in unit.names:
            spans.extend((match.start(), match.end(), unit.code) for match in re.finditer(re.escape(name), words))
    whole = [s for s in spans if not any(o[0] <= s[0] and s[1] <= o[1] and o[1] - o[0] > s[1] - s[0] for o in spans)]
    return tuple(dict.fromkeys(code for _, _, code in sorted(whole)))


def _is_whole(body: str, name: str, unit: Unit, district: District) -> bool:
    rest = body
    for own in sorted(unit.names, key=len, reverse=True):
        rest = rest.replace(own, "")
    stem = district.name.rstrip("区县市")
    rest = _ORGANS.sub("", rest.replace(district.name, "").replace(stem, "") if len(stem) > 1 else rest)
    if not rest or rest in {"区", "县", "市"}:
        return True
    if rest in _places(district):
        return True
    return not _GENERIC.search(name) and bool(_PROVINCE.match(rest))


def _places(district: District) -> frozenset[str]:
    """Return the beginnings of the roster's names: 天津 of 天津东丽经济技术开发区, with 市 or without."""
    found: set[str] = set()
    for words in (district.name, district.body.removeprefix("中共"), *(unit.name for unit in district.units)):
        for length in range(2, min(5, len(words))):
            found |= {words[:length], words[:length] + "市", words[:length] + "省"}
    return frozenset(found)


def _by_short_name(body: str, district: District) -> list[str]:
    """Return the units whose name ends like `body`: a report may call its zone just 经开区."""
    short = _ORGANS.sub("", body)
    if len(short) < 3:
        return []
    return [unit.code for unit in district.units if any(_ORGANS.sub("", name).endswith(short) for name in unit.names)]


def _only(codes: list[str], district: District, year: int | None) -> Unit | None:
    if len(codes) > 1 and year is not None:
        codes = [code for code in codes if district.unit(code).reports_in(year)]
    return district.unit(codes[0]) if len(codes) == 1 else None
