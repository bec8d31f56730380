"""Find which figures are parts of which total, so that a part is never added to its whole.

其中 opens parts, a bracket behind a total holds parts, 剩余 and 尚有 close them, and a 共 that follows its parts is the
whole too. Where the words leave room, the arithmetic decides: a run of parts ends where it reaches the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nianbao.figures.clauses import Clauses
from nianbao.figures.listings import FAR, RELATIVE, Place, alike, before_total, listed_by_kind, making_up
from nianbao.figures.measures import Quantity

_OPEN = re.compile(
    r"其中|当中|(?<=[，,；;])内(?=[一-鿿])|(?P<done>[一-鿿]{2})的[^，。；\d]{1,10}中[，,]|(?:上述|以上)[^，。；\d]{1,10}中[，,]|^(?P<of>[一-鿿]{2,14})中[，,]|包括|分为|含(?=[^义有量税盖])|占(?:到|了)?$|(?<=[一-鿿])中有?$"
)
# 立案97起，含上年结转3起，作出处罚94起: what is included is one figure, the rest goes on.
_INCLUDING = re.compile(r"(?<!包)含[^，。；]*$")
_REST = re.compile(
    r"(?:剩余|其余|余下|另有|正在[一-鿿]{2}|尚有|尚在|尚未|仍有|仍在|剩下|(?<=[，,；;])余|未按期[^，]{0,8}的|未[^，]{1,6}的)(?:的)?[^，。；\d]{0,6}$"
)
# 已化解36起，2起正在协调: what is left says so behind its number
_REST_BEHIND = re.compile(r"(?:正在|正|尚在|仍在|尚未|仍未|待)[一-鿿]{2}")
_TOTAL = re.compile(r"(?:共计?|合计|总计|累计)[^，。；\d]{0,4}$")
_BESIDE = re.compile(r"[、，,](?:已|完成)?(?P<verb>[一-鿿]{2})")
_BRACKET = 120


class _Parts:
    """The parts of one document, found from left to right."""

    def __init__(self, clauses: Clauses, places: Sequence[Place]) -> None:
        self.clauses, self.places = clauses, places
        self.parent: dict[int, int] = {}

    def find(self) -> dict[int, int]:
        for i, place in enumerate(self.places):
            if place.quantity.unit not in RELATIVE - {"元"}:
                self._bracket(i, place)
        for i, place in enumerate(self.places):
            if i in self.parent or place.quantity.unit in RELATIVE - {"元"}:
                continue
            if _OPEN.search(place.between):
                self._opened(i)
            if i not in self.parent and (listed := listed_by_kind(self.places, i)) is not None:
                self.parent.update(dict.fromkeys(listed[1], listed[0]))
            if i not in self.parent and self._is_rest(place):
                self._rest(i)
            if i not in self.parent and _TOTAL.search(place.between):
                self.parent.update(dict.fromkeys(before_total(self.places, i, self.parent), i))
        for k, place in enumerate(self.places):
            if k not in self.parent and place.quantity.unit not in RELATIVE:
                self.parent.update(dict.fromkeys(making_up(self.places, k, self.parent), k))
        return self.parent

    def _bracket(self, i: int, place: Place) -> None:
        """Find parts in a bracket behind their whole: 49件（普通程序36件，简易程序13件）."""
        text = self.clauses.text
        start = place.quantity.start
        before = text[max(0, start - _BRACKET) : start]
        opened = max(before.rfind("（"), before.rfind("("))
        if opened <= max(before.rfind("）"), before.rfind(")")):
            return
        opened += start - len(before)
        for k in range(i - 1, -1, -1):
            whole = self.places[k].quantity
            if whole.end <= opened:
                if opened - whole.end <= 1 and whole.unit == place.quantity.unit and self.places[k].holds(place):
                    self.parent[i] = k
                return

    def _opened(self, first: int) -> None:
        """Find the parts that 其中 opens: 18起…其中14起已调解完毕，2起已引导…。剩余2起…."""
        whole = self._whole_before(first)
        if whole is None:
            return
        if self._answer(first, whole):
            self.parent[first], self.parent[first + 1] = whole - 1, whole
            return
        limit = self.places[whole].quantity.value
        if limit is None:
            return
        run, reached, taken, exact = [first], self.places[first].quantity.value or 0, 1, 0
        for count, i in enumerate(self._behind(first, whole), start=2):
            run.append(i)
            reached += self.places[i].quantity.value or 0
            if reached > limit:
                break
            taken = count
            if reached == limit:
                exact = count
        parts = run[: exact or min(taken, self._before_semicolon(run))]
        parts += [i for i in self._behind(first, whole) if i > parts[-1] and self._overlaps(first, i, whole)]
        for i in parts:
            self.parent[i] = whole
            if i + 1 not in parts:
                self._beside(i + 1, whole + 1)

    def _overlaps(self, first: int, i: int, whole: int) -> bool:
        """Say whether a figure counts some of the whole again: 其中97项可以网办、46项全市通办."""
        opening, place = self.places[first], self.places[i]
        listed = place.clause == opening.clause if "其中" in opening.between else "中，" in opening.between
        return listed and place.sentence == opening.sentence and self.places[whole].holds(place)

    def _answer(self, first: int, whole: int) -> bool:
        """Say whether two parts answer to two totals: 发现隐患85处、整改82处，其中重大隐患3处、整改2处."""
        if first + 1 >= len(self.places) or not whole:
            return False
        (found, done), (part, part_done) = self.places[whole - 1 : whole + 1], self.places[first : first + 2]
        verbs = _BESIDE.match(done.between), _BESIDE.match(part_done.between)
        one_unit = len({place.quantity.unit for place in (found, done, part, part_done)}) == 1
        same = one_unit and verbs[0] and verbs[1] and verbs[0]["verb"] == verbs[1]["verb"]
        return bool(same) and found.sentence == part_done.sentence and found.holds(part) and done.holds(part_done)

    def _beside(self, i: int, whole: int) -> None:
        """Find the part that stands beside a part: 为22家企业贷款2.1亿元，其中小微企业6家、金额3400万元."""
        if whole >= i or i >= len(self.places):
            return
        part, total = self.places[i], self.places[whole]
        beside = part.between.startswith("、") and part.sentence == total.sentence == self.places[whole - 1].sentence
        if beside and part.quantity.unit == total.quantity.unit and total.holds(part):
            self.parent[i] = whole

    def _whole_before(self, first: int) -> int | None:
        """Return the nearest figure before 其中 that is no part itself: of the same unit, else another count."""
        place = self.places[first]
        opened = _OPEN.search(place.between)
        if opened and opened["of"]:
            return self._among(first)
        done = opened["done"] if opened else None
        if done:  # 受理的纠纷中，…: the whole is what was 受理
            for k in range(first - 1, max(-1, first - 9), -1):
                if done in self.places[k].between and self.places[k].holds(place):
                    return k
        if re.search(r"[；;]", place.between.partition("其中")[0]) and (head := self._head(first)) is not None:
            return head
        near = None
        for k in range(first - 1, max(-1, first - 9), -1):
            other = self.places[k]
            if other.sentence < place.sentence - 1 or k in self.parent or other.quantity.unit in RELATIVE:
                if k not in self.parent and other.quantity.unit == place.quantity.unit == "元":
                    return k
                continue
            if other.quantity.unit == place.quantity.unit:
                return k if other.holds(place) else near
            if near is None and alike(other.quantity.unit, place.quantity.unit) and other.holds(place):
                near = k
        return near

    def _among(self, first: int) -> int | None:
        """Return the whole that stands right before 中: 128项政务服务事项中，97项可以网办."""
        place, whole = self.places[first], self.places[first - 1] if first else None
        if whole is None or whole.quantity.end + len(place.between) != place.quantity.start:
            return None
        return first - 1 if whole.quantity.unit == place.quantity.unit and whole.holds(place) else None

    def _head(self, first: int) -> int | None:
        """Return the head total of the sentence: behind a semicolon 其中 speaks of it, not of the nearest figure."""
        place = self.places[first]
        found = None
        for k in range(first - 1, max(-1, first - FAR), -1):
            other = self.places[k]
            if other.sentence != place.sentence:
                break
            if other.quantity.unit == place.quantity.unit and k not in self.parent and other.holds(place):
                found = k
        return found

    def _behind(self, first: int, whole: int) -> Iterator[int]:
        """Yield the figures behind `first` that may be parts of `whole` as well."""
        opening, unit = self.places[first], self.places[first].quantity.unit
        one_only = "其中" not in opening.between and _INCLUDING.search(opening.between) is not None
        for i in range(first + 1, len(self.places)):
            place = self.places[i]
            if i in self.parent:
                continue  # a bracket behind a part holds parts of the part
            if place.sentence != opening.sentence and not (
                place.sentence <= opening.sentence + 1 and _REST.search(place.between)
            ):
                break
            same = place.quantity.unit == unit or place.quantity.unit == self.places[whole].quantity.unit
            listed = place.between.startswith(("、", "和")) and alike(unit, place.quantity.unit)
            if one_only and not place.between.startswith(("、", "和")):
                break
            if same or listed:
                yield i

    def _before_semicolon(self, run: list[int]) -> int:
        for count, i in enumerate(run[1:], start=1):
            if re.search(r"[；;]", self.places[i].between) and not _REST.search(self.places[i].between):
                return count
        return len(run)

    def _is_rest(self, place: Place) -> bool:
        """Say whether words before or behind a figure say that it is what is left."""
        if _REST.search(place.between):
            return True
        return (
            place.between[-1:] in "，,、；;" and _REST_BEHIND.match(self.clauses.text, place.quantity.end) is not None
        )

    def _rest(self, i: int) -> None:
        """Find what is left of a whole: 发现隐患731处，完成整改718处，剩余13处正在限期整改."""
        place = self.places[i]
        near = [
            k for k in range(max(0, i - 8), i)
            if self.places[k].quantity.unit == place.quantity.unit and self.places[k].sentence >= place.sentence - 1
        ]  # fmt: skip
        near = [k for k in near if self.places[k].sentence == place.sentence] or near
        siblings = [self.parent[k] for k in near if k in self.parent]
        wholes = [k for k in near if k not in self.parent and self.places[k].holds(place)]
        if siblings:
            self.parent[i] = siblings[-1]
        elif len(wholes) > 1 or (wholes and place.sentence == self.places[wholes[0]].sentence):
            self.parent[i] = max(wholes, key=lambda k: self.places[k].quantity.value or 0)


def find_parts(clauses: Clauses, quantities: Sequence[Quantity]) -> dict[int, int]:
    """Return {part: whole} as indexes into `quantities`, the results of a document in text order."""
    places, last = [], 0
    for quantity in quantities:
        clause = clauses.index(quantity.start)
        sentence = clauses.sentence_number(clause)
        begin = max(last, clauses.sentence(clause)[0])
        places.append(Place(quantity, clause, sentence, clauses.text[begin : quantity.start]))
        last = quantity.end
    return _Parts(clauses, places).find()
