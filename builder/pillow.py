"""Pillow as it is by itself. The layout engine tells it, for the whole process, to make do with pictures that
are cut off; what is wrong with a picture must not depend on whether the engine was loaded before.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ImageFile


@contextmanager
def strict() -> Iterator[None]:
    """Have Pillow refuse pictures that are cut off or damaged."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
