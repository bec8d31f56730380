"""Mask what a published report must not show: phone and ID numbers by the official masks, names of private persons.

The masks are those that offices are checked against: 138****1234 and 35*************123. Names are masked by a rule,
so every mask is listed for a person to confirm; a figure is never touched, nor the name of an official.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from nianbao.report.texts import with_texts

T = TypeVar("T")

_COUNTED = "[元万亿余多件人次处份户家起条例场]"
_PHONE = re.compile(rf"(?<![\d.])(1[3-9]\d)(\d{{4}})(\d{{4}})(?!\d|\.\d|{_COUNTED})")
_ID = re.compile(rf"(?<!\d)([1-9]\d)(\d{{13}})(\d{{2}}[\dXx])(?!\d|{_COUNTED})")
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱"
    "夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
)
_PRIVATE = (
    "居民|村民|市民|群众|当事人|申请人|被申请人|原告|被告人|被告|上访人|信访人|投诉人|举报人|业主|租户|患者|学生|家长|职工|农民工|务工人员|"
    "工人|司机|受害人|被害人|死者|伤者|嫌疑人|犯罪嫌疑人|罪犯|社区矫正对象|矫正对象|安置帮教对象|受援人|债务人|被执行人|申请执行人|消费者|店主"
)
_AFTER = r"(?=[，,。；;：:、（(）)“”的与和因诉等反向在将被对为就称到经致来追讨拖欠办申提请解化调维领获报举投]|$)"
_NAME = re.compile(
    rf"(?P<who>{_PRIVATE})(?P<mark>“?)(?P<surname>[{_SURNAMES}])(?P<given>(?!某)[一-鿿]{{1,2}}?){_AFTER}"
)
_NO_GIVEN_NAME = frozenset({"家", "某", "某某", "总", "局", "镇", "村", "区", "路"})
_AROUND = 16


@dataclass(frozen=True, slots=True)
class Masked:
    """One thing that was masked: its kind, what stood there, what stands there now, and the words around it."""

    kind: str
    before: str
    now: str
    around: str


def masked(text: str) -> str:
    """Return a text with every mask in place, for logs, artifacts and letters, where no list of the masks is kept."""
    return Masker().mask(text)


class Masker:
    """Masks texts and remembers each thing that it masked, once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], Masked] = {}

    @property
    def found(self) -> tuple[Masked, ...]:
        """Return what was masked, in the order in which it was met."""
        return tuple(self._found.values())

    def mask(self, text: str) -> str:
        """Return the text with every mask in place."""
        masked = _ID.sub(lambda m: self._note("身份证号", m, f"{m[1]}{'*' * len(m[2])}{m[3]}"), text)
        masked = _PHONE.sub(lambda m: self._note("手机号", m, f"{m[1]}****{m[3]}"), masked)
        return _NAME.sub(self._name, masked)

    def mask_all(self, value: T) -> T:
        """Return a frozen value with every text inside it masked; figures, anchors and codes hold none to mask."""
        return with_texts(value, self.mask)

    def _name(self, match: re.Match[str]) -> str:
        if match["given"] in _NO_GIVEN_NAME:
            return match[0]
        return self._note("姓名", match, f"{match['who']}{match['mark']}{match['surname']}某")

    def _note(self, kind: str, match: re.Match[str], now: str) -> str:
        start, end = max(0, match.start() - _AROUND), match.end() + _AROUND
        around = match.string[start:end]
        self._found.setdefault((kind, match[0], around), Masked(kind, match[0], now, around))
        return now
