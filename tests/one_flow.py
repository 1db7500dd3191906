"""A page of a test's own, laid out as a book of one flow."""

import re
from collections.abc import Callable, Sequence

from builder.typesetting.layout import Design, Flow, Layout, lay_out
from builder.typesetting.press import Press
from builder.typesetting.sheets import Resource

_PAGE = '<html lang="en"><head><title>{title}</title><style>{style}</style></head><body>{body}</body></html>'


def one_flow(title: str, body: str, style: str, margins: str = "", *pictures: Resource) -> Layout:
    """The layout of a page from its body. `margins` is the style of what stands in the margins; a style in
    the body counts for these too.
    """
    style += "".join(re.findall("<style>(.*?)</style>", body, re.DOTALL))

    def frame(kinds: Sequence[str], _first: int) -> str:
        pages = '<div style="break-before: page"></div>' * len(kinds)
        return _PAGE.format(title=title, style=style + margins, body=pages)

    page = _PAGE.format(title=title, style=style, body=body)
    shown: dict[str, Callable[[], Resource]] = {
        picture.name: lambda picture=picture: picture  # type: ignore[misc]
        for picture in pictures
    }
    design = Design(("fonts.css",), ("fonts.css",), shown)
    return lay_out([Flow("page", lambda _page_of: page, frame)], design, Press())
