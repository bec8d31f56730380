"""Put what was read into the JSON objects of the contract; scripts rely on every key."""

from __future__ import annotations

from typing import Any

from nianbao.documents.model import Document, Identity
from nianbao.figures.facts import Extraction, fact_json, ledger_json


def document_object(document: Document, identity: Identity) -> dict[str, Any]:
    """Return the document's part: whose it is, its text, its tables and its outline."""
    return {
        "sha256": document.sha256,
        "media": document.media,
        "text": document.text,
        "unit": identity.unit,
        "unit_text": identity.unit_text,
        "year": identity.year,
        "title": document.title,
        "pages": len(document.pages) or None,
        "tables": [
            {
                "page": table.page,
                "rows": [list(row) for row in table.rows],
                "header_rows": table.header_rows,
                "header_columns": table.header_columns,
                "start": table.start,
                "end": table.end,
            }
            for table in document.tables
        ],
        "outline": [
            {"level": h.level, "number": h.number, "title": h.title, "role": h.role, "start": h.start, "end": h.end}
            for h in document.outline
        ],
    }


def extract_object(document: Document, identity: Identity, extraction: Extraction) -> dict[str, Any]:
    """Return what `nianbao extract FILE --json` prints."""
    return {
        "document": document_object(document, identity),
        "facts": [fact_json(fact) for fact in extraction.facts],
        "ledger": ledger_json(extraction),
    }
