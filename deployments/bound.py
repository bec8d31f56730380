"""Run a program that ends when its parent does, however that ends: `python -m deployments.bound PROGRAM ARGUMENT…`.

A server that outlived a killed parent would hold its port, and the next start would be refused.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

DIE_WITH_PARENT = 1
ADOPT_ORPHANS = 36
"""PR_SET_PDEATHSIG and PR_SET_CHILD_SUBREAPER of Linux's prctl; the first one outlasts an exec."""


def adopt_orphans() -> None:
    """Become the parent of what the children leave behind, so that it can be ended too."""
    _prctl(ADOPT_ORPHANS, 1)


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    _prctl(DIE_WITH_PARENT, signal.SIGKILL)
    # The child must end on an interrupt, even where a shell had its background job ignore it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execv(sys.argv[1], sys.argv[1:])
