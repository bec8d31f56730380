"""Read the catalogue's formulas and reckon them on intervals, without ever running text as code.

A formula fails only if no values inside the intervals satisfy it. This is exact because no code stands twice in a
formula; where an operation is not decided (a divisor that may be nought) the result is open and nothing fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from nianbao.interval import ZERO, Interval

OPEN = Interval(None, None)
TOKEN = re.compile(r"\s*([a-z_]+\.[a-z_]+|\d+(?:\.\d+)?|==|<=|>=|[-+*/()])")
SIGNS = {"*": "×", "/": "÷", "+": "＋", "-": "－"}
RELATIONS = {"==": "＝", ">=": "≥", "<=": "≤"}


class FormulaError(ValueError):
    """The formula is not in the catalogue's grammar: codes, numbers, + - * / and one of == <= >=."""


@dataclass(frozen=True, slots=True)
class Code:
    """An indicator's value."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Operation:
    """Two terms and a sign between them."""

    sign: str
    left: Term
    right: Term


Term = Code | Number | Operation


@dataclass(frozen=True, slots=True)
class Formula:
    """Two terms and the relation between them."""

    relation: Literal["==", "<=", ">="]
    left: Term
    right: Term

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes in the order in which they stand."""
        return (*codes_in(self.left), *codes_in(self.right))

    def holds(self, values: Mapping[str, Interval], slack: Decimal = ZERO, slack_share: Decimal = ZERO) -> bool:
        """Say whether some values inside the intervals satisfy the formula.

        `slack` widens the left side by so much, `slack_share` the right side by that share of itself.
        """
        left = _widened(reckon(self.left, values), slack)
        right = reckon(self.right, values)
        right = Interval(
            None if right.low is None else right.low - abs(right.low) * slack_share,
            None if right.high is None else right.high + abs(right.high) * slack_share,
        )
        if self.relation == "==":
            return left.overlaps(right)
        small, great = (right, left) if self.relation == ">=" else (left, right)
        return small.low is None or great.high is None or small.low <= great.high


def parse(text: str) -> Formula:
    """Parse a formula; FormulaError when it is not in the grammar."""
    tokens = _tokens(text)
    place = [k for k, token in enumerate(tokens) if token in RELATIONS]
    if len(place) != 1:
        raise FormulaError(f"formula needs one of == <= >=: {text}")
    left, right = tokens[: place[0]], tokens[place[0] + 1 :]
    relation: Literal["==", "<=", ">="] = (
        "==" if tokens[place[0]] == "==" else ">=" if tokens[place[0]] == ">=" else "<="
    )
    formula = Formula(relation, _term(left, text), _term(right, text))
    if len(set(formula.codes)) < len(formula.codes):
        raise FormulaError(f"a code stands twice: {text}")
    return formula


def reckon(term: Term, values: Mapping[str, Interval]) -> Interval:
    """Return all values that the term can take."""
    if isinstance(term, Number):
        return Interval.exact(term.value)
    if isinstance(term, Code):
        return values[term.name]
    return ARITHMETIC[term.sign](reckon(term.left, values), reckon(term.right, values))


def codes_in(term: Term) -> Iterator[str]:
    """Yield the codes of a term from left to right."""
    if isinstance(term, Code):
        yield term.name
    elif isinstance(term, Operation):
        yield from codes_in(term.left)
        yield from codes_in(term.right)


def written(term: Term, name: Callable[[str], str]) -> str:
    """Write the term for a reader, each code as `name` writes it."""
    if isinstance(term, Code):
        return name(term.name)
    if isinstance(term, Number):
        return f"{term.value:f}"
    return f"{written(term.left, name)}{SIGNS[term.sign]}{written(term.right, name)}"


def _tokens(text: str) -> list[str]:
    tokens, at, bare = [], 0, text.rstrip()
    while at < len(bare):
        match = TOKEN.match(bare, at)
        if match is None:
            raise FormulaError(f"cannot read formula at {bare[at:]!r}")
        tokens.append(match.group(1))
        at = match.end()
    return tokens


def _term(tokens: list[str], text: str) -> Term:
    term, rest = _sum(tokens, text)
    if rest:
        raise FormulaError(f"cannot read formula: {text}")
    return term


def _sum(tokens: list[str], text: str) -> tuple[Term, list[str]]:
    term, rest = _product(tokens, text)
    while rest and rest[0] in "+-":
        sign = rest[0]
        right, rest = _product(rest[1:], text)
        term = Operation(sign, term, right)
    return term, rest


def _product(tokens: list[str], text: str) -> tuple[Term, list[str]]:
    term, rest = _atom(tokens, text)
    while rest and rest[0] in "*/":
        sign = rest[0]
        right, rest = _atom(rest[1:], text)
        term = Operation(sign, term, right)
    return term, rest


def _atom(tokens: list[str], text: str) -> tuple[Term, list[str]]:
    if not tokens:
        raise FormulaError(f"formula ends too early: {text}")
    head, rest = tokens[0], tokens[1:]
    if head == "(":
        term, rest = _sum(rest, text)
        if not rest or rest[0] != ")":
            raise FormulaError(f"a bracket is not closed: {text}")
        return term, rest[1:]
    if head[0].isdigit():
        return Number(Decimal(head)), rest
    if "." in head:
        return Code(head), rest
    raise FormulaError(f"cannot read formula: {text}")


def _widened(interval: Interval, slack: Decimal) -> Interval:
    return Interval(
        None if interval.low is None else interval.low - slack,
        None if interval.high is None else interval.high + slack,
    )


def _minus(a: Interval, b: Interval) -> Interval:
    return Interval(
        None if a.low is None or b.high is None else a.low - b.high,
        None if a.high is None or b.low is None else a.high - b.low,
    )


def _is_positive_side(interval: Interval) -> bool:
    return interval.low is not None and interval.low >= ZERO


def _times(a: Interval, b: Interval) -> Interval:
    if not (_is_positive_side(a) and _is_positive_side(b)) or a.low is None or b.low is None:
        return OPEN
    return Interval(a.low * b.low, None if a.high is None or b.high is None else a.high * b.high)


def _over(a: Interval, b: Interval) -> Interval:
    if not (_is_positive_side(a) and _is_positive_side(b)) or a.low is None or b.low is None:
        return OPEN
    low = ZERO if b.high is None else None if b.high == ZERO else a.low / b.high
    return Interval(low, None if a.high is None or b.low == ZERO else a.high / b.low)


ARITHMETIC: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": lambda a, b: a + b,
    "-": _minus,
    "*": _times,
    "/": _over,
}
