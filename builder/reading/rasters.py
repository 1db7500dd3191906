"""Pictures in pixels: what a file says of itself is held against its name and the limits before any of it is
unpacked.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image as Raster

from builder import limits
from builder.pillow import strict
from builder.reading.refusal import Fault, RefusedError

# Formats by Pillow's names: a phone's photograph may hold a second picture, which nobody shows (MPO).
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg"}
_DAMAGED = Fault("is damaged", "save it again")
_SIXTEEN = ("I;16", "I;16B", "I;16L", "I;16N", "I")


def checked(content: bytes, media_type: str) -> bytes:
    """The bytes of a picture as every output has it. Raises RefusedError."""
    with _opened(content) as raster:
        if raster.width * raster.height > limits.PIXELS.value:
            size = f"{raster.width:,} × {raster.height:,} pixels"
            raise RefusedError(Fault(f"has {size}; {limits.PIXELS} is the limit", "save it smaller"))
        found = _TYPES.get(raster.format or "")
        if found != media_type:
            kind = found or Raster.MIME.get(raster.format or "") or "of another kind"
            raise RefusedError(Fault(f"is really {kind}", "give it the ending that belongs to its kind"))
        if found == "image/png" and getattr(raster, "is_animated", False):
            raise RefusedError(Fault("moves", "save one of its pictures as PNG"))
        deep = raster.mode in _SIXTEEN
        if not deep:
            raster.verify()
    return _with_eight_bits(content) if deep else content


def width(content: bytes) -> float:
    """How many pixels wide a checked picture is."""
    with Raster.open(io.BytesIO(content)) as raster:
        return float(raster.width)


@contextmanager
def _opened(content: bytes) -> Iterator[Raster.Image]:
    with strict(), warnings.catch_warnings():
        # Pillow warns above a number of pixels that is not ours.
        warnings.simplefilter("ignore", Raster.DecompressionBombWarning)
        try:
            with Raster.open(io.BytesIO(content)) as raster:
                yield raster
        except Raster.DecompressionBombError:
            fault = Fault(f"has more than {limits.PIXELS}", "save it smaller")
            raise RefusedError(fault) from None
        except RefusedError:
            raise
        except Exception:  # whatever happens in there, it is this picture that can't be read
            raise RefusedError(_DAMAGED) from None


def _with_eight_bits(content: bytes) -> bytes:
    """A grey picture of sixteen bits with eight: the layout engine takes no others, and nobody sees more."""
    with _opened(content) as raster:
        grey = raster.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")
        packed = io.BytesIO()
        grey.save(packed, "PNG")
        return packed.getvalue()
