"""What makes layout faster changes no byte."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from builder.typesetting import work
from builder.typesetting.sheets import Sheet

_STYLES = ("fonts.css", "shared.css", "print.css", "book.css", "paper-a4.css", "handout.css")
_AS_IT_IS = """
from hashlib import sha256
from builder.typesetting import savings
savings.save = lambda: None
from builder.typesetting import work
from tests.test_savings import sheet
print(sha256(work.fragment(sheet())).hexdigest())
"""


def sheet() -> Sheet:
    """A page on which all that is kept for a style differs: features, floats, notes, tables, grids."""
    return Sheet("page", PAGE, _STYLES)


PAGE = """<html lang="en"><head><title>Everything</title>
<style>:root { --foot: none; --folio: none; }</style></head><body>
<p style="font-variant-numeric: oldstyle-nums">1234 <i>and</i> <b lang="fr">plus</b>
<u style="letter-spacing: 0.1em">under</u> <span style="font-variant-caps: small-caps">caps</span>
<span class="footnote" data-number="1">A note.</span> <code>x = 1</code></p>
<div style="float: right; width: 30%; margin: 5% 0; padding: 1em">aside</div>
<p style="width: 50%; box-sizing: border-box; border: 1pt solid">half of the
width, set in more than one line of text</p>
<section class="beat"><p class="beat-number">1</p><div class="summary"><p>What happens.</p></div>
<div class="analysis"><p>What it means, at greater length than what happens.</p></div></section>
<table><thead><tr><th>Who</th></tr></thead><tbody><tr><td style="padding: 2%">Anna</td></tr></tbody></table>
<div style="columns: 2"><p style="position: relative; left: 2mm">one</p><p>two</p></div>
<p style="margin-inline-start: 4mm; block-size: 9mm">by <b style="border-inline-end: 1pt solid">logic</b></p>
<div style="display: flex"><b>a</b><b style="flex: 1; max-width: 20mm">b</b></div>
<p style="text-align: justify; hyphens: auto">Incomprehensibilities, notwithstanding counterrevolutionary
internationalisation, characteristically misrepresent uncharacteristically straightforward
responsibilities.</p>
</body></html>"""


def test_the_bytes_are_the_same() -> None:
    """A page with one of everything is the same with WeasyPrint as it is."""
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", _AS_IT_IS], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [sha256(work.fragment(sheet())).hexdigest()]
