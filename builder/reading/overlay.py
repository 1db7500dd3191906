"""The local overlay: a folder beside the guide whose questions, activities and dates are added to the guide's
or replace them.

The guide's own files do not change. The overlay is added before anything is checked, so all rules apply to it
too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from builder.diagnostics import Diagnostic, GuideError, Origin, nearest
from builder.model.blocks import Activity, Block, Check, Discuss, Question, Section
from builder.model.book import Calendar, Chapter, Image
from builder.model.node import Node
from builder.model.text import Footnote, Piece
from builder.model.walking import notes, pieces, reword, rewrite, settled, walk
from builder.settings.beside import FILE, folder_of, overlay_beside

# ------------------------------------------------------------------------------------------------- the folder


def find_overlay(guide: Path, named: Path | None) -> tuple[Path | None, list[Diagnostic]]:
    """The overlay's folder: the one that was named, or else `local` beside the guide, where that holds
    something for it.
    """
    if named is not None:
        if _is_overlay(named):
            return named, []
        fix = f"name a folder that has chapter files or a {FILE}"
        return None, [Diagnostic(Origin(named.as_posix(), 0), "overlay", "there is no overlay here", fix)]
    beside = overlay_beside(guide)
    return (beside if _is_overlay(beside) and beside.resolve() != folder_of(guide).resolve() else None), []


def _is_overlay(folder: Path) -> bool:
    return (folder / FILE).is_file() or any(folder.rglob("*.rst"))


def own_calendar(folder: Path) -> tuple[Calendar | None, list[Diagnostic]]:
    """The overlay's calendar, where it has one, and what is wrong with it."""
    if not (folder / FILE).is_file():
        return None, []
    # Imported where there is one: pydantic makes the tables of settings in a tenth of a second.
    from builder.settings.guide_toml import read_calendar

    try:
        return read_calendar(folder), []
    except GuideError as wrong:
        return None, list(wrong.diagnostics)


def own_files(folder: Path, chapters: Iterable[str]) -> tuple[list[str], list[Diagnostic]]:
    """The names of the overlay's files that lie over one of the guide's, and a diagnostic for each that does
    not.
    """
    known = frozenset(chapters)
    found: list[str] = []
    problems: list[Diagnostic] = []
    for file in sorted(folder.rglob("*.rst")):
        origin, name = Origin(file.as_posix(), 0), file.relative_to(folder).as_posix()
        if name not in known:
            what = f"the guide has no chapter file {name}"
            fix = nearest(name, known, otherwise="name it like the chapter file that it goes with")
            problems.append(Diagnostic(origin, "overlay", what, fix))
        elif not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
            problems.append(
                Diagnostic(
                    origin, "overlay", "this is no file of the overlay's folder", "save it there as a file"
                )
            )
        else:
            found.append(name)
    return found, problems


def own_slug(slug: str) -> str:
    """What the ids of an overlay's file begin with: no other file's do, because a slug has no
    “_”.
    """
    return f"local_{slug}"


def two_pictures(guides: Mapping[str, Image], own: Mapping[str, Image], origin: Origin) -> list[Diagnostic]:
    """A diagnostic for every picture of an overlay that has the name of another one in the guide."""
    return [
        Diagnostic(
            origin, "overlay", f"{name} is another picture in the guide", "give yours a name of its own"
        )
        for name, image in own.items()
        if guides.get(name, image) != image
    ]


# ------------------------------------------------------------------------------------------------ the chapter


def lay_over(chapter: Chapter, local: Chapter) -> tuple[Chapter, list[Diagnostic]]:
    """A chapter with the questions and activities of an overlay's file, and what can't be laid over it."""
    own = [
        block
        for block in _numbered_after(chapter, local.blocks)
        if isinstance(block, Check | Discuss | Activity)
    ]
    problems = [*_not_allowed(local), *_conflicts(chapter, own)]
    known = {_key(block) for block, _box in _in_boxes(walk(chapter.blocks))} - {""}
    new = {key: block for block, _box in _in_boxes(own) if (key := _key(block)) in known}

    def instead(block: Node) -> Node:
        other = new.get(_key(block)) if isinstance(block, Block) else None
        return (
            replace(other, id=block.id) if other and isinstance(block, Block) else block
        )  # links and cards refer to this id

    blocks = rewrite(chapter.blocks, instead)
    for block in own:
        match block:
            case Check(questions=questions) | Discuss(questions=questions):
                blocks = _with_questions(
                    blocks, block, tuple(question for question in questions if _key(question) not in new)
                )
            case Activity() if _key(block) not in new:
                blocks = *blocks, block
    whole = settled(
        replace(chapter, blocks=blocks), notes([chapter, local]), (*chapter.labels, *local.labels)
    )
    return whole, problems


def _key(block: Block) -> str:
    """The key by which a question or an activity is replaced; empty for what can't be."""
    match block:
        case Question(name=name) if name:
            return f"question “{name}”"
        case Activity(title=title) if title:
            return f"activity “{title}”"
        case _:
            return ""


def _with_questions(
    blocks: tuple[Block, ...], box: Check | Discuss, questions: tuple[Question, ...]
) -> tuple[Block, ...]:
    """Blocks with more questions: in their last box of the same kind, or in this one at their end."""
    last = [other.id for other in _open(blocks) if other.tagname == box.tagname][-1:]
    if not questions:
        return blocks
    if not last:
        return *blocks, replace(box, questions=questions)

    def longer(block: Node) -> Node:
        match block:
            case Check() | Discuss() if block.id in last:
                return replace(block, questions=block.questions + questions)
            case _:
                return block

    return rewrite(blocks, longer)


def _open(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks that every edition has: none in a `reveal`, an `only` or a `teacher`."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from _open(block.blocks)


def _numbered_after(chapter: Chapter, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """An overlay's blocks with the numbers of their notes after those of the chapter, so that no number is
    used twice.
    """
    numbers = (piece.number for piece in pieces(chapter.blocks) if isinstance(piece, Footnote))
    highest = max((int(number) for number in numbers if number.isdecimal()), default=0)

    def later(piece: Piece) -> Piece:
        if isinstance(piece, Footnote) and piece.number.isdecimal():
            return replace(piece, number=str(int(piece.number) + highest))
        return piece

    return reword(blocks, lambda text: replace(text, pieces=tuple(map(later, text.pieces))))


# ------------------------------------------------------------------------------------------------- conflicts


def _not_allowed(local: Chapter) -> Iterator[Diagnostic]:
    """A diagnostic for everything but questions and activities: numbers, links, index and maps of the guide
    do not depend on an overlay.
    """
    found = [
        (fact, local.origin)
        for fact, value in (("reading-time", local.minutes), ("spoils", local.spoils))
        if value
    ]
    for block in local.blocks:
        if not isinstance(block, Check | Discuss | Activity):
            found.append((_SHOWN.get(block.tagname, block.tagname), block.origin))
    for what, origin in found:
        yield Diagnostic(
            origin,
            "overlay",
            f"{what} is not allowed in an overlay",
            "write questions and activities, and nothing else",
        )


_SHOWN = {"prose": "text", "section": "a second heading", "index-pointer": "index"}
_KINDS = {"check": "recall or choice", "discuss": "discussion or essay"}


def _conflicts(chapter: Chapter, own: Iterable[Block]) -> Iterator[Diagnostic]:
    """A diagnostic for every replacement that is not one block for exactly one other, in a box of the same
    kind.
    """
    guides = Counter(_key(block) for block, _box in _in_boxes(walk(chapter.blocks)))
    boxes = {_key(block): box for block, box in _in_boxes(walk(chapter.blocks))}
    seen: set[str] = set()
    for block, box in _in_boxes(own):
        key = _key(block)
        if not key:
            continue
        if key in seen:
            yield Diagnostic(
                block.origin,
                "overlay",
                f"the {key} is in this file twice",
                "give one of the two another name",
            )
        elif guides[key] > 1:
            what = f"the {key} is in {chapter.origin.file} {guides[key]} times"
            yield Diagnostic(
                block.origin, "overlay", what, "give each a name of its own there, or yours another name"
            )
        elif key in boxes and boxes[key] != box:
            what = f"the {key} is {_KINDS[boxes[key]]} in the guide, and would be in another box"
            yield Diagnostic(block.origin, "overlay", what, "give it such a kind, or another name")
        seen.add(key)


def _in_boxes(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Every question in some boxes with the kind of its box, and every activity among them."""
    for block in blocks:
        match block:
            case Check(questions=questions) | Discuss(questions=questions):
                yield from ((question, block.tagname) for question in questions)
            case Activity():
                yield block, ""
