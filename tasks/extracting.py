"""Read figures out of one report after another with the catalogue's words compiled once. No Prefect here.

Weighing its phrases anew takes longer than reading a report. One report is read at a time: an engine fills its indexes
as it reads, and threads would not read faster.
"""

from __future__ import annotations

from threading import Lock

from nianbao.catalogue import Catalogue
from nianbao.documents.model import Document
from nianbao.figures.extracting import Engine
from nianbao.figures.facts import Extraction

_TURN = Lock()
_KEPT: dict[str, Engine] = {}


def extract(document: Document, catalogue: Catalogue) -> Extraction:
    """Return the facts and the ledger of a document by the words of a catalogue."""
    with _TURN:
        if catalogue.digest not in _KEPT:
            _KEPT.clear()
            _KEPT[catalogue.digest] = Engine(catalogue)
        return _KEPT[catalogue.digest].extract(document)
