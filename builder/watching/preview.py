"""Files that have changed → what is to be seen: the chapter that is being written, and what is wrong.

What could be made last stays until something newer can be made. Pages come first and checks after them, so
that authors see what they have written before everything about it is known.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from multiprocessing.pool import AsyncResult, Pool
from pathlib import Path
from threading import RLock
from typing import Any

from builder.cache import NOTHING_KEPT, Cache
from builder.checked import all_problems, read_book
from builder.diagnostics import Diagnostic, GuideError, errors
from builder.model.book import Book, Chapter
from builder.typesetting.sheets import Resource
from builder.watching.memory import Memory
from builder.watching.places import changed_place
from builder.watching.proof import Numbering, Proof, Proofs, full_numbering
from builder.watching.screen import Screen
from builder.watching.state import Shown, State


class Preview:
    """A guide while it is written, in one of its editions.

    `workers` lay the whole book out in the background; without them page numbers are estimates. What happens
    (`update`, `show`, `idle`) gives states, one as soon as there is something new to see.
    """

    def __init__(
        self,
        root: Path,
        overlay: Path | None = None,
        edition: str = "student",
        cache: Cache = NOTHING_KEPT,
        workers: Pool | None = None,
    ) -> None:
        self._root, self._overlay, self._edition = root, overlay, edition
        self._cache, self._workers = cache, workers
        self._memory, self._proofs = Memory(), Proofs()
        self._book: Book | None = None
        self._screen: Screen | None = None
        self._unchecked: list[Diagnostic] | None = None
        self._numbered: Book | None = None
        self._full: AsyncResult[Numbering] | None = None
        self._lock = RLock()
        self.state = State()

    # -- what happens

    def update(self, paths: Collection[Path] = ()) -> Iterator[State]:
        """Some of the guide's files have changed; at the start, none."""
        return self._survived(self._update(paths))

    def show(self, slug: str) -> Iterator[State]:
        """Another chapter is asked for."""
        return self._survived(self._choose(slug))

    def idle(self) -> Iterator[State]:
        """Nothing has happened for a moment: what can wait is done, one thing at a time."""
        return self._survived(self._catch_up())

    # -- what a browser asks for

    def page(self, slug: str) -> str | None:
        """A chapter's page in the e-book: the last one that could be made."""
        shown = self.state.shown
        if shown and shown.slug == slug:
            return shown.page  # at once, while print is still in the making
        with self._lock:
            return self._screen.page(slug) if self._screen and slug in self._screen.chapters else None

    def file(self, name: str) -> Resource | None:
        """A file that the e-book's pages need."""
        screen = self._screen
        return screen.file(name) if screen else None

    def printed(self, key: str) -> Proof | None:
        """The printed pages, if they are still to be seen."""
        proof = self.state.shown.proof if self.state.shown else None
        return proof if proof and proof.key == key else None

    # -- how it is made

    def _set(self, **values: Any) -> State:
        self.state = replace(self.state, **values)
        return self.state

    def _survived(self, states: Iterator[State]) -> Iterator[State]:
        """The states; where one can't be made, the last with a note. Authors save half a sentence: whatever
        that leads to, the checks that follow say what is wrong, and the next save may put it right.
        """
        with self._lock:
            try:
                yield from states
            except Exception as wrong:
                yield self._set(note=f"{type(wrong).__name__}: {wrong}")

    def _update(self, paths: Collection[Path]) -> Iterator[State]:
        self._set(saved=max(map(_saved, paths), default=0.0), checked=False)
        self._unchecked = None
        try:
            book, self._unchecked = read_book(self._root, self._overlay, self._cache, self._memory.read)
        except GuideError as wrong:
            yield self._set(problems=wrong.diagnostics, checked=True)
            return
        before, self._book = self._book, book
        written = self._written(before, book)
        if written is None or not self._memory.is_sound(written.origin.file):
            yield self._set(problems=GuideError(self._unchecked).diagnostics)
        elif book != before or self.state.note:
            yield from self._show_written(book, written.slug)

    def _show_written(self, book: Book, slug: str) -> Iterator[State]:
        """The chapter that was written in: at once in the e-book, and as soon as it is laid out in print."""
        screen = Screen(book, self._edition, self._cache)
        shown = self._shown(screen, slug)
        self._screen = screen
        yield self._set(title=book.guide.title, chapters=tuple(screen.titles()), shown=shown, note="")
        yield from self._print(screen)

    def _choose(self, slug: str) -> Iterator[State]:
        if self._screen and slug in self._screen.chapters:
            yield self._set(shown=Shown(slug, self._screen.page(slug)), saved=0.0)
            yield from self._print(self._screen)

    def _catch_up(self) -> Iterator[State]:
        if self._book and self._unchecked is not None:
            unchecked, self._unchecked = self._unchecked, None
            problems = GuideError(all_problems(self._book, unchecked)).diagnostics
            yield self._set(problems=problems, checked=True, note="" if problems else self.state.note)
        elif self._full and self._full.ready():
            full, self._full = self._full, None
            self._proofs.numbering = full.get()
            self._set(numbered=True)
            if self._screen:
                yield from self._print(self._screen)
        elif self._book and self._workers and self._is_misnumbered(self._book):
            self._numbered = self._book
            self._full = self._workers.apply_async(full_numbering, (self._book, self._edition, self._cache))

    def _written(self, before: Book | None, book: Book) -> Chapter | None:
        """The chapter that is being written: at the start the one that was saved last."""
        if before is None:
            return max(book.chapters, key=lambda chapter: _saved(Path(chapter.origin.file)), default=None)
        old = {chapter.slug: chapter for chapter in before.chapters}
        changed = [chapter for chapter in book.chapters if chapter != old.get(chapter.slug)]
        slug = self.state.shown.slug if self.state.shown else ""
        seen = [chapter for chapter in changed or book.chapters if chapter.slug == slug]
        return next(iter(seen or changed or ([] if self._unchecked else book.chapters)), None)

    def _shown(self, screen: Screen, slug: str) -> Shown:
        """A chapter's page, and what has changed in it; without such a chapter in this edition, another's."""
        old = self.state.shown
        wanted = (slug, old.slug if old else "", *screen.chapters)
        slug = next(name for name in wanted if name in screen.chapters)
        page = screen.page(slug)
        if old and old.slug == slug:
            return replace(
                old, page=page, is_printed=False, places=changed_place(old.page, page) or old.places
            )
        seen = self._screen.page(slug) if self._screen and slug in self._screen.chapters else page
        return Shown(slug, page, places=changed_place(seen, page))

    def _print(self, screen: Screen) -> Iterator[State]:
        """The printed pages of the chapter that is shown."""
        shown = self.state.shown
        assert shown, "there is a chapter before it is printed"
        count = self._proofs.numbering.counts.get(shown.slug)
        proof = self._proofs.proof(screen.made, shown.slug)
        numbered = self.state.numbered and proof.count == count
        yield self._set(shown=replace(shown, proof=proof, is_printed=True), numbered=numbered)

    def _is_misnumbered(self, book: Book) -> bool:
        is_good = self.state.checked and not errors(self.state.problems)
        return is_good and not self.state.numbered and self._full is None and book is not self._numbered


def _saved(path: Path) -> float:
    """When a file was saved; 0 where there is none any more."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
