"""Editions and their secrets as values, before anything is laid out: what is cut, what stays, and what the
proof over finished files looks for.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.checking.search import Sentences
from builder.checking.spoilers import Secret, leaks, secrets, spoilers
from builder.diagnostics import Origin
from builder.editions import STUDENT, NoEditionError, edition, narrow, student
from builder.material.collation import sort_key
from builder.material.words import words
from builder.model.blocks import Activity, Block, Prose, Reveal
from builder.model.book import Book, Edition
from builder.model.node import NEVER
from builder.model.text import Footnote, Text
from builder.reading.guide import read_guide
from builder.targets import IndexPlace, number
from tests.dump import dump
from tests.guides import SMALL, STOCK, changed

HERE = Path(__file__).parent / "narrowed"
GUIDES = ("small", "stock", "ferry")


@cache
def whole(guide: str) -> Book:
    """The small guide, the stock guide, or that with the files of narrowed/ferry."""
    if guide != "ferry":
        return read_guide({"small": SMALL, "stock": STOCK}[guide])[0]
    with TemporaryDirectory() as folder:
        return read_guide(changed(Path(folder), HERE / "ferry"))[0]


def shown(book: Book) -> Iterator[str]:
    """An edition in readable lines: its cover, its parts, its chapters."""
    chosen = book.edition
    yield f"{chosen.name} “{chosen.title}” {sorted(chosen.tags)} {chosen.through} {chosen.answers}"
    yield from (f"{part.title}: {part.name or '—'}" for part in book.guide.work.parts)
    for chapter in book.chapters:
        yield f"\n=== {chapter.slug} ({chapter.role})"
        yield dump(chapter)


@pytest.mark.parametrize("name", ["small-through-2", "stock-through-1", "ferry-through-1"])
def test_an_edition(name: str, expect: Callable[[Path, str], None]) -> None:
    """What is left of a guide for readers who have come so far."""
    guide, _, chosen = name.partition("-")
    book = whole(guide)
    expect(HERE / f"{name}.txt", "\n".join(shown(narrow(book, edition(book.guide, chosen)))) + "\n")


@pytest.mark.parametrize("guide", GUIDES)
def test_the_teachers_edition(guide: str, expect: Callable[[Path, str], None]) -> None:
    """The student's chapters as they are, then the key, then the teacher's own matter."""
    book = whole(guide)
    made = narrow(book, edition(book.guide, "teacher"))
    own = student(book).chapters
    assert made.chapters[: len(own)] == own
    behind = replace(made, chapters=made.chapters[len(own) :])
    expect(HERE / f"{guide}-teacher.txt", "\n".join(shown(behind)) + "\n")


@pytest.mark.parametrize("name", ["stock-student", "stock-through-1", "stock-teacher"])
def test_what_is_secret(name: str, expect: Callable[[Path, str], None]) -> None:
    """What an edition's files must not hold: each with the chapter from which it is known, and its place."""
    guide, _, chosen = name.partition("-")
    book = whole(guide)
    found = [
        f"{Path(secret.origin.file).name}:{secret.origin.line}: {secret.since} {secret.words}"
        + (" (a name)" if secret.name else "")
        for secret in secrets(book, edition(book.guide, chosen))
    ]
    expect(HERE / f"{name}.secrets.txt", "\n".join([*found, ""]))


@pytest.mark.parametrize("guide", GUIDES)
def test_targets(guide: str, expect: Callable[[Path, str], None]) -> None:
    """All that a link can lead to, and the index."""
    found = number(whole(guide))
    lines = [
        f"{name} → {target.chapter}#{target.id} “{target.shown('', words('en'))}”"
        f" ({Path(target.origin.file).name}:{target.origin.line})"
        for name, target in found.named.items()
    ]
    lines += [f"theme {name}: {theme.title}" for name, theme in found.themes.items()]
    lines += [f"term {name}: {term.name}" for name, term in found.terms.items()]
    lines += [f"{name} acts in {', '.join(beats) or '—'}" for name, beats in sorted(found.met.items())]
    for entry in found.index:
        lines.append(f"{entry.head}: {_places(entry.places)} see {entry.see} also {entry.see_also}")
        lines += [f"  {inner.head}: {_places(inner.places)}" for inner in entry.entries]
    expect(HERE / f"{guide}.targets.txt", "\n".join(lines) + "\n")


def _places(places: tuple[IndexPlace, ...]) -> str:
    return ", ".join(f"{place.chapter}#{place.id} “{place.where}”" for place in places)


def test_which_editions_there_are() -> None:
    """A name stands for an edition with its tags; through-N only for chapters that the work has."""
    guide = whole("ferry").guide
    assert edition(guide, "student") == STUDENT == Edition("", "", frozenset({"student"}), None, False)
    assert edition(guide, "exam") == Edition("exam", "For the examination", frozenset({"student", "exam"}))
    assert edition(guide, "through-4").through == 4
    for wrong in ("through-5", "through-0", "through-01", "through-", "a-through-1", "examination", ""):
        with pytest.raises(NoEditionError, match=f"^the guide has no edition “{wrong}”$"):
            edition(guide, wrong)


def test_no_question_no_key() -> None:
    """A guide without questions has no key; its teacher's chapters stay."""
    book = whole("ferry")
    teachers = tuple(chapter for chapter in book.chapters if chapter.role == "teacher")
    made = narrow(replace(book, chapters=teachers), edition(book.guide, "teacher"))
    assert [chapter.slug for chapter in made.chapters] == ["teachers"]


def test_a_key_is_well_formed() -> None:
    """A chapter of answers has the title of the one that it answers, with its signs escaped."""
    book = whole("ferry")
    keys = [one for one in narrow(book, edition(book.guide, "teacher")).chapters if one.role == "answers"]
    assert keys[0].origin == book.chapters[0].origin
    assert keys[0].title == Text(("1 Ropes &amp; &lt;knots&gt;",), "1 Ropes & <knots>")


# ---------------------------------------------------------------------------------------------------- secrets


def prose(words: str, *notes: str) -> Prose:
    """A paragraph, with footnotes."""
    pieces = (Footnote(f"new-{note}", "1", Text((note,), note)) for note in notes)
    return Prose(id="new", origin=Origin("new.rst", 3), text=Text((words, *pieces), words))


def with_blocks(slug: str, *blocks: Block, **fields: object) -> Book:
    """The small guide with other blocks in a chapter, and other fields of it."""
    book = whole("small")
    chapters = [
        replace(chapter, blocks=blocks, **fields) if chapter.slug == slug else chapter  # type: ignore[arg-type]
        for chapter in book.chapters
    ]
    return replace(book, chapters=tuple(chapters))


def hidden(book: Book, name: str = "through-2") -> list[tuple[str, int]]:
    """The secrets of an edition of the small guide with changes, and from which chapter each is known."""
    return [(secret.words, secret.since) for secret in secrets(book, edition(book.guide, name))]


def test_a_sentence_is_long_enough() -> None:
    """A sentence of 25 letters is a secret, one of 24 is not; signs, spaces and capitals do not count."""
    ends = [f"{'Abcde ' * 4}-_{number}BCDE{end} " for number, end in enumerate(".!?:;")]
    short = f"{'Abcde ' * 4}bcde."
    assert hidden(with_blocks("chapter-03", prose("".join(ends) + short))) == [
        (f"{'abcde' * 4}{number}bcde", 3) for number in range(5)
    ]


def test_a_note_is_secret() -> None:
    """The sentences of a footnote are those of its chapter."""
    assert hidden(
        with_blocks("chapter-03", prose("Short.", "A note about the new bridge of the county."))
    ) == [("anoteaboutthenewbridgeofthecounty", 3)]


def test_what_is_printed_is_secret() -> None:
    """A string that is printed is secret as a text is, and one that is not is none."""
    title = "A crossing of the river without a word"
    activity = Activity(id="new", origin=Origin("new.rst", 1), title=title, minutes=5, blocks=())
    assert hidden(with_blocks("chapter-03", activity)) == [(re.sub(r"\W", "", title).lower(), 3)]
    assert (
        hidden(with_blocks("chapter-03", replace(prose("Short."), id="new-with-a-very-long-identifier")))
        == []
    )


def test_two_sentences_are_not_one() -> None:
    """What two sentences say that stand side by side is not told by a third one before it."""
    early = [prose("The first half of a longer sentence."), prose("And then the other, second half of it.")]
    book = with_blocks(
        "chapter-03", prose("The first half of a longer sentence and then the other, second half of it.")
    )
    chapters = tuple(
        replace(chapter, blocks=tuple(early)) if chapter.number == 1 else chapter for chapter in book.chapters
    )
    assert len(hidden(replace(book, chapters=chapters))) == 1


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        ({"number": 4}, 4),
        ({"number": None, "spoils": 3}, 3),
        ({"number": None, "spoils": None}, None),
        ({"role": "part", "number": None, "part": 2, "spoils": None}, 3),
        ({"role": "part", "number": None, "part": 0, "spoils": None}, None),
        ({"role": "part", "number": None, "part": None, "spoils": 4}, 4),
        ({"role": "back", "number": None, "part": 2, "spoils": None}, None),
        ({"role": "teacher", "number": 1}, NEVER),
        ({"number": 2}, None),
    ],
)
def test_since_when_a_chapter_is_known(fields: dict[str, object], since: int | None) -> None:
    """A chapter is known from its number on, from the part that it opens, or from what it spoils."""
    told = "Nobody has said that before this chapter."
    found = hidden(with_blocks("chapter-03", prose(told), title=Text((), told), **fields))
    assert found == ([(re.sub(r"\W", "", told).lower(), since)] if since else [])


def test_an_edition_shows_what_its_readers_know() -> None:
    """A block's own chapter counts where it is later than that of its file, and the file's where that is."""
    told = prose("Nobody has said that before this chapter.")
    for slug, inner, since in (("chapter-01", 3, 3), ("chapter-03", 1, 3), ("chapter-03", 4, 4)):
        block = Reveal(id="new-reveal", origin=Origin("new.rst", 1), since=inner, blocks=(told,))
        assert hidden(with_blocks(slug, block)) == [("nobodyhassaidthatbeforethischapter", since)]
    assert hidden(with_blocks("chapter-03", told), "student") == []
    assert hidden(with_blocks("chapter-03", told), "teacher") == []


def test_what_is_told_before_is_no_secret() -> None:
    """A sentence that stands earlier too, even inside another one, is none; its first place is told."""
    told = prose("Nobody has said that before this chapter.")
    early = prose("And nobody has said that before this chapter, I think.")
    book = with_blocks("chapter-03", told, replace(told, origin=Origin("other.rst", 9)))
    (secret,) = secrets(book, edition(book.guide, "through-2"))
    assert secret.origin == told.origin
    chapters = tuple(
        replace(chapter, blocks=(early,)) if chapter.number == 2 else chapter for chapter in book.chapters
    )
    assert hidden(replace(book, chapters=chapters)) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Long Bridge", "Long Bridge"),
        ("An Iron Bridge", "Iron Bridge"),
        ("A Bridge", "Bridge"),
        ("Bridge: The River-Side", None),
        ("Anna’s Bridge", "Anna s Bridge"),
        ("the bridge", None),
        ("The bridge", None),
        ("Over the Long Bridge", None),
        ("…", None),
    ],
)
def test_proper_names(title: str, name: str | None) -> None:
    """A name has a capital and at most three words, and no article in front; what has not is no secret."""
    book = whole("small")
    parts = (*book.guide.work.parts[:2], replace(book.guide.work.parts[2], name=title))
    book = replace(book, guide=replace(book.guide, work=replace(book.guide.work, parts=parts)))
    found = secrets(book, edition(book.guide, "through-2"))
    assert [secret.words for secret in found] == ([name] if name else [])
    assert all(secret.name for secret in found)


def test_leaks() -> None:
    """A name is found as words in its own letters, a sentence by all letters, neither across strings."""
    origin = Origin("a.rst", 1)
    names = [Secret(words, True, 3, origin) for words in ("Bridge", "Long Bridge", "The Long Bridge")]
    sentence = Secret("nobodyhassaidthat", False, 3, origin)
    assert leaks(["see The Long -- Bridge."], names) == names
    assert leaks(["Long", "Bridge"], names) == names[:1]
    assert leaks(["bridge, Bridges and LONG BRIDGE"], names) == []
    assert leaks(["x NOBODY has_said, that y"], [sentence]) == [sentence]
    assert leaks(["nobody has", "said that"], [sentence, *names]) == []


@given(
    st.text("ab\n", max_size=40),
    st.lists(st.text("ab", min_size=1, max_size=9), max_size=5),
)
def test_search(text: str, wanted: list[str]) -> None:
    """Of many sentences those are found that occur somewhere, be they ever so short."""
    assert Sentences(wanted).found_in(text) == {sentence for sentence in wanted if sentence in text}


def test_spoilers_are_told() -> None:
    """A secret is told wherever it is: in the guide's own words, a title, an alternative."""
    told = "Nobody has said that before this chapter."
    secret = Reveal(id="new-reveal", origin=Origin("new.rst", 1), since=3, blocks=(prose(told),))
    picture = Prose(id="new-picture", origin=Origin("seen.rst", 5), text=Text((f'<img alt="{told}"/>',)))
    book = with_blocks("chapter-01", secret, picture, title=Text((f'<b title="{told}">one</b>',), "one"))
    book = replace(book, guide=replace(book.guide, description=told, editions=(Edition("mine", told),)))
    places = [book.guide.origin, book.chapters[0].origin, picture.origin]
    what = "a sentence here is known from chapter 3 (new.rst, line 3), and the edition “through-2” has it"
    found = list(spoilers(book, [edition(book.guide, "through-2")]))
    assert [(problem.origin, problem.what) for problem in found] == [(place, what) for place in places]
    assert list(spoilers(book, [STUDENT, edition(book.guide, "teacher")])) == []


def test_an_answer_is_told() -> None:
    """What is for teachers only is told of the student's edition; another's title is not in it."""
    told = "Nobody has said that before this chapter."
    secret = Reveal(id="new-reveal", origin=Origin("new.rst", 1), since=NEVER, blocks=(prose(told),))
    book = with_blocks("chapter-01", secret)
    titled = replace(book, guide=replace(book.guide, editions=(Edition("mine", told),)))
    assert list(spoilers(titled, [STUDENT])) == []
    book = replace(book, guide=replace(book.guide, rights=told))
    assert [problem.what for problem in spoilers(book, [STUDENT])] == [
        "a sentence here is only for teachers (new.rst, line 3), and the edition “student” has it"
    ]


def test_order_of_the_index() -> None:
    """Heads stand letter by letter, whatever their accents, capitals and signs."""
    heads = ["b c", "Éa", "“Ab”", "e-b", "bca", " a", "Ab", "ß"]
    assert sorted(heads, key=sort_key) == [" a", "Ab", "“Ab”", "b c", "bca", "Éa", "e-b", "ß"]
    assert sort_key(" “É-b c”!") == ("eb c", " “É-b c”!")
