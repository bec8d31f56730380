"""Take out what shows nothing: zero-width spaces and joiners, byte order marks and soft hyphens from web pages.

The text of a text file is never changed, so its figures are read in a copy, and every offset is taken back.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from nianbao.documents.folding import INVISIBLE
from nianbao.documents.model import Document
from nianbao.documents.reading import read_text


@dataclass(frozen=True, slots=True)
class Visible:
    """A document without invisible characters, and where each character stands in the text that has them."""

    document: Document
    places: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the text as it is."""
        return self.places[start], self.places[end - 1] + 1


def without_invisible(document: Document) -> Visible | None:
    """Return the document without invisible characters; None where it has none, as all that have pages."""
    if document.places is not None or not INVISIBLE.search(document.text):
        return None
    places = array("q", (k for k, letter in enumerate(document.text) if not INVISIBLE.match(letter)))
    shown = read_text(INVISIBLE.sub("", document.text), document.sha256)
    return Visible(shown, places)
