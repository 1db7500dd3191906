"""When Python looks for garbage."""

import gc


def seldom_collected() -> None:
    """Look for garbage seldom: a book and its layout are millions of objects that live long, and a quarter of
    the time went there.
    """
    gc.set_threshold(100_000, 20, 100)
