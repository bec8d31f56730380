"""Load the libraries of a run's later steps while its server starts: both take seconds, and nothing else can be done.

Each is imported where it is used all the same, so that what does not check or typeset never waits for them.
"""

from __future__ import annotations

from importlib import import_module

LATER = ("pandas", "great_expectations", "docxtpl", "typst", "vl_convert", "xlsxwriter")


def load_ahead() -> None:
    """Import what checking a table and writing papers will need."""
    for name in LATER:
        import_module(name)
