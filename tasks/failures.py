"""Keep the details of an internal failure in a file, so that the person sees one line and the engineer sees all."""

from __future__ import annotations

import traceback
from pathlib import Path

from nianbao.report.masking import masked
from tasks.clock import now


def keep_details(error: BaseException, home: Path) -> Path | str:
    """Append the traceback to HOME/log/nianbao.log and return its path; "-" where nothing can be written."""
    log = home.absolute() / "log" / "nianbao.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as out:
            out.write(f"{now().isoformat()}\n")
            out.write(masked("".join(traceback.format_exception(error))))
            out.write("\n")
    except OSError:
        return "-"
    return log
