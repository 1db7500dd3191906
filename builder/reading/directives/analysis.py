"""`analysis`: what a beat does, or why a quotation matters. Its text goes into the block of the directive
around it.
"""

from builder.reading.study import StudyDirective


class Analysis(StudyDirective):
    """Makes no block of its own."""

    inside = frozenset({"beat", "quotation"})


DIRECTIVES = {"analysis": Analysis}
