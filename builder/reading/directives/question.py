"""`question` with its `answer` → Question: written together, printed apart."""

import re
from collections.abc import Callable

from docutils import nodes

from builder.diagnostics import Diagnostic, Origin
from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.option_list import list_slip
from builder.reading.study import Context, Option, StudyDirective, choice, name, own, part


def level(raw: str) -> int:
    """1 recall, 2 understanding, 3 judgement."""
    if raw.strip() not in ("1", "2", "3"):
        raise ValueError("write 1 (recall), 2 (understanding) or 3 (judgement)")
    return int(raw)


class Question(StudyDirective):
    """The text is the question; the options of a multiple choice are a list A., B., C. …"""

    purpose = "a question with its answer, which is for the teacher's edition only"
    becomes = (
        "neighbouring questions make one box, and all are on the chapter's worksheet; recall and choice also "
        "become learning cards and quizzes; discussion an exit ticket, a card for discussion and a part of "
        "the dossiers about its beat; an essay stays in the book and on the worksheet"
    )
    example = """
        .. question::
           :kind: choice
           :level: 1
           :beat: gate-locked

           What does Anna find at the gate?

           A. a letter
           B. a lock
           C. the porter
           D. a lamp

           .. answer:: B

              A. The letter comes in the second chapter.
              B. It was open in the morning.
              C. He is asleep.
              D. It is dark until the end.
    """
    known = {
        "kind": Option(
            choice("recall", "choice", "discussion", "essay"),
            "recall, choice (multiple choice), discussion or essay",
            needed=True,
        ),
        "name": Option(name, "a name of your own, by which cards and a teacher's own matter know it"),
        "level": Option(level, "1 recall, 2 understanding, 3 judgement"),
        "beat": Option(name, "the name of the beat that it is about"),
        "idea": Option(name, "the same, where a guide has ideas in place of beats"),
    }

    def run(self) -> list[nodes.Node]:
        self.is_broken = self.options.get("kind") == "choice" and _broken_list(self)
        return _without_lists(self, super().run) if self.is_broken else super().run()

    def block(self, node: study, context: Context) -> blocks.Question:
        found = part(node, "answer")
        body = own(node, "answer")
        options = _letters(body) if self.get("kind") == "choice" else None
        answer = self._answer(found, context)
        if self.get("kind") == "choice" and not self.is_broken:
            self._check_choice(options, answer, found)
        text = context.phrase([child for child in body if child is not options])
        if not text and not self.is_broken:
            self.problem("empty", "this question has no words", "write the question under its options")
        if answer and re.fullmatch("[A-H]", answer.letter or "") and self.get("kind") != "choice":
            what = f"a question of this kind has no right letter, but its answer is “{answer.letter}”"
            self.problem("answer-letter", what, "write “:kind: choice”, or take the letter out")
        if found is None:
            self.problem("missing-answer", "this question has no answer", "nest “.. answer::” in it")
        return blocks.Question(
            id=context.address(self.get("name"), "question"),
            origin=self.origin,
            name=self.get("name") or "",
            kind=self.get("kind") or "recall",
            level=self.get("level") or 1,
            beat=self.get("beat") or self.get("idea"),
            text=text,
            options=tuple(context.phrase(item.children) for item in options.children) if options else (),
            answer=answer,
        )

    def _answer(self, node: study | None, context: Context) -> blocks.Answer | None:
        if node is None:
            return None
        reasons = _letters(node.children) if self.get("kind") == "choice" else None
        return blocks.Answer(
            letter=node["directive"].argument or None,
            text=context.text([child for child in node.children if child is not reasons]),
            reasons=tuple(context.phrase(item.children) for item in reasons.children) if reasons else (),
        )

    def _check_choice(
        self, options: nodes.enumerated_list | None, answer: blocks.Answer | None, node: study | None
    ) -> None:
        at = node["directive"].origin if node else self.origin
        count = len(options.children) if options else 0
        letters = "ABCDEFGH"[:count]
        if count < 2:
            self.problem(
                "options",
                "this multiple choice has no list of options",
                "write them as a list, with capital letters: A. …, B. …, C. …, D. …",
            )
        elif answer and answer.letter not in tuple(letters):
            self.problem(
                "answer-letter",
                f"the answer “{answer.letter or ''}” is none of {', '.join(letters)}",
                "write a letter of the list, as in “.. answer:: B”",
                at,
            )
        elif answer and len(answer.reasons) != count and not (node and node["directive"].is_broken):
            what = f"{count} options, but {len(answer.reasons)} reasons"
            self.problem(
                "reasons", what, "give in the answer a reason for every option, as a list A., B., C. …", at
            )


class Answer(StudyDirective):
    """The right letter of a multiple choice on the directive's line, reasons or the answer under it."""

    purpose = "the answer of a question; of a multiple choice, the right letter and a reason for each option"
    example = """
        .. question::
           :kind: discussion
           :level: 3

           Should Anna have waited?

           .. answer::

              Points for waiting: the rain, the promise. Against: the steps.
    """
    inside = frozenset({"question"})
    title = None
    title_is = "the right letter of a multiple choice"

    def run(self) -> list[nodes.Node]:
        self.is_broken = bool(self.arguments) and _broken_list(self)
        return _without_lists(self, super().run) if self.is_broken else super().run()


def _broken_list(directive: StudyDirective) -> bool:
    """Whether a list of options breaks somewhere, which is then told."""
    slip = list_slip(list(directive.content))
    if slip is None:
        return False
    at, what, fix = slip
    source, line = directive.content.items[at]
    origin = Origin(source, line + 1)
    directive.state.document.settings.problems.append(Diagnostic(origin, "option-list", what, fix))
    return True


def _without_lists(directive: StudyDirective, run: Callable[[], list[nodes.Node]]) -> list[nodes.Node]:
    """What a directive becomes, without what reST says of the same broken list."""
    problems = directive.state.document.settings.problems
    before = len(problems)
    made = run()
    problems[before:] = [problem for problem in problems[before:] if problem.code not in _OF_LISTS]
    return made


_OF_LISTS = ("blank-line", "indent", "list")


def _letters(these: list[nodes.Node]) -> nodes.enumerated_list | None:
    """The list with capital letters, where there is one."""
    lists = (node for node in these if isinstance(node, nodes.enumerated_list))
    return next(
        (found for found in lists if found["enumtype"] == "upperalpha" and "start" not in found), None
    )


DIRECTIVES = {"question": Question, "answer": Answer}
