"""What must be true of guide.toml's tables together: diagnostics for what is not."""

from collections import Counter
from pathlib import Path

from builder.diagnostics import Diagnostic, Origin, nearest
from builder.model.book import Work, as_through
from builder.model.node import as_written
from builder.settings.lines import Lines
from builder.settings.listed import files_inside, is_inside
from builder.settings.tables import Settings

_EDITIONS = ("student", "teacher", "large-print")


def broken_rules(settings: Settings, root: Path, file: str, lines: Lines) -> list[Diagnostic]:
    """What is wrong with the tables of the guide in a folder. `file` is guide.toml as diagnostics show it."""
    problems = _missing(settings, root, file, lines)
    for rule in (_twice, _parts, _restarts, _groups, _editions):
        problems += rule(settings, file, lines)
    miscounted = any(problem.code == "parts" for problem in problems)
    return [problem for problem in problems if not (miscounted and problem.code == "quiz-groups")]


def _twice(settings: Settings, file: str, lines: Lines) -> list[Diagnostic]:
    """Files that are listed more than once."""
    counts = Counter(listed.name for listed in settings.files())
    fix = "list it once, or give the second file a name of its own"
    return [
        Diagnostic(
            Origin(file, lines.of_value(name, last=True)), "slug-twice", f"{name} is listed twice", fix
        )
        for name, count in counts.items()
        if count > 1
    ]


def _missing(settings: Settings, root: Path, file: str, lines: Lines) -> list[Diagnostic]:
    names = dict.fromkeys(listed.name for listed in settings.files())
    lost = [name for name in names if not is_inside(root, name)]
    present = {path.relative_to(root).as_posix() for path in files_inside(root)} if lost else set()
    return [
        Diagnostic(
            Origin(file, lines.of_value(name)),
            "no-file",
            f"there is no file {name}",
            nearest(name, present, otherwise="write it, or take it off the list"),
        )
        for name in lost
    ]


def _parts(settings: Settings, file: str, lines: Lines) -> list[Diagnostic]:
    """Parts follow one another from chapter 1 on, and the guide has no more chapters than the work."""
    problems = []
    following, chapters = 1, settings.chapter_count
    for place, part in enumerate(settings.work.parts):
        if part.first != following or part.last < part.first:
            what = f"{part.title} goes from chapter {part.first} to {part.last}"
            origin = Origin(file, lines.of(("work", "parts", place, "first")))
            problems.append(
                Diagnostic(origin, "parts", what, f"let it begin at chapter {following} and end no earlier")
            )
        following = part.last + 1
    if settings.work.parts and following != chapters + 1:
        origin = Origin(file, lines.of(("work", "chapters")))
        what = f"the parts end with chapter {following - 1}, the work with {chapters}"
        problems.append(Diagnostic(origin, "parts", what, "let the last part end with the last chapter"))
    if len(settings.contents.chapters) > chapters:
        origin = Origin(file, lines.of(("contents", "chapters")))
        what = f"{len(settings.contents.chapters)} chapter files for a work of {chapters} chapters"
        problems.append(
            Diagnostic(
                origin,
                "parts",
                what,
                "list one file for each chapter of the work, or correct “chapters” under [work]",
            )
        )
    return problems


def _restarts(settings: Settings, file: str, lines: Lines) -> list[Diagnostic]:
    """Numbers that begin anew in each part need parts; only they have two styles."""
    work = settings.as_work()
    if settings.work.restart and not work.parts:
        origin = Origin(file, lines.of(("work", "restart")))
        what = "numbers are to begin anew in each part, but the work has no parts"
        return [Diagnostic(origin, "parts", what, "write a table [[work.parts]] for each part")]
    if "." in work.numbers and not work.restart:
        origin = Origin(file, lines.of(("work", "numbers")))
        what = f"{work.numbers} is for numbers that begin anew in each part"
        fix = f"write {work.numbers.rpartition('.')[2]}, or “restart = true” and [[work.parts]]"
        return [Diagnostic(origin, "parts", what, fix)]
    return []


def _editions(settings: Settings, file: str, lines: Lines) -> list[Diagnostic]:
    """An edition is one that the program knows, or has a title of its own; each is declared once."""
    problems = []
    seen: set[str] = set()
    work = settings.as_work()
    for place, table in enumerate(settings.editions):
        origin = Origin(file, lines.of(("editions", place, "name")))
        through = as_through(table.name)
        ours = table.name in _EDITIONS or through is not None
        if table.name in seen:
            problems.append(
                Diagnostic(
                    origin, "edition", f"the edition {table.name} is declared twice", "declare it once"
                )
            )
        elif through is not None and not 1 <= work.place(through) <= settings.chapter_count:
            what = f"the work has no chapter {as_written(through)}"
            fix = _first_and_last(work)
            problems.append(Diagnostic(origin, "edition", what, f"write {fix}"))
        elif ours and (table.title or table.tags):
            what = f"{table.name} has its title and its tags from the program"
            problems.append(
                Diagnostic(
                    origin, "edition", what, "take title and tags out, or give the edition another name"
                )
            )
        elif not ours and not table.title:
            fix = nearest(
                table.name,
                _EDITIONS,
                otherwise="write student, teacher, through-N or large-print, or give it a line “title = …”",
            )
            problems.append(Diagnostic(origin, "edition", f"there is no edition {table.name}", fix))
        seen.add(table.name)
    return problems


def _first_and_last(work: Work) -> str:
    """The names of the first and the last read-along edition."""
    if not work.restart:
        return f"through-1 to through-{work.chapters}"
    last = "" if work.parts[-1].is_undivided else f"-{work.parts[-1].count}"
    return f"through-1-1, for the first division of the first part, to through-{len(work.parts)}{last}"


def _groups(settings: Settings, file: str, lines: Lines) -> list[Diagnostic]:
    """The quizzes' groups follow one another inside the work; chapters may be left out between them."""
    problems = []
    free, last_of_work = 1, settings.chapter_count
    for first, last in settings.class_pack.quiz_groups if settings.class_pack else []:
        if not free <= first <= last <= last_of_work:
            what = f"a quiz goes from chapter {first} to {last}"
            fix = (
                f"let it begin at chapter {free} or later, end no earlier "
                f"than it begins, and not after chapter {last_of_work}"
            )
            problems.append(
                Diagnostic(Origin(file, lines.of(("class", "quiz-groups"))), "quiz-groups", what, fix)
            )
        free = max(free, last + 1)
    return problems
