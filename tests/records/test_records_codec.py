from __future__ import annotations

from array import array
from decimal import Decimal
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from nianbao.checks.finding import Finding, Severity, State
from nianbao.documents.model import Box, Document, Heading, Page, Places, Role, Table
from nianbao.figures.facts import KINDS, Fact, Period, Qualifier, Token
from nianbao.records import codec

decimals = st.none() | st.decimals(allow_nan=False, allow_infinity=False)
floats = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(max_size=20)
spans = st.integers(0, 10**6)
days = st.dates().map(str)
kinds = st.sampled_from(KINDS)
boxes = st.tuples(floats, floats, floats, floats)

facts = st.builds(
    Fact, id=texts, start=spans, end=spans, text=texts, quote=texts, value=decimals, low=decimals, high=decimals,
    unit=texts, qualifier=st.sampled_from(get_args(Qualifier)), kind=kinds, measure=texts, implied=st.booleans(),
    indicator=st.none() | texts, also=st.tuples(texts), item=st.none() | texts,
    period=st.none() | st.builds(Period, days, st.none() | days), part_of=st.none() | texts,
    rate_of=st.none() | texts, section=texts, page=st.none() | spans,
    boxes=st.none() | st.lists(boxes, max_size=2).map(tuple), rule=texts, score=floats, candidates=st.tuples(texts),
)  # fmt: skip
tokens = st.lists(st.builds(Token, spans, spans, texts, kinds, decimals), max_size=3).map(tuple)
findings = st.builds(
    Finding, texts, st.integers(0, 4), st.sampled_from(get_args(Severity)), st.none() | texts, texts, texts,
    st.tuples(texts), st.tuples(texts, texts), st.sampled_from(get_args(State)),
)  # fmt: skip
cells = st.tuples(st.none() | texts, st.none() | texts)
cell_spans = st.tuples(st.none() | st.tuples(spans, spans), st.none() | st.tuples(spans, spans))
tables = st.builds(
    Table, page=st.none() | spans, rows=st.tuples(cells, cells), header_rows=spans, header_columns=spans,
    start=spans, end=spans, cells=st.tuples(cell_spans, cell_spans),
)  # fmt: skip
documents = st.builds(
    Document, sha256=texts, media=texts, text=st.text(), title=texts,
    outline=st.tuples(st.builds(Heading, spans, texts, texts, st.sampled_from(get_args(Role)), spans, spans)),
    tables=st.tuples(tables), pages=st.tuples(st.builds(Page, spans, floats, floats, spans, spans, floats)),
    furniture=st.tuples(texts), notes=st.tuples(texts, texts),
)  # fmt: skip


def digits(*numbers: Decimal | None) -> list[object]:
    """Return what was written: 98.70 equals 98.7 but is printed to another precision."""
    return [None if number is None else number.as_tuple() for number in numbers]


@given(facts)
def test_a_fact_comes_back_as_it_was(fact: Fact) -> None:
    back = codec.fact_from_text(codec.fact_text(fact))
    assert back == fact
    assert digits(back.value, back.low, back.high) == digits(fact.value, fact.low, fact.high)


@given(tokens)
def test_the_ledger_comes_back_as_it_was(ledger: tuple[Token, ...]) -> None:
    back = codec.tokens_from_bytes(codec.tokens_bytes(ledger))
    assert back == ledger
    assert digits(*(token.value for token in back)) == digits(*(token.value for token in ledger))


@given(findings)
def test_a_finding_comes_back_with_the_same_identity(finding: Finding) -> None:
    back = codec.finding_from_text(codec.finding_text(finding))
    assert back == finding
    assert back.id == finding.id


@given(documents)
def test_a_document_comes_back_as_it_was(document: Document) -> None:
    assert codec.document_from_bytes(codec.document_bytes(document), None) == document


@given(st.lists(st.tuples(st.integers(0, 2**31 - 1), boxes), max_size=5), st.sampled_from("fd"))
def test_places_come_back_as_they_were(characters: list[tuple[int, Box]], letter: str) -> None:
    single = [[0.5, 1.25, 2.0, 3.75] for _ in characters]
    flat = [x for box in (single if letter == "f" else [box for _, box in characters]) for x in box]
    places = Places(array("L", [page for page, _ in characters]), array(letter, flat))
    back = codec.places_from_bytes(codec.places_bytes(places))
    assert back == places
    assert back.boxes.typecode == letter


def test_places_do_not_stay_behind_when_a_document_is_kept() -> None:
    places = Places(array("i", [1, 1]), array("d", [0.0, 1.0, 2.0, 3.0] * 2))
    document = Document("ab", "application/pdf", "你好", places=places)
    assert codec.document_from_bytes(codec.document_bytes(document), codec.places_bytes(places)) == document


def test_a_field_that_a_later_version_adds_is_read_as_its_default() -> None:
    older = codec.fact_text(Fact("f1", 0, 1, "3", "3", None, None, None, "处", "exact", "actual", "检查"))
    assert '"candidates":[]' in older
    assert codec.fact_from_text(older.replace(',"candidates":[]', "")).candidates == ()
