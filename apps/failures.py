"""Keep the details of an internal failure in a file, so that the person sees one line and the engineer sees all."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path

from apps.session import CHINA


def keep_details(error: BaseException, home: Path) -> Path | str:
    """Append the traceback to HOME/log/nianbao.log and return its path; "-" where nothing can be written."""
    log = home.absolute() / "log" / "nianbao.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as out:
            out.write(f"{datetime.now(CHINA).isoformat(timespec='seconds')}\n")
            out.write("".join(traceback.format_exception(error)))
            out.write("\n")
    except OSError:
        return "-"
    return log
