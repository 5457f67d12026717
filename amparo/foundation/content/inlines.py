"""Inlines in the one shape that a meaning has: no two ways to say the same emphasis."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from .document import Code, Emphasis, Inline, Inlines, LineBreak, Link, Strong
from .document import Text as TextInline

# Not allowed in XML, or turning the direction of a line without its writer's knowing.
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile("[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")


def clean(text: str) -> str:
    """Returns `text` composed (NFC), single-spaced, without controls; spaces at its ends stay.

    A space that does not break stays one: French sets it before a colon.
    """
    return unicodedata.normalize("NFC", _SPACES.sub(" ", _CONTROLS.sub("", text)))


def clean_source(markdown: str) -> str:
    """Returns a whole text without controls, its lines ended by a line feed alone."""
    lines = re.sub("\r\n?|\x85|\u2028|\u2029|\f|\v", "\n", markdown)
    return unicodedata.normalize("NFC", _CONTROLS.sub("", lines))


def canonical(inlines: Iterable[Inline]) -> Inlines:
    """Returns `inlines` merged, flattened, trimmed; empty where there is nothing to read."""
    return _trimmed(_settled(_flat(tuple(inlines), frozenset())))


def without(inlines: Inlines, *kinds: type) -> Inlines:
    """Returns `inlines` with the marks of `kinds` taken off and their words left."""
    freed: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Emphasis | Strong | Link):
            children = without(inline.children, *kinds)
            is_freed = isinstance(inline, kinds)
            freed.extend(children if is_freed else [replace(inline, children=children)])
        else:
            freed.append(inline)
    return canonical(freed)


def on_one_line(inlines: Inlines) -> Inlines:
    """Returns `inlines` with a space for each line break, as cells and headings need them."""
    whole: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, LineBreak):
            whole.append(TextInline(" "))
        elif isinstance(inline, Emphasis | Strong | Link):
            whole.append(replace(inline, children=on_one_line(inline.children)))
        else:
            whole.append(inline)
    return canonical(whole)


def _flat(inlines: Inlines, within: frozenset[type]) -> Inlines:
    """Emphasis within emphasis is one; a link within a link is its words."""
    flat: list[Inline] = []
    for inline in inlines:
        match inline:
            case TextInline():
                flat.append(TextInline(clean(inline.text)))
            case Code():
                flat.append(Code(clean(inline.text).strip()))
            case Emphasis() | Strong() | Link():
                kind = type(inline)
                children = _flat(inline.children, within | {kind})
                flat.extend(children if kind in within else [replace(inline, children=children)])
            case _:
                flat.append(inline)
    return tuple(flat)


def _settled(inlines: Inlines) -> Inlines:
    """Merges neighbours and moves spaces and breaks at the ends of a mark out of it."""
    settled: list[Inline] = []
    for inline in _joined(inlines):
        for part in _opened(inline):
            _append(settled, part)
    return tuple(settled)


def _joined(inlines: Inlines) -> Inlines:
    """Joins marks that touch, before a space between their words is moved out of the first."""
    joined: list[Inline] = []
    for inline in inlines:
        last = joined[-1] if joined else None
        if isinstance(inline, Emphasis) and isinstance(last, Emphasis):
            joined[-1] = Emphasis((*last.children, *inline.children))
        elif isinstance(inline, Strong) and isinstance(last, Strong):
            joined[-1] = Strong((*last.children, *inline.children))
        else:
            joined.append(inline)
    return tuple(joined)


def _opened(inline: Inline) -> Inlines:
    if not isinstance(inline, Emphasis | Strong | Link):
        return (inline,)
    children = _settled(inline.children)
    before, children = _expelled(children, first=True)
    after, children = _expelled(children, first=False)
    if not children:
        return (*before, *after)
    return (*before, replace(inline, children=children), *after)


def _expelled(children: Inlines, *, first: bool) -> tuple[Inlines, Inlines]:
    if not children:
        return (), ()
    edge, rest = (children[0], children[1:]) if first else (children[-1], children[:-1])
    if isinstance(edge, LineBreak):
        outer, inner = _expelled(rest, first=first)
        return ((edge, *outer) if first else (*outer, edge)), inner
    if not isinstance(edge, TextInline):
        return (), children
    text = edge.text.lstrip() if first else edge.text.rstrip()
    if text == edge.text:
        return (), children
    spaces = edge.text[: len(edge.text) - len(text)] if first else edge.text[len(text) :]
    middle = (TextInline(text),) if text else ()
    outer = (TextInline(spaces),)
    inner = (*middle, *rest) if first else (*rest, *middle)
    if not text:
        more, inner = _expelled(rest, first=first)
        outer = (*outer, *more) if first else (*more, *outer)
    return outer, inner


def _append(settled: list[Inline], inline: Inline) -> None:
    """Adds `inline`, merged with its neighbour of the same kind; nothing empty is added."""
    last = settled[-1] if settled else None
    if isinstance(inline, TextInline) and isinstance(last, LineBreak):
        inline = TextInline(inline.text.lstrip())
    if isinstance(inline, TextInline | Code) and not inline.text:
        return
    if isinstance(inline, LineBreak):
        _append_break(settled)
    elif last is not None and type(last) is type(inline) and (both := _merged(last, inline)):
        settled[-1] = both
    else:
        settled.append(inline)


def _append_break(settled: list[Inline]) -> None:
    if settled and isinstance(settled[-1], TextInline):
        text = settled[-1].text.rstrip()
        settled[-1:] = [TextInline(text)] if text else []
    if not settled or not isinstance(settled[-1], LineBreak):
        settled.append(LineBreak())


def _merged(last: Inline, inline: Inline) -> Inline | None:
    """Returns two neighbours of one kind as one; None where they stay two, as links do."""
    match last, inline:
        case (TextInline(), TextInline()):
            return TextInline(clean(last.text + inline.text))
        case (Code(), Code()):
            return Code(last.text + inline.text)
        case (Emphasis(), Emphasis()):
            return Emphasis(_settled((*last.children, *inline.children)))
        case (Strong(), Strong()):
            return Strong(_settled((*last.children, *inline.children)))
        case _:
            return None


def _trimmed(inlines: Inlines) -> Inlines:
    """Nothing stands before the first word or after the last; not even a break."""
    parts = list(inlines)
    while parts and not _is_word(parts[0]):
        parts.pop(0)
    while parts and not _is_word(parts[-1]):
        parts.pop()
    if parts and isinstance(parts[0], TextInline):
        parts[0] = TextInline(parts[0].text.lstrip())
    if parts and isinstance(parts[-1], TextInline):
        parts[-1] = TextInline(parts[-1].text.rstrip())
    return tuple(parts)


def _is_word(inline: Inline) -> bool:
    if isinstance(inline, TextInline):
        return bool(inline.text.strip())
    return not isinstance(inline, LineBreak)
