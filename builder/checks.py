"""Book → diagnostics: what can only be seen when all chapters are there."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields

from builder.diagnostics import Diagnostic, Origin, nearest
from builder.editions import student
from builder.model import (
    Beat,
    Block,
    Book,
    Chapter,
    Character,
    CharacterMap,
    ClockMap,
    Formula,
    Glossary,
    Guide,
    IndexMark,
    IndexPointer,
    Moment,
    Only,
    Part,
    Place,
    Question,
    Quotation,
    Reference,
    Relation,
    Reveal,
    Symbol,
    Term,
    Text,
    Theme,
    ThemeMap,
    Timeline,
    Vocabulary,
    Work,
    ids,
    texts,
    walk,
)
from builder.targets import Target, Targets, duplicates, number


def check(book: Book, characters: frozenset[int], more_in_code: frozenset[int] = frozenset()) -> list[Diagnostic]:
    """Everything that is wrong with a whole book.

    `characters` are the code points that the fonts of the text can set, `more_in_code` those that the font of code has besides.
    """
    targets = number(book)
    found = [problem for rule in _RULES for problem in rule(book, targets)]
    return found + list(_glyphs(book, characters, more_in_code))


def _all(book: Book) -> Iterator[tuple[Chapter, Block]]:
    for chapter in book.chapters:
        for block in walk(chapter.blocks):
            yield chapter, block


# ----------------------------------------------------------------------------------------------------- what is named

_WAYS = {
    "beat": "write “:name: …” in a beat",
    "theme": "write a “.. theme::”",
    "character": "write a “.. character::”",
    "term": "write the term in a “.. glossary::”",
    "ref": "write “.. _label:” before what it should link to",
}


def _unknown(kind: str, name: str, origin: Origin, named: Mapping[str, Target]) -> Diagnostic | None:
    if f"{kind}:{name}" in named:
        return None
    of_kind = [key.partition(":")[2] for key in named if key.startswith(f"{kind}:")]
    what = f"there is no {'label' if kind == 'ref' else kind} “{name}”"
    return Diagnostic(origin, f"unknown-{kind}", what, nearest(name, of_kind, otherwise=_WAYS[kind]))


def _links(book: Book, targets: Targets) -> Iterator[Diagnostic]:
    """Every link leads to something, in the whole book and in what students see of it."""
    for kind, name, origin in _linked(book):
        if problem := _unknown(kind, name, origin, targets.named):
            yield problem
    narrow = student(book)
    left = number(narrow).named
    for kind, name, origin in _linked(narrow):
        if f"{kind}:{name}" in targets.named and f"{kind}:{name}" not in left:
            what = f"students have no {'label' if kind == 'ref' else kind} “{name}”: it stands in an answer or in the teacher's matter"
            yield Diagnostic(origin, "left-out", what, "link to it from the teacher's matter only, or move it")


def _linked(book: Book) -> Iterator[tuple[str, str, Origin]]:
    """Kind and name of all that is linked to, in roles and in options."""
    for chapter in book.chapters:
        found = [chapter.title]
        for block in walk(chapter.blocks):
            found += texts(block)
            yield from ((kind, name, block.origin) for kind, name in _named_in(block))
        for text in found:
            for piece in text.pieces:
                if isinstance(piece, Reference):
                    kind, _, name = piece.target.partition(":")
                    yield kind, name, piece.origin


def _named_in(block: Block) -> Iterator[tuple[str, str]]:
    match block:
        case Beat():
            yield from (("theme", weight.theme) for weight in block.themes)
            yield from (("character", person) for person in block.people)
        case Quotation():
            yield from (("theme", weight.theme) for weight in block.themes)
        case Question(beat=str(beat)):
            yield "beat", beat
        case Character():
            yield from (("character", relation.to) for relation in block.relations)


def _duplicates(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    return duplicates(book)


def _addresses(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """All chapters share one id space: ch01-x-b1 is a place in ch01.rst, or one in ch01-x.rst."""
    seen: dict[str, Chapter] = {}
    for chapter in book.chapters:
        own = frozenset(ids(chapter))
        if shared := sorted(own & seen.keys()):
            what = f"“{shared[0]}” is an address in this file and in {seen[shared[0]].origin.file}"
            yield Diagnostic(chapter.origin, "address-twice", what, "rename one of the two files")
        seen |= dict.fromkeys(own, chapter)


def _signals(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """Themes are told apart by code and by mark."""
    seen: dict[str, Theme] = {}
    for _chapter, block in _all(book):
        if not isinstance(block, Theme):
            continue
        for sign, value in (("code", block.code), ("mark", block.mark)):
            if not value:
                continue  # the missing option has a diagnostic of its own
            if first := seen.get(f"{sign} {value}"):
                what = f"“{block.title}” and “{first.title}” have the same {sign} {value}"
                yield Diagnostic(block.origin, f"{sign}-twice", what, f"give one of the two another {sign}")
            seen.setdefault(f"{sign} {value}", block)


def _pointers(book: Book, targets: Targets) -> Iterator[Diagnostic]:
    """See and see also point to entries that stand in the index."""
    heads = {entry.head for entry in targets.index if entry.places or entry.entries}
    for _chapter, block in _all(book):
        if isinstance(block, IndexPointer) and block.to and block.to not in heads:
            what = f"the index has no entry “{block.to}”"
            yield Diagnostic(block.origin, "unknown-entry", what, nearest(block.to, heads, otherwise="mark a place with :index: first"))


# -------------------------------------------------------------------------------------------------- numbers and form


def _chapters(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """Chapter numbers are those of the work."""
    last = book.guide.work.chapters
    for _chapter, block in _all(book):
        for chapter_number, origin in _chapters_in(block):
            if chapter_number > last:
                what = f"{block.kind} speaks of chapter {chapter_number}, but the work has {last}"
                yield Diagnostic(origin, "no-chapter", what, f"write a chapter from 1 to {last}")


def _chapters_in(block: Block) -> Iterator[tuple[int, Origin]]:
    """The chapters that a block speaks of, with the places where it does."""
    match block:
        case Character():
            yield block.introduced, block.origin
            yield from ((relation.since, block.origin) for relation in block.relations)
        case Symbol() | Place():
            yield block.introduced, block.origin
        case Reveal():
            yield block.since, block.origin
        case Quotation(chapter=int(chapter)):
            yield chapter, block.origin
        case Glossary() | Vocabulary():
            yield from ((term.since, term.origin) for term in block.terms)
        case Timeline():
            yield from ((moment.told, block.origin) for moment in block.moments)


def _beats(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """Beats number themselves by the chapter of the work, so they stand in chapters that treat one."""
    for chapter, block in _all(book):
        if isinstance(block, Beat) and chapter.number is None:
            mend = "move it to a file that guide.toml lists under contents.chapters"
            yield Diagnostic(block.origin, "beat-outside", "a beat stands outside the numbered chapters", mend)


def _only(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """What an edition has for itself stands behind the chapters: so chapters have the same pages in all."""
    for chapter, block in _all(book):
        if isinstance(block, Only) and chapter.role not in ("back", "teacher"):
            what = "“only” stands before or among the chapters"
            yield Diagnostic(block.origin, "only-place", what, "move it to a file of “back” or “teacher” in guide.toml")


def _maps(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """A map is drawn from what the book holds."""
    blocks = [block for _chapter, block in _all(book)]
    sources: tuple[tuple[type[Block], bool, str], ...] = (
        (ThemeMap, any(isinstance(block, Theme) for block in blocks), "write a “.. theme::”"),
        (CharacterMap, any(isinstance(block, Character) and block.relations for block in blocks), "give a character “:relations:”"),
        (ClockMap, any(isinstance(block, Timeline) and block.moments for block in blocks), "write a “.. timeline::”"),
    )
    for kind, filled, mend in sources:
        for block in blocks:
            if isinstance(block, kind) and not filled:
                yield Diagnostic(block.origin, "empty-map", f"{block.kind} has nothing to show", f"{mend}, or take the map out")


# -------------------------------------------------------------------------------------------------- multiple choice

_ENOUGH = 8  # fewer questions than this show no pattern


def _choices(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """Nothing but knowledge helps with a multiple choice: four options, no favourite letter, no telling length."""
    asked = [block for _chapter, block in _all(book) if isinstance(block, Question) and block.sort == "choice"]
    for question in asked:
        if len(question.options) not in (0, 4):
            what = f"this multiple choice has {len(question.options)} options"
            yield Diagnostic(question.origin, "four-options", what, "give it four, A. to D.")
    answered = [(question, question.answer.letter) for question in asked if question.answer and question.answer.letter in tuple("ABCD")]
    if len(answered) >= _ENOUGH:
        yield from _favourite_letter([letter or "" for _question, letter in answered], answered[0][0])
        yield from _telling_length([question for question, letter in answered if _right_is_longest(question, letter or "")], len(answered))


def _favourite_letter(letters: list[str], first: Question) -> Iterator[Diagnostic]:
    counts = {letter: letters.count(letter) for letter in "ABCD"}
    even = len(letters) / 4
    if any(abs(count - even) > max(1, len(letters) ** 0.5 / 2) for count in counts.values()):
        shown = ", ".join(f"{letter} {count} times" for letter, count in counts.items())
        yield Diagnostic(first.origin, "letters", f"the right letters are not spread evenly: {shown}", "change the order of some options")


def _telling_length(questions: list[Question], of: int) -> Iterator[Diagnostic]:
    if len(questions) > -(-of // 4):
        what = f"the right option is the longest in {len(questions)} of {of} questions"
        yield Diagnostic(questions[0].origin, "longest", what, "shorten some right options, or lengthen wrong ones, from here on")


def _right_is_longest(question: Question, letter: str) -> bool:
    lengths = [len(option.plain) for option in question.options]
    right = "ABCD".index(letter)
    return right < len(lengths) and lengths[right] == max(lengths)


def _quizzes(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """A quiz asks something that students have in their own book."""
    groups = book.guide.class_pack.groups if book.guide.class_pack else ()
    asked = {chapter.number for chapter, block in _all(student(book)) if isinstance(block, Question) and block.sort in ("choice", "recall")}
    for place, (first, last) in enumerate(groups, 1):
        if asked.isdisjoint(range(first, last + 1)):
            what = f"quiz {place} has nothing to ask: chapters {first} to {last} have neither a multiple choice nor a recall question"
            yield Diagnostic(book.guide.origin, "empty-quiz", what, "write one, or take the pair out of quiz-groups")


# ----------------------------------------------------------------------------------------------------------- letters


def _glyphs(book: Book, characters: frozenset[int], more_in_code: frozenset[int]) -> Iterator[Diagnostic]:
    """Every character has a shape in the fonts: a missing one would print as an empty box."""

    def shown(found: Iterable[Text]) -> str:
        return "".join(_set_as_text(text) + _besides(text.code, more_in_code) for text in found)

    written = [(book.guide.origin, "".join(_strings(book.guide)))]
    written += [(chapter.origin, shown([chapter.title])) for chapter in book.chapters]
    written += [(block.origin, shown(texts(block)) + "".join(_strings(block))) for _chapter, block in _all(book)]
    for origin, string in written:
        if missing := sorted(_besides(string, characters)):
            named = ", ".join(f"“{char}” (U+{ord(char):04X})" for char in missing)
            yield Diagnostic(origin, "no-glyph", f"no font of the book has {named}", "write it in other characters, or as a picture")


def _strings(value: object) -> Iterator[str]:
    """The plain strings in the guide's facts or in a block: titles, names of terms, heads of the index; not what blocks inside it hold."""
    match value:
        case str():
            yield value
        case tuple():
            for item in value:
                yield from () if isinstance(item, Block) else _strings(item)
        case Text(pieces=pieces):
            for piece in pieces:
                yield from piece.heads if isinstance(piece, IndexMark) else ()
        case Guide() | Work() | Part() | Block() | Relation() | Term() | Moment():
            for field in fields(value):
                yield from _strings(getattr(value, field.name))


def _set_as_text(text: Text) -> str:
    """What of a text stands in its fonts: neither code nor a formula."""
    others = Counter(text.code) + sum((Counter(piece.tex) for piece in text.pieces if isinstance(piece, Formula)), Counter())
    return "".join(Counter(text.plain) - others)


def _besides(string: str, characters: frozenset[int]) -> str:
    """The characters of a string that are not among some, each once; spaces are everywhere."""
    return "".join(char for char in set(string) if ord(char) not in characters and not char.isspace())


Rule = Callable[[Book, Targets], Iterable[Diagnostic]]

_RULES: tuple[Rule, ...] = (
    _links,
    _duplicates,
    _addresses,
    _signals,
    _pointers,
    _chapters,
    _beats,
    _only,
    _maps,
    _choices,
    _quizzes,
)
