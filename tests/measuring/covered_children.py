"""Let coverage measure the children that read untrusted files: they forbid themselves to write any file, this one too.

`make cover` puts this folder on PYTHONPATH; coverage loads the module as its plugin wherever it measures.
"""

from __future__ import annotations

import resource

_LIMIT = resource.setrlimit


def coverage_init(_registry: object, _options: object) -> None:
    """Leave the bound on written files out, and it alone, so that what was measured can be kept."""
    resource.setrlimit = _without_file_size


def _without_file_size(which: int, limits: tuple[int, int]) -> None:
    if which != resource.RLIMIT_FSIZE:
        _LIMIT(which, limits)
