"""`lang` → a passage in another language, for speech, hyphenation and quotation marks."""

from docutils import nodes

from builder.reading.study import StudyDirective
from builder.reading.typography import LANGUAGE


class Lang(StudyDirective):
    """The argument is a language tag; the text is ordinary reST."""

    title = True

    def run(self) -> list[nodes.Node]:
        [passage] = super().run()
        if self.argument and not LANGUAGE.fullmatch(self.argument):
            fix = "write a language tag: .. lang:: de, or fr-CA, or grc"
            self.problem("language-tag", f"“{self.argument}” is no language tag", fix)
        return [nodes.container("", *passage.children, classes=[f"language-{self.argument}"])]


DIRECTIVES = {"lang": Lang}
