"""Blocks that stand together on a page: beats under their column heads, words and looks side by side."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from builder.model.blocks import Beat, Block, LookAhead, LookBack, Vocabulary

_ASIDE = (Vocabulary, LookBack, LookAhead)


def grouped(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Runs of blocks, each with what it is: "beats", "asides" (of two kinds at least), or "" for others."""
    for kind, run in groupby(blocks, key=_kind):
        together = list(run)
        alone = kind == "asides" and not _is_pair(together)
        yield "" if alone else kind, together


def _kind(block: Block) -> str:
    if isinstance(block, Beat):
        return "beats"
    return "asides" if isinstance(block, _ASIDE) else ""


def _is_pair(blocks: Sequence[Block]) -> bool:
    """Whether there are words for one side and looks for the other."""
    return len({isinstance(block, Vocabulary) for block in blocks}) == 2
