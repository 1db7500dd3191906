"""The class pack: shuffled quizzes with keys, a reading calendar, exit tickets, cards to cut out."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.__main__ import main
from builder.build import build
from builder.checked import read_and_check
from builder.diagnostics import Origin
from builder.editions import STUDENT
from builder.model.blocks import Answer, Question
from builder.model.book import Book, Calendar
from builder.model.text import Text
from builder.model.walking import walk
from builder.pages.publication import publish
from builder.prints.class_pack import class_pack
from builder.prints.discussion_cards import DiscussionCard, card_sheets
from builder.prints.meetings import icalendar, meetings
from builder.prints.quiz import VERSIONS, Version, key_rows, quiz_versions
from builder.typesetting.layout import Layout, Paging
from builder.typesetting.press import Press
from tests.built import Built
from tests.guides import PLAIN, changed
from tests.pdf_files import Pdf, squeezed
from tests.test_tagging import BOUND, MAY_HOLD, elements, kinds, of

HERE = Path(__file__).parent
CLASS = HERE / "class"
SLUG = "the-ferry-handouts"
QUIZZES = [f"quiz-0{quiz}-{version}" for quiz in (1, 2) for version in "ABC"]
GRIDS = ["grid-01", "grid-02"]
SHEETS = {*QUIZZES, *GRIDS, "key-01", "key-02", "calendar", "exit-tickets", "discussion-cards"}

SEEDS = st.integers(0, 10**9)


def question(place: int, kind: str, right: str = "A") -> Question:
    """A question with an answer, and four options where it is a multiple choice."""

    def text(words: str) -> Text:
        return Text((words,), words)

    return Question(
        id=f"chapter-01-question-{place}",
        origin=Origin("chapter-01.rst", place),
        name="",
        kind="choice" if kind == "choice" else "recall",
        level=1,
        beat=None,
        text=text(f"Question {place}?"),
        options=tuple(text(f"option {letter} of {place}") for letter in "ABCD") if kind == "choice" else (),
        answer=Answer(right if kind == "choice" else None, text(""), ()),
    )


@st.composite
def questions(draw: st.DrawFn, least: int = 0) -> list[Question]:
    """Some multiple choices, with their right letters anywhere, and some recall questions."""
    choices = draw(st.lists(st.sampled_from("ABCD"), min_size=least, max_size=12))
    recalls = draw(st.integers(0, 4))
    return [question(place, "choice", right) for place, right in enumerate(choices)] + [
        question(100 + place, "recall") for place in range(recalls)
    ]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The guide with a class pack and its answers."""
    return read_and_check(changed(tmp_path_factory.mktemp("class-guide"), CLASS))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The guide with a class pack, and what was printed of it."""
    root, folder = changed(tmp_path_factory.mktemp("class-root"), CLASS), tmp_path_factory.mktemp("class")
    build(root, folder, formats=["pdf"])
    return Built(root, folder)


@pytest.fixture(scope="module")
def sheet(made: Built) -> Callable[[str], Pdf]:
    """A sheet of the class pack by its name, opened once."""
    opened = cache(Pdf)
    return lambda name: opened(made.folder / SLUG / f"{name}.pdf")


def seeded(book: Book, seed: int) -> Book:
    """A guide with another seed."""
    assert book.guide.class_pack
    return replace(book, guide=replace(book.guide, class_pack=replace(book.guide.class_pack, seed=seed)))


def asked(book: Book, chapter: int) -> list[Question]:
    """The closed questions of a chapter that students have, in the order of the guide."""
    found = [
        block
        for own in book.chapters
        if own.number == chapter
        for block in walk(own.blocks)
        if isinstance(block, Question)
    ]
    return [block for block in found if block.kind in ("choice", "recall")]


# -------------------------------------------------------------------------------------------------- shuffling


@given(questions(), SEEDS)
def test_letters_are_balanced(found: list[Question], seed: int) -> None:
    """In every version the four letters are right equally often, or their counts differ by one."""
    for paper in quiz_versions(found, seed):
        counts = Counter(choice.letter for choice in paper.choices)
        assert max(counts[letter] for letter in "ABCD") - min(counts[letter] for letter in "ABCD") <= 1


@given(questions(), SEEDS)
def test_a_version_is_a_permutation(found: list[Question], seed: int) -> None:
    """Every version asks every question once, with all of its options, and its letter is that of the right
    one.
    """
    made = quiz_versions(found, seed)
    assert [paper.version for paper in made] == list(VERSIONS)
    for paper in made:
        printed = [choice.question for choice in paper.choices] + list(paper.recalls)
        assert sorted(one.id for one in printed) == sorted(one.id for one in found)
        for choice in paper.choices:
            assert sorted(choice.order) == [0, 1, 2, 3]
            assert choice.question.answer
            assert "ABCD"[choice.right] == choice.question.answer.letter
            assert choice.letter_of(choice.right) == choice.letter


def layout(paper: Version) -> tuple[object, ...]:
    """The order of questions and options."""
    return [(choice.question.id, choice.order) for choice in paper.choices], [one.id for one in paper.recalls]


@given(questions(least=1), SEEDS)
def test_versions_differ(found: list[Question], seed: int) -> None:
    """No two versions are the same, even with only one multiple choice."""
    first, second, third = map(layout, quiz_versions(found, seed))
    assert first != second
    assert second != third
    assert first != third


@given(questions(least=4), SEEDS, SEEDS)
def test_the_seed_is_the_paper(found: list[Question], seed: int, other: int) -> None:
    """A seed gives the same quiz, whatever the order in the guide; another seed gives another."""
    assert quiz_versions(found, seed) == quiz_versions(found[::-1], seed)
    assert (
        list(map(layout, quiz_versions(found, seed))) == list(map(layout, quiz_versions(found, other)))
    ) == (seed == other)


def test_the_shuffle_is_the_same_for_ever() -> None:
    """What was printed last year can be printed again: this order must not change with a release."""
    found = [question(place, "choice") for place in range(4)]
    assert [
        "".join(choice.letter for choice in paper.choices) for paper in quiz_versions(found, 2027)
    ] == LETTERS_OF_2027


LETTERS_OF_2027 = ["ACBD", "ADBC", "CBDA"]


# ----------------------------------------------------------------------------------------------------- sheets


def test_what_is_made(made: Built) -> None:
    """Quizzes in three versions, a key for each, calendar, tickets and cards, on every paper; the calendar
    for calendars.
    """
    names = {path.name for path in (made.folder / SLUG).iterdir()}
    assert names == {f"{name}{paper}.pdf" for name in SHEETS for paper in ("", "-letter")} | {"calendar.ics"}


def test_every_sheet_is_sound(made: Built, sheet: Callable[[str], Pdf]) -> None:
    """Fonts are embedded, nothing links nowhere, and the file is tagged and says what it is."""
    for name in SHEETS:
        pdf = sheet(name)
        assert pdf.faults() == []
        assert (pdf.file.Root.MarkInfo.Marked, str(pdf.file.Root.Lang)) == (True, made.book.guide.language)
        assert str(pdf.file.docinfo.Title)


def test_every_sheet_is_well_tagged(sheet: Callable[[str], Pdf]) -> None:
    """Every element is where it may be, header cells say what they head, and headings go down by one."""
    for name in SHEETS:
        pdf = sheet(name).file
        pairs = [(str(element.S)[1:], kind) for element in elements(pdf) for kind in kinds(element)]
        assert {
            (outer, kind) for outer, kind in pairs if kind not in MAY_HOLD.get(outer, {kind} - BOUND)
        } == set()
        assert [each for each in of(pdf, "TH") if "/Scope" not in each.get("/A", {})] == []
        levels = [
            int(str(element.S)[2]) for element in elements(pdf) if re.fullmatch(r"/H\d", str(element.S))
        ]
        assert levels[0] == 1
        assert max(after - before for before, after in zip([0, *levels], levels, strict=False)) == 1


def test_no_answer_is_on_a_students_sheet(made: Built, sheet: Callable[[str], Pdf]) -> None:
    """Neither the text nor the metadata of what a student is given holds an answer, a reason or what is for
    teachers.
    """
    for name in [*QUIZZES, *GRIDS, "exit-tickets", "calendar"]:
        printed = squeezed(sheet(name).text)
        assert [answer for answer in [*made.answers, *made.for_teachers] if squeezed(answer) in printed] == []


def test_seed_and_version_are_in_the_foot(sheet: Callable[[str], Pdf]) -> None:
    """The foot of a quiz has what is needed to build it again."""
    for name in QUIZZES:
        assert [text for text in sheet(name).texts if f"seed 7 · {name[-1]}" not in text] == []
        assert [label for label in ("Name", "Date", "Class") if label not in sheet(name).text] == []


def test_a_quiz_is_its_papers(book: Book, sheet: Callable[[str], Pdf]) -> None:
    """The questions of the chapter's students, and no others, are in the order of the version, with their
    options.
    """
    for chapter in (1, 2):
        known = [one for one in asked(book, chapter) if "a teacher alone" not in one.text.plain]
        for paper in quiz_versions(known, 7):
            words = [choice.question.text.plain for choice in paper.choices] + [
                one.text.plain for one in paper.recalls
            ]
            printed = sheet(f"quiz-0{chapter}-{paper.version}").in_order[0]
            places = [printed.index(one.partition("?")[0]) for one in words]
            assert places == sorted(places)
            assert "a teacher alone" not in printed
            for choice in paper.choices:
                shown = [
                    f"{letter}. {choice.question.options[place].plain}"
                    for letter, place in zip("ABCD", choice.order, strict=True)
                ]
                assert [one for one in shown if one not in printed] == []


def test_a_key_is_the_teachers(made: Built, sheet: Callable[[str], Pdf]) -> None:
    """A key says so, has the right letters of every version, and once, on one page, every reason and every
    answer with its beat and its number in every version, the right option first.
    """
    key = sheet("key-02")
    assert "For the teacher" in key.text
    assert len(key.texts) == 1
    known = [one for one in asked(made.book, 2) if "a teacher alone" not in one.text.plain]
    papers, printed = quiz_versions(known, 7), squeezed(key.in_order[0])
    for paper in papers:
        letters = "".join(choice.letter for choice in paper.choices)
        assert squeezed(f"2 {paper.version} {letters}") in printed
    for row in key_rows(papers):
        assert row.question.answer
        assert list(row.numbers) == [paper.questions.index(row.question) + 1 for paper in papers]
        said = [*row.question.answer.reasons, row.question.answer.text]
        assert [each for each in said if squeezed(each.plain.partition(";")[0]) not in printed] == []
        if row.question.options:
            order = ["ABCD".index(row.question.answer.letter or ""), *row.wrong]
            shown = [squeezed(row.question.options[place].plain) for place in order]
            places = [printed.index(f"{words}{mark}") for words, mark in zip(shown, ".:::", strict=True)]
            assert places == sorted(places)
            assert sorted(order) == [0, 1, 2, 3]
    assert key.text.count("beat 2.1, p.") == len(known)


def test_marks_add_up(book: Book, sheet: Callable[[str], Pdf]) -> None:
    """The marks beside the questions of a quiz add up to its total; a grid is for its choices alone."""
    for name in QUIZZES:
        text = sheet(name).text
        total = re.search(r"Marks +_+ +/ +(\d+)", text)
        assert total
        assert int(total[1]) == sum(map(int, re.findall(r"\[(\d)\]", text))) > 0
    for chapter, name in enumerate(GRIDS, 1):
        choices = quiz_versions(asked(book, chapter), 7)[0].choices
        text = sheet(name).text
        assert len(sheet(name).texts) == 1
        assert int(re.search(r"Marks +_+ +/ +(\d+)", text)[1]) <= len(choices)  # type: ignore[index]


def test_same_bytes_and_other_bytes(book: Book) -> None:
    """The same seed builds the same files; another seed other quizzes, and the same tickets, cards and
    grids.
    """
    alone = replace(
        book, guide=replace(book.guide, calendar=None, print=replace(book.guide.print, papers=("a4",)))
    )

    def contents(of: Book) -> dict[str, bytes]:
        given = replace(publish(of, STUDENT), known_layout=Layout((), Paging({}, (), {}), Press()))
        return {artifact.path: artifact.content for artifact in class_pack(given)}

    first, again, other = contents(alone), contents(alone), contents(seeded(alone, 8))
    assert first == again
    same = {Path(path).stem for path in first if first[path] == other[path]}
    assert same == {"exit-tickets", "discussion-cards", *GRIDS}


def test_a_ticket_for_every_chapter(made: Built, sheet: Callable[[str], Pdf]) -> None:
    """Each chapter of the guide has a ticket with a question of its own and space for doubts."""
    printed = sheet("exit-tickets").text
    for chapter in made.student.chapters:
        if chapter.number:
            assert chapter.title.plain in printed
    assert "Why is the letter left unread?" in printed
    assert printed.count("One thing I am not sure of") == 2


def test_backs_are_on_the_reverse_of_their_fronts(sheet: Callable[[str], Pdf]) -> None:
    """On a leaf flipped on its long edge every back is on the reverse of its front: rows stay, columns change
    places.
    """
    front, back = (
        re.findall(r"^ *(\d) \w.*?(?: {3,}(\d) \w.*)?$", text, re.MULTILINE)
        for text in laid_out(sheet("discussion-cards"))
    )
    assert front == [("1", "2"), ("3", "")]
    assert back == [("2", "1"), ("3", "")]


@pytest.mark.parametrize(("paper", "width"), [("", 210), ("-letter", 215.9)])
def test_fronts_and_backs_meet(sheet: Callable[[str], Pdf], paper: str, width: float) -> None:
    """A leaf held against the light shows its cutting lines once: the edges of a front are those of its back,
    seen from behind.
    """
    pages = [
        [tuple(map(float, place)) for place in re.findall(HEAD, text)]
        for text in boxes(sheet(f"discussion-cards{paper}")).split("</page>")[:-1]
    ]
    front, back = ([(x / MM - PADDING, y / MM) for x, y in page] for page in pages)
    lefts = [sorted({round(x, 1) for x, _y in side}) for side in (front, back)]
    assert lefts[0][1] == pytest.approx(width - lefts[1][1], abs=0.3)
    assert lefts[0][0] == pytest.approx(width - lefts[1][1] - 85, abs=0.3)
    assert {round(y) for _x, y in front} == {round(y) for _x, y in back}


MM = 72 / 25.4
PADDING = 4  # mm inside a card
HEAD = (
    r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">[123]</word>'
    r"\s*<word [^>]*>(?:Whose|Who|Talk|Pointers)<"
)


def boxes(pdf: Pdf) -> str:
    """The words of a PDF with their places."""
    return pdf._run("pdftotext", "-bbox", pdf.path, "-")


def laid_out(pdf: Pdf) -> list[str]:
    """The text of every page with its columns side by side."""
    return pdf._run("pdftotext", "-layout", pdf.path, "-").split("\f")[:-1]


@given(st.integers(1, 30))
def test_duplex_order(count: int) -> None:
    """Every card has one front and one back, at mirrored places of a leaf's two sides, which come one after
    the other.
    """
    cards = [DiscussionCard(place, question(place, "recall"), None, {}) for place in range(1, count + 1)]  # type: ignore[arg-type]
    sides = list(card_sheets(cards))
    assert [side.side for side in sides] == ["front", "back"] * (-(-count // 8))
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        rows = [side.cards[place : place + 2] for side in (front, back) for place in range(0, 8, 2)]
        assert rows[4:] == [row[::-1] for row in rows[:4]]
    assert [card for side in sides[::2] for card in side.cards if card] == cards


def test_long_answers_make_no_card(sheet: Callable[[str], Pdf]) -> None:
    """What a card can't hold is left out of the cards."""
    printed = sheet("discussion-cards").text
    assert "Is the ferry a job or a habit?" in printed
    assert "Which answer is too long for a card?" not in printed


# --------------------------------------------------------------------------------------------------- calendar


def parsed(content: bytes) -> list[dict[str, str]]:
    """The events of an iCalendar file, unfolded and unescaped."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line] == []
    unfolded = content.replace(b"\r\n ", b"").decode().split("\r\n")
    assert (unfolded[0], unfolded[1], unfolded[-2]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    events: list[dict[str, str]] = []
    for line in unfolded:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and name not in ("BEGIN", "END"):
            events[-1][name] = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)
    return events


def page_of(made: Built, number: int) -> str:
    """The page of the printed book on which a chapter begins, as its own destinations say."""
    slug = next(chapter.slug for chapter in made.student.chapters if chapter.number == number)
    return str(Pdf(made.pdf).destinations[slug])


def test_calendar(made: Built, sheet: Callable[[str], Pdf]) -> None:
    """The class meets on its days but those it skips, and every chapter of the work has a day; quizzes follow
    their chapters.
    """
    events = parsed((made.folder / SLUG / "calendar.ics").read_bytes())
    assert [event["DTSTART;VALUE=DATE"] for event in events] == [
        "20270113",
        "20270120",
        "20270125",
        "20270127",
    ]
    assert {event["DTSTAMP"] for event in events} == {"20210304T000000Z"}
    assert len({event["UID"] for event in events}) == 4
    assert events[0]["SUMMARY"] == "The Ferry: Chapter 1"
    assert events[0]["DESCRIPTION"].split("\n")[:3] == ["1 A cold spring", "Reading time: 12 min", "Quiz 1"]
    rows = [line.split() for line in laid_out(sheet("calendar"))[0].splitlines() if "2027" in line]
    assert [row[:4] for row in rows] == [
        ["Wednesday", "13", "January", "2027"],
        ["Wednesday", "20", "January", "2027"],
        ["Monday", "25", "January", "2027"],
        ["Wednesday", "27", "January", "2027"],
    ]
    assert [row[4:] for row in rows] == [
        ["1", "A", "cold", "spring", page_of(made, 1), "12", "1"],
        ["2", "The", "passengers", page_of(made, 2), "20", "2"],
        ["Chapter", "3"],
        ["Chapter", "4"],
    ]


@given(
    st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.sets(st.integers(0, 40)),
    st.integers(1, 9),
    st.integers(1, 60),
)
def test_meetings(
    book: Book, start: date, days: frozenset[int], skip: set[int], per_meeting: int, chapters: int
) -> None:
    """Days rise, are of the week's and not skipped; chapters come in order, each once, as many as asked for
    but at the end.
    """
    work = replace(book.guide.work, chapters=chapters)
    some = replace(book, guide=replace(book.guide, work=work))
    calendar = Calendar(start, days, frozenset(start + timedelta(days=away) for away in skip), per_meeting)
    found = meetings(some, calendar)
    dates = [meeting.day for meeting in found]
    assert dates == sorted(set(dates))
    assert all(day >= start and day.weekday() in days and day not in calendar.skip for day in dates)
    assert [chapter for meeting in found for chapter in range(meeting.first, meeting.last + 1)] == list(
        range(1, chapters + 1)
    )
    assert all(meeting.last - meeting.first + 1 == per_meeting for meeting in found[:-1])
    assert len(parsed(icalendar(some, calendar))) == len(found)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_any_title_comes_through(book: Book, title: str) -> None:
    """Commas, semicolons, backslashes and letters of several octets come out of a calendar as they went
    in.
    """
    named = replace(book, guide=replace(book.guide, work=replace(book.guide.work, title=title)))
    events = parsed(icalendar(named, Calendar(date(2027, 1, 11), frozenset({0}))))
    assert events[0]["SUMMARY"] == f"{title}: Chapter 1"


def built_with(tmp_path: Path, guide: Path, *options: str) -> dict[str, bytes]:
    """What a command builds of a guide's class pack."""
    assert main(["build", str(guide), "-o", str(tmp_path), "-f", "pdf", *options]) == 0
    return {path.name: path.read_bytes() for path in tmp_path.rglob("*handouts/*")}


def test_dates_of_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A teacher's dates make a calendar of a guide that has none, and no quizzes."""
    guide = changed(tmp_path / "guide", PLAIN)
    files = built_with(tmp_path / "dist", guide, "--start", "2027-01-11", "--days", "mon,Wed")
    assert files.keys() == {"calendar.pdf", "calendar.ics"}
    days = [event["DTSTART;VALUE=DATE"] for event in parsed(files["calendar.ics"])]
    assert days == ["20270111", "20270113", "20270118", "20270120"]
    assert "calendar.ics" in capsys.readouterr().out


@pytest.mark.parametrize(
    "options",
    [
        ["--start", "2027-01-11"],
        ["--days", "mon"],
        ["--start", "11 January", "--days", "mon"],
        ["--start", "2027-01-11", "--days", "mon,"],
        ["--start", "9999-12-31", "--days", "mon"],
    ],
    ids=" ".join,
)
def test_wrong_dates(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Half a calendar, or a day that is none, is wrong usage."""
    with pytest.raises(SystemExit) as end:
        main(["build", str(changed(tmp_path / "guide", PLAIN)), "-o", str(tmp_path / "dist"), *options])
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("usage: studyguide")


CALENDAR = '\n[calendar]\nstart = 2027-01-12\ndays = ["mon", "wed"]\nskip = [2027-01-18]\n'


def test_the_command_line_goes_over_the_guide(tmp_path: Path) -> None:
    """Start and days come from the command line where it gives them; days to skip stay."""
    guide = changed(tmp_path / "guide", PLAIN)
    with (guide / "guide.toml").open("a", encoding="utf-8") as settings:
        settings.write(CALENDAR)
    files = built_with(tmp_path / "dist", guide, "--start", "2027-01-11", "--days", "mon")
    days = [event["DTSTART;VALUE=DATE"] for event in parsed(files["calendar.ics"])]
    assert days == ["20270111", "20270125", "20270201", "20270208"]


def test_signs_in_index_marks(tmp_path: Path) -> None:
    """Words that the index points to are printed as they are, whatever signs are in them."""
    guide = changed(tmp_path / "guide", PLAIN, Path(__file__).parent / "hard" / "signs-in-index-marks")
    build(guide, tmp_path / "dist", formats=["pdf"], editions=["student"])
    printed = Pdf(tmp_path / "dist" / "the-plain-ferry-handouts" / "discussion-cards.pdf").text
    assert "Who is Brook & <Sons> to the ferry?" in printed
    assert "A firm & <family>, all of them." in printed
