"""What an operator may set about the portal."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
MOST_UPLOAD_BYTES = 50 * 1024 * 1024
FORM_BYTES = 64 * 1024
"""What surrounds a file in its form; a form without a file has no more."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`url` is the address that people type, behind a proxy with TLS; without one only this machine may ask.

    `runs` is where Prefect's UI is, for whoever oversees; without one it is that of `nianbao serve` on this machine.
    """

    url: str = ""
    runs: str = ""
    requests_per_minute: int = 600

    @property
    def hosts(self) -> frozenset[str]:
        """Return the names of hosts that requests may name, in lower case and without a port."""
        return frozenset({(urlsplit(self.url).hostname or "").lower()}) if self.url else LOCAL_HOSTS

    @property
    def is_secure(self) -> bool:
        """Say whether people come over TLS: cookies then never go over anything else."""
        return urlsplit(self.url).scheme == "https"
