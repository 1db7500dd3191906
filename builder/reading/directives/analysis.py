"""`analysis`: what a beat does, or why a quotation matters. The directive around it takes its text."""

from builder.reading.study import StudyDirective


class Analysis(StudyDirective):
    """Has no block of its own."""

    inside = frozenset({"beat", "quotation"})


DIRECTIVES = {"analysis": Analysis}
