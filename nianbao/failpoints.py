"""Let a test kill the program, or fail its disk, at a named point; nothing happens unless the environment names one.

NIANBAO_FAILPOINT is `<point>[=<subject>][#<passage>]:<kill|full|read-only|broken>`. `write.beside#3:kill` ends the
process when it passes that point for the third time, as a power cut would; `vault.copied:full` fills its disk there,
each time. Points stand where a step has ended and the next has not begun. This is the one place of the domain that
asks the environment.
"""

from __future__ import annotations

import errno
import os
import re
import signal
from collections import Counter

SETTING = "NIANBAO_FAILPOINT"
_SAID = re.compile(r"(?P<point>[a-z.-]+)(=(?P<subject>[^#:]+))?(#(?P<passage>\d+))?:(?P<fault>[a-z-]+)")
_FAULTS = {"full": errno.ENOSPC, "read-only": errno.EROFS, "broken": errno.EIO}
_passed: Counter[str] = Counter()


def pass_by(point: str, subject: str = "") -> None:
    """Do nothing; or, where the environment names this point and subject, die or raise OSError."""
    said = os.environ.get(SETTING)
    if not said or (named := _SAID.fullmatch(said)) is None or named["point"] != point:
        return
    if named["subject"] not in (None, subject):
        return
    _passed[said] += 1
    if _passed[said] != int(named["passage"] or _passed[said]):
        return
    if named["fault"] == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    code = _FAULTS[named["fault"]]
    raise OSError(code, os.strerror(code))
