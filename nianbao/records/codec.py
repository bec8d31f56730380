"""Turn readings and findings into what a database keeps, and back without any loss: a Decimal keeps its noughts.

Which fields there are is taken from the dataclasses themselves. A field that a later version adds with a default is
read from older records as that default.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from dataclasses import fields, replace
from functools import cache
from typing import Any, TypeVar, get_type_hints

from pydantic import TypeAdapter

from nianbao.checks.finding import Finding
from nianbao.documents.model import Document, Places
from nianbao.figures.facts import Fact, Token

T = TypeVar("T")


def document_bytes(document: Document) -> bytes:
    """Return a document without its places as compressed JSON."""
    return zlib.compress(document_text(document).encode())


def document_from_bytes(body: bytes, places: bytes | None) -> Document:
    """Return the document that `document_bytes` and `places_bytes` wrote."""
    document = document_from_text(zlib.decompress(body).decode())
    return document if places is None else replace(document, places=places_from_bytes(places))


def document_text(document: Document) -> str:
    """Return a document without its places as JSON."""
    return _json({name: kind.dump_python(getattr(document, name), mode="json") for name, kind in _parts().items()})


def document_from_text(text: str) -> Document:
    """Return the document that `document_text` wrote."""
    raw, parts = json.loads(text), _parts()
    return Document(**{name: parts[name].validate_python(value) for name, value in raw.items() if name in parts})


def places_bytes(places: Places) -> bytes:
    """Return the places as compressed little-endian arrays: a letter for the boxes' type, a count, pages, boxes."""
    pages, boxes = array("i", places.pages), array(places.boxes.typecode, places.boxes)
    head = places.boxes.typecode.encode() + len(pages).to_bytes(4, "little")
    return head + zlib.compress(_little(pages) + _little(boxes))


def places_from_bytes(data: bytes) -> Places:
    """Return the places that `places_bytes` wrote."""
    count, flat = int.from_bytes(data[1:5], "little"), zlib.decompress(data[5:])
    pages, boxes = array("i"), array("f") if data[:1] == b"f" else array("d")
    cut = count * pages.itemsize
    pages.frombytes(flat[:cut])
    boxes.frombytes(flat[cut:])
    if sys.byteorder == "big":
        pages.byteswap()
        boxes.byteswap()
    return Places(pages, boxes)


def tokens_bytes(tokens: tuple[Token, ...]) -> bytes:
    """Return the ledger's tokens as compressed JSON."""
    return _packed(_adapter(tuple[Token, ...]).dump_python(tokens, mode="json"))


def tokens_from_bytes(data: bytes) -> tuple[Token, ...]:
    """Return the tokens that `tokens_bytes` wrote."""
    return tuple(_adapter(tuple[Token, ...]).validate_python(_unpacked(data)))


def fact_text(fact: Fact) -> str:
    """Return a fact as JSON."""
    return _json(_adapter(Fact).dump_python(fact, mode="json"))


def fact_from_text(text: str) -> Fact:
    """Return the fact that `fact_text` wrote."""
    fact: Fact = _adapter(Fact).validate_json(text)
    return fact


def text(value: Any) -> str:
    """Return a value of any of our dataclasses as JSON: corrections, answers, findings with their course."""
    kind: Any = type(value)
    return _json(_adapter(kind).dump_python(value, mode="json"))


def from_text(kind: type[T], written: str) -> T:
    """Return the value that `text` wrote."""
    hashable: Any = kind
    value: T = _adapter(hashable).validate_json(written)
    return value


def finding_text(finding: Finding) -> str:
    """Return a finding as JSON; its id is not kept, for it follows from the rest."""
    return _json(_adapter(Finding).dump_python(finding, mode="json"))


def finding_from_text(text: str) -> Finding:
    """Return the finding that `finding_text` wrote."""
    finding: Finding = _adapter(Finding).validate_json(text)
    return finding


def plain(text: str) -> str:
    """Return the text as every database takes it in a column: PostgreSQL knows no NUL. The JSON keeps the truth."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _parts() -> dict[str, TypeAdapter[Any]]:
    """Return how each field of a document is written; the places are arrays and go another way."""
    hints = get_type_hints(Document)
    return {field.name: _adapter(hints[field.name]) for field in fields(Document) if field.name != "places"}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _packed(value: Any) -> bytes:
    return zlib.compress(_json(value).encode())


def _unpacked(data: bytes) -> Any:
    return json.loads(zlib.decompress(data))


def _little(numbers: array[Any]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()
