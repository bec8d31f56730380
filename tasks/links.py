"""Link from Prefect's UI to the portal, where a report lies with its figures marked; without a portal there is no link.

Prefect's pages cannot open files of the server, and an artifact stays small: so it links to what the product serves.
"""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Links:
    """The portal's pages; `base` is its address, "" when there is none."""

    base: str

    def __bool__(self) -> bool:
        """Say whether there is a portal."""
        return bool(self.base)

    def board(self, year: int) -> str:
        """Return the page of all units."""
        return f"{self.base}/board?year={year}"

    def submission(self, submission_id: int) -> str:
        """Return the page that shows a report with each figure marked."""
        return f"{self.base}/submissions/{submission_id}"

    def letter(self, submission_id: int) -> str:
        """Return the letter that sends a report back."""
        return f"{self.base}/submissions/{submission_id}/letter"

    def draft(self, year: int) -> str:
        """Return the district's draft with its proofs."""
        return f"{self.base}/report/{year}/draft"

    def file(self, year: int, name: str) -> str:
        """Return one of the year's outputs."""
        return f"{self.base}/report/{year}/files/{name}"


def links() -> Links:
    """Return the links of the portal that browsers reach, or of the one that `serve` started on this machine."""
    return Links((os.environ.get("NIANBAO_PORTAL_URL") or os.environ.get("NIANBAO_PORTAL") or "").rstrip("/"))
