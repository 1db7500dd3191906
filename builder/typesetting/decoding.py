"""Pictures in pixels, unpacked for trial as the engine would unpack them, without the engine: it leaves that
to Pillow, and takes what Pillow opens in one of a few modes.
"""

import io

from PIL import Image

from builder.pillow import strict

# Those that the engine paints, and those that it turns into one of them (images.py, RasterImage).
_MODES = {"RGB", "RGBA", "L", "LA", "CMYK", "1", "P"}


def can_decode(content: bytes) -> bool:
    """Whether a picture is whole, and in a mode that the engine takes."""
    try:
        with strict(), Image.open(io.BytesIO(content)) as picture:
            known = picture.mode in _MODES
            picture.draft(picture.mode, (1, 1))  # a JPEG is read to its end and drawn small
            picture.load()
    except Exception:  # whatever happens in there, it is this picture that can't be unpacked
        return False
    return known
