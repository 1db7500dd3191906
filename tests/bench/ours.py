"""Our own program as one of the tools."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.bench.measure import Command
from tests.bench.tool import EPUB, PDF, ROOT, Job, Place, Tool


def _both(place: Place) -> list[Command]:
    return _build(place, "-f", "epub", "-f", "pdf")


def _epub(place: Place) -> list[Command]:
    without = ["--no-page-list"] if "--no-page-list" in _options("build") else []
    return _build(place, "-f", "epub", *without)


def _pdf(place: Place) -> list[Command]:
    return _build(place, "-f", "pdf")


def _check(place: Place) -> list[Command]:
    return [_studyguide("check", place.corpus / "guide", *_cache("check", place))]


def _help(_place: Place) -> list[Command]:
    return [_studyguide("--help")]


def _build(place: Place, *options: str) -> list[Command]:
    output = ("-o", place.folder / "files")
    return [_studyguide("build", place.corpus / "guide", *options, *_cache("build", place), *output)]


def _cache(command: str, place: Place) -> list[str | Path]:
    """The option by which results are kept in the place's own folder, and nowhere else."""
    return ["--cache", place.folder / "cache"] if "--cache" in _options(command) else []


@cache
def _options(command: str) -> set[str]:
    """The options that a command has in this version of the program."""
    done = subprocess.run(
        _studyguide(command, "--help"), cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(re.findall(r"--[a-z-]+", done.stdout))


def _studyguide(*arguments: str | Path) -> Command:
    return [sys.executable, "-m", "builder", *arguments]


def abilities() -> dict[str, str]:
    """How this version of the program is measured."""
    alone = "without a page list" if "--no-page-list" in _options("build") else "with its page list"
    kept = "a new folder in every round" if "--cache" in _options("build") else "none"
    return {"Our EPUB alone": alone, "Our cache": kept}


OURS = Tool(
    "study guide",
    {
        **dict.fromkeys(("clean", "unchanged", "changed"), Job(_both, "both", (EPUB, PDF))),
        "epub": Job(_epub, "epub", (EPUB,)),
        "pdf": Job(_pdf, "pdf", (PDF,)),
        **dict.fromkeys(("check", "recheck"), Job(_check, "check", ())),
        "help": Job(_help, "help", ()),
    },
)
