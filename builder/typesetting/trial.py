"""Pictures, drawn for trial: what the engine can't draw is found before anything is built."""

from builder.typesetting.isolation import Resource
from builder.typesetting.layout import Engine, Flow

_PAGE = (
    '<html lang="en"><head><title>A picture</title></head>'
    '<body><img src="{name}" alt="A picture" /></body></html>'
)


def can_draw(picture: Resource) -> bool:
    """Whether the engine draws a picture, without an error and without a complaint."""
    page = Flow("picture", lambda _first, _pages: _PAGE.format(name=picture.name))
    try:
        return bool(Engine([], [picture]).lay_out([page]).pdf())
    except Exception:  # whatever happens in there, it is this picture that can't be drawn
        return False
