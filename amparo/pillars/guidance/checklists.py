"""The items of a text that are ticked."""

from collections.abc import Iterator
from dataclasses import dataclass

from amparo.foundation.content.document import Block, Item, List, Paragraph, Quote
from amparo.foundation.content.parser import parse
from amparo.foundation.content.segments import segments


@dataclass(frozen=True)
class ChecklistItem:
    """An item with a box: the number and the digest of its segment, and its words."""

    number: int
    digest: str
    text: str


def checklist_items(markdown: str) -> list[ChecklistItem]:
    """Returns each item with a box, in reading order."""
    if "[" not in markdown:
        return []
    document = parse(markdown)
    found = segments(document)
    return [
        ChecklistItem(number, found[number].digest, found[number].plain)
        for number, _item in items_with_box(document.blocks)
    ]


def items_with_box(blocks: list[Block]) -> Iterator[tuple[int, Item]]:
    """Yields each with the number of its own text; items within it follow it."""
    for block in blocks:
        if isinstance(block, Quote):
            yield from items_with_box(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                first = item.blocks[0]
                if item.is_done is not None and isinstance(first, Paragraph):
                    yield first.number, item
                yield from items_with_box(item.blocks)
