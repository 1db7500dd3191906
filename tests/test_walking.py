"""Walking: checks, editions and the search for spoilers find whatever a new block holds, without a change to
them.
"""

from dataclasses import dataclass, replace
from functools import cache

import pytest

from builder.cards.making import all_cards
from builder.checking.checks import check
from builder.checking.spoilers import spoilers
from builder.diagnostics import Origin
from builder.editions import edition, narrow
from builder.material.fonts import characters
from builder.model.blocks import Answer, Block, Prose, Question
from builder.model.book import Book
from builder.model.node import BeatName, CharacterNames, KnownSince, Node, ProperName, ThemeName
from builder.model.text import Footnote, IndexMark, Piece, Reference, Text
from builder.model.walking import ids, pieces, references, reword, strings, texts, walk
from builder.reading.guide import read_guide
from tests.guides import STOCK

ORIGIN = Origin("new.rst", 7)
NOTHING = Text()
SECRET = "The ferryman hides a second ledger under the bench."


@dataclass(frozen=True, slots=True)
class Entry(Node):
    """An item of a block that no code knows, with an item in it."""

    id: str
    title: str
    theme: ThemeName
    text: Text
    inner: tuple["Entry", ...] = ()
    since: KnownSince = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Homework(Block):
    """A block that no code knows, with something in every possible place."""

    name: ProperName = "Sluice House"
    note: str = ""
    people: CharacterNames = ()
    beat: BeatName = None
    task: Text = NOTHING
    steps: tuple[Text, ...] = ()
    entries: tuple[Entry, ...] = ()
    first: Entry | None = None
    answer: Answer | None = None
    blocks: tuple[Block, ...] = ()
    since: KnownSince = 1


@cache
def stock() -> Book:
    return read_guide(STOCK)[0]


def text(plain: str, *pieces: Piece) -> Text:
    """A text of some words, followed by some pieces."""
    return Text((plain, *pieces), plain)


def entry(theme: str = "water", words: Text = NOTHING, title: str = "", since: int = 1) -> Entry:
    """An item, with another in it that has these values."""
    return Entry("new-e1", "", "water", Text(), (Entry("new-e2", title, theme, words, since=since),))


def block(**fields: object) -> Homework:
    """The new block with some fields."""
    return replace(Homework(id="new-homework", origin=ORIGIN), **fields)  # type: ignore[arg-type]


def book(new: Block) -> Book:
    """The stock guide with the block at the end of its first chapter of the work."""
    chapters = [
        replace(each, blocks=(*each.blocks, new)) if each.number == 1 else each for each in stock().chapters
    ]
    return replace(stock(), chapters=tuple(chapters))


def everywhere(words: Text) -> dict[str, Block]:
    """Blocks with a text in every possible place, by the name of the place."""
    note = text("See below.", Footnote("new-note", "1", words))
    return {
        "field": block(task=words),
        "tuple": block(steps=(Text(), words)),
        "item": block(entries=(entry(words=words),)),
        "single item": block(first=entry(words=words)),
        "block": block(blocks=(Prose(id="new-prose", origin=ORIGIN, text=words),)),
        "note": block(task=note),
    }


PLACES = list(everywhere(Text()))


@pytest.mark.parametrize("place", PLACES)
def test_texts_are_walked(place: str) -> None:
    """A text is found, and changed, wherever it is."""
    words = text("a rope", IndexMark("new-x1", ("rope",), "rope"))
    new = everywhere(words)[place]
    assert words in [found for inner in walk([new]) for found in texts(inner)]
    assert words.pieces[1] in list(pieces([new]))
    assert "new-x1" in ids(replace(stock().chapters[0], blocks=(new,)))
    if place != "note":  # a note is changed with the text that calls it
        (changed,) = reword((new,), lambda found: text("an oar") if found == words else found)
        assert [found.plain for inner in walk([changed]) for found in texts(inner) if found] == ["an oar"]


@pytest.mark.parametrize("place", PLACES)
def test_checks_see_texts(place: str) -> None:
    """A link to nowhere and a letter that no font has are reported wherever they are."""
    words = Text(("ᬅ", Reference("beat:nowhere", "", ORIGIN)), "ᬅ")
    found = {
        (problem.code, problem.origin) for problem in check(book(everywhere(words)[place]), characters())
    }
    assert {("unknown-beat", ORIGIN), ("no-glyph", ORIGIN)} <= found


def test_checks_see_strings_and_names() -> None:
    """Strings are checked for letters, names for what they name, chapters for whether there are so many."""
    for wrong in (block(note="ᬅ"), block(entries=(entry(title="ᬅ"),)), block(first=entry(title="ᬅ"))):
        assert [problem.code for problem in check(book(wrong), characters())] == ["no-glyph"]
    for wrong, code in (
        (block(people=("nobody",)), "unknown-character"),
        (block(beat="nowhere"), "unknown-beat"),
        (block(entries=(entry(theme="nothing"),)), "unknown-theme"),
        (block(since=99), "no-chapter"),
        (block(entries=(entry(since=99),)), "no-chapter"),
    ):
        assert [problem.code for problem in check(book(wrong), characters())] == [code]


def test_names_are_not_printed() -> None:
    """What names something else is a reference; everything else that is a string may be printed."""
    new = block(people=("anna",), beat="ch01-ice", note="a note", entries=(entry(title="a title"),))
    assert [string for string in strings(new) if string] == ["Sluice House", "a note", "a title"]
    assert {(kind, name) for kind, name, _origin in references(new)} == {
        ("character", "anna"),
        ("beat", "ch01-ice"),
        ("theme", "water"),
    }


@pytest.mark.parametrize("place", PLACES)
def test_editions_and_spoilers_see_texts(place: str) -> None:
    """What is known later is cut from a read-along edition, and nothing of it is left, wherever it is
    written.
    """
    later = replace(everywhere(text(SECRET))[place], since=2)  # type: ignore[type-var]
    through = edition(stock().guide, "through-1")
    whole = book(later)
    assert not any(
        isinstance(inner, Homework)
        for chapter in narrow(whole, through).chapters
        for inner in walk(chapter.blocks)
    )
    assert list(spoilers(whole, [through])) == []


def test_items_are_cut_alone() -> None:
    """An item that is known later leaves its block; so does one that speaks of somebody who is not met yet,
    and every answer.
    """
    new = block(
        entries=(entry(words=text("now")), replace(entry(words=text("later")), since=2)),
        answer=Answer("A", text("yes"), ()),
    )
    (cut,) = (
        inner
        for chapter in narrow(book(new), edition(stock().guide, "through-1")).chapters
        for inner in walk(chapter.blocks)
        if isinstance(inner, Homework)
    )
    assert [found.plain for found in texts(cut) if found] == ["now"]
    assert cut.answer is None


def test_a_new_blocks_name_is_a_secret() -> None:
    """A proper name is known from its block's chapter on: who has it earlier gives it away."""
    whole = book(block(since=2))
    early = Prose(id="new-early", origin=Origin("early.rst", 3), text=text("They meet at Sluice House."))
    changed = replace(
        whole,
        chapters=tuple(
            replace(each, blocks=(early, *each.blocks)) if each.number == 1 else each
            for each in whole.chapters
        ),
    )
    (found,) = spoilers(changed, [edition(stock().guide, "through-1")])
    assert (found.origin.file, "Sluice House" in found.what) == ("early.rst", True)


def test_cards_see_from_when_a_block_is_known() -> None:
    """A question in a new block makes a card of the chapter from which on that block is known."""
    asked = Question(
        id="new-question",
        origin=ORIGIN,
        name="",
        kind="recall",
        level=1,
        beat=None,
        text=text("Who hides it?"),
        options=(),
        answer=Answer(None, text("The ferryman."), ()),
    )
    for since in (1, 3):
        made = {card.name: card.chapter for card in all_cards(book(block(blocks=(asked,), since=since)))}
        assert made["new-question"] == since
