"""`analysis`: what a beat does, or why a quotation matters. Its text goes into the block of the directive
around it.
"""

from builder.reading.study import StudyDirective


class Analysis(StudyDirective):
    """Makes no block of its own."""

    purpose = "what a beat does and how, or why a quotation matters"
    example = """
        .. beat::
           :themes: duty 2

           The porter locks the gate and sits down in the rain.

           .. analysis::

              He obeys a rule that nobody else remembers. The story lets us see that before he does.
    """

    inside = frozenset({"beat", "idea", "quotation"})


DIRECTIVES = {"analysis": Analysis}
