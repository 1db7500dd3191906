"""`lang` → a passage in another language, for speech, hyphenation and quotation marks."""

from docutils import nodes

from builder.reading.study import StudyDirective
from builder.reading.typography import LANGUAGE


class Lang(StudyDirective):
    """The argument is a language tag; the text is ordinary reST."""

    purpose = "a passage in another language, for speech, hyphenation and quotation marks"
    example = """
        .. lang:: de

           Das Tor bleibt zu, bis einer fragt.
    """
    title = True
    title_is = "a language tag: de, fr-CA, grc"

    def run(self) -> list[nodes.Node]:
        [passage] = super().run()
        if self.argument and not LANGUAGE.fullmatch(self.argument):
            fix = "write a language tag: .. lang:: de, or fr-CA, or grc"
            self.problem("language-tag", f"“{self.argument}” is no language tag", fix)
        return [nodes.container("", *passage.children, classes=[f"language-{self.argument}"])]


DIRECTIVES = {"lang": Lang}
