"""Start nianbao: one command, its subcommands, and one way in which errors reach a person.

Every error is one line on stderr and an exit code: 1 a person is needed, 2 wrong usage or configuration,
3 an internal failure whose details go to HOME/log. Never a traceback.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from apps.commands.catalogue import catalogue
from apps.commands.checking import check
from apps.commands.combining import combine
from apps.commands.doctor import doctor
from apps.commands.extracting import extract
from apps.commands.facts import facts
from apps.commands.inbox import inbox
from apps.commands.keeping import backup, restore
from apps.commands.looking_back import vintage
from apps.commands.portal import portal
from apps.commands.releasing import release
from apps.commands.reviewing import review
from apps.commands.rules import rules
from apps.commands.running import run
from apps.commands.serving import serve
from apps.commands.status import status
from apps.commands.submitting import submit
from apps.commands.verifying import verify
from apps.messages.saying import LANGUAGES, Language, say
from apps.session import Refusal, Session
from tasks.failures import keep_details

OF_THE_PERSON = frozenset({errno.EACCES, errno.EISDIR, errno.ENOENT, errno.ENOTDIR, errno.EPERM, errno.EROFS})
"""What is wrong with a path that a person named, and no failure of ours."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})

app = typer.Typer(
    help="法治政府建设年度报告：读取、校验、汇总、成文 / read, check, consolidate and render yearly reports",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def begin(
    context: typer.Context,
    home: Annotated[
        Path,
        typer.Option("--home", envvar="NIANBAO_HOME", help="档案、文件库和成果所在的文件夹 / the product's folder"),
    ] = Path("var"),
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en / zh or en")] = "zh",
) -> None:
    """Take the global options."""
    if lang not in LANGUAGES:
        raise typer.BadParameter("--lang: zh | en")
    context.obj = Session(home.absolute(), lang)


for command in (
    extract, check, submit, run, combine, vintage, status, facts, release, verify, rules, doctor, serve, backup,
    restore,
):  # fmt: skip
    app.command(command.__name__)(command)
for group in (review, inbox, catalogue, portal):
    app.add_typer(group)


def invoke(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; whatever goes wrong is one line on stderr."""
    from nianbao.district import ConfigurationError

    language, home = asked(arguments, "--lang", "zh"), asked(arguments, "--home", os.environ.get("NIANBAO_HOME", "var"))
    tongue: Language = "en" if language == "en" else "zh"
    try:
        return int(typer.main.get_command(app).main(list(arguments), prog_name="nianbao", standalone_mode=False) or 0)
    except (Refusal, ConfigurationError) as error:
        return failed(str(error), 2)
    except TyperException as error:
        return failed(say("usage", tongue, detail=" ".join(error.format_message().split())), 2)
    except (KeyboardInterrupt, typer.Abort):
        return failed(say("stopped", tongue), 130)
    except SystemExit as ended:
        # The interrupt and the termination reach us so, after what was running has been stopped in order.
        code = ended.code if isinstance(ended.code, int) else 3
        return failed(say("stopped", tongue), code) if code in (130, 143) else code
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; stdout must not be flushed again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno in FULL:
            return failed(say("disk-full", tongue, home=home), 2)
        if error.filename is None or error.errno not in OF_THE_PERSON:
            return broken(error, tongue, home)
        return failed(say("path", tongue, file=error.filename2 or error.filename, detail=error.strerror), 2)
    except Exception as error:
        return broken(error, tongue, home)


def broken(error: Exception, tongue: Language, home: str) -> int:
    """Keep the details of an internal failure and say where they are."""
    log = keep_details(error, Path(home))
    return failed(say("internal", tongue, detail=type(error).__name__, log=log), 3)


def asked(arguments: Sequence[str], option: str, otherwise: str) -> str:
    """Return what a global option says before anything was parsed, for errors of the parsing itself."""
    for at, argument in enumerate(arguments):
        if argument == option and at + 1 < len(arguments):
            return arguments[at + 1]
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
    return otherwise


def failed(line: str, code: int) -> int:
    """Print the one line of an error and return its exit code."""
    typer.echo(line, err=True)
    return code


def main() -> None:
    """Run the command line of this process."""
    for stream in (sys.stdout, sys.stderr):
        # Under a C or GBK locale our own words must still come out; JSON is UTF-8 in every case.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(invoke(sys.argv[1:]))
