"""The items of a text that are ticked."""

from collections.abc import Iterator

from amparo.foundation.content.document import Block, Item, List, Paragraph, Quote, inline_text
from amparo.foundation.content.parser import parse


def tick_items(markdown: str) -> list[str]:
    """Returns the words of each item with a box, in reading order."""
    return list(_items(parse(markdown).blocks))


def _items(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Quote):
            yield from _items(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    first, *others = item.blocks
    if item.is_done is not None and isinstance(first, Paragraph):
        yield inline_text(first.inlines)
    yield from _items(others if isinstance(first, Paragraph) else item.blocks)
