"""Lay figures that were read in a text without its invisible characters back onto the text as it is."""

from __future__ import annotations

from dataclasses import replace

from nianbao.documents.invisible import Visible
from nianbao.documents.model import Document
from nianbao.figures.facts import Extraction, Fact, Token


def lay_back(found: Extraction, shown: Visible, document: Document) -> Extraction:
    """Return the same facts and tokens with spans and quotes of the document."""
    facts = tuple(_fact(fact, shown, document.text) for fact in found.facts)
    return Extraction(facts, tuple(_token(token, shown, document.text) for token in found.tokens))


def _fact(fact: Fact, shown: Visible, text: str) -> Fact:
    start, end = shown.span(fact.start, fact.end)
    quoted = shown.document.text.rfind(fact.quote, 0, fact.start + len(fact.quote))
    quote = text[slice(*shown.span(quoted, quoted + len(fact.quote)))] if fact.quote and quoted >= 0 else fact.quote
    return replace(fact, start=start, end=end, text=text[start:end], quote=quote)


def _token(token: Token, shown: Visible, text: str) -> Token:
    start, end = shown.span(token.start, token.end)
    return replace(token, start=start, end=end, text=text[start:end])
