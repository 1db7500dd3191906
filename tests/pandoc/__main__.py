"""`make pandoc`: notes.md as pandoc writes it in reST, by itself and by way of a Word file, into hard/."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pypandoc

HERE = Path(__file__).parent
HARD = HERE.parent / "hard"
PICTURES = HERE.parent / "stock"


def write(text: str, name: str, *options: str) -> None:
    """Write what pandoc makes of a file over the chapter of a folder of hard/."""
    folder = HARD / name
    folder.mkdir(exist_ok=True)
    chapter = str(folder / "chapter-02.rst")
    pypandoc.convert_file(
        text, "rst", outputfile=chapter, extra_args=["--standalone", *options], cworkdir=str(folder)
    )


write(str(HERE / "notes.md"), "what-pandoc-makes-of-markdown")
with TemporaryDirectory() as place:
    word = f"{place}/notes.docx"
    pypandoc.convert_file(
        str(HERE / "notes.md"), "docx", outputfile=word, extra_args=[f"--resource-path={PICTURES}"]
    )
    write(word, "what-pandoc-makes-of-word", "--extract-media=.")
