"""Pictures, drawn for trial: what the engine can't draw is found before anything is built."""

from builder.typesetting import libraries  # noqa: F401
from builder.typesetting.embedding import embedded
from builder.typesetting.painting import painted
from builder.typesetting.sheets import Resource, Sheet
from builder.typesetting.work import engine_for

_PAGE = (
    '<html lang="en"><head><title>A picture</title></head>'
    '<body><img src="{name}" alt="A picture" /></body></html>'
)


def can_draw(picture: Resource) -> bool:
    """Whether the engine draws a picture, without an error and without a complaint."""
    sheet = Sheet("picture", _PAGE.format(name=picture.name), ("fonts.css",), (picture,))
    try:
        fonts = painted(engine_for(sheet).document(sheet.markup, sheet.pictures), sheet.name).fonts
        return bool(embedded(fonts)) if fonts else True
    except Exception:  # whatever happens in there, it is this picture that can't be drawn
        return False
