"""`question` with its `answer` → Question: written together, printed apart."""

from docutils import nodes

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import Context, StudyDirective, choice, name, own, part


def level(raw: str) -> int:
    """1 recall, 2 understanding, 3 judgement."""
    if raw.strip() not in ("1", "2", "3"):
        raise ValueError("write 1 (recall), 2 (understanding) or 3 (judgement)")
    return int(raw)


class Question(StudyDirective):
    """The text is the question; the options of a multiple choice are a list A., B., C. …"""

    known = {
        "name": name,
        "kind": choice("recall", "choice", "discussion", "essay"),
        "level": level,
        "beat": name,
    }
    needed = ("kind",)

    def block(self, node: study, context: Context) -> blocks.Question:
        found = part(node, "answer")
        body = own(node, "answer")
        options = _letters(body) if self.get("kind") == "choice" else None
        answer = self._answer(found, context)
        if self.get("kind") == "choice":
            self._check_choice(options, answer)
        if found is None:
            self.problem("missing-answer", "this question has no answer", "nest “.. answer::” in it")
        return blocks.Question(
            id=context.address(self.get("name"), "question"),
            origin=self.origin,
            name=self.get("name") or "",
            kind=self.get("kind") or "recall",
            level=self.get("level") or 1,
            beat=self.get("beat"),
            text=context.phrase([child for child in body if child is not options]),
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

    def _check_choice(self, options: nodes.enumerated_list | None, answer: blocks.Answer | None) -> None:
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
            )
        elif answer and len(answer.reasons) != count:
            what = f"{count} options, but {len(answer.reasons)} reasons"
            self.problem(
                "reasons", what, "give in the answer a reason for every option, as a list A., B., C. …"
            )


class Answer(StudyDirective):
    """The right letter of a multiple choice on the directive's line, reasons or the answer under it."""

    inside = frozenset({"question"})
    title = None


def _letters(these: list[nodes.Node]) -> nodes.enumerated_list | None:
    """The list with capital letters, where there is one."""
    lists = (node for node in these if isinstance(node, nodes.enumerated_list))
    return next(
        (found for found in lists if found["enumtype"] == "upperalpha" and "start" not in found), None
    )


DIRECTIVES = {"question": Question, "answer": Answer}
