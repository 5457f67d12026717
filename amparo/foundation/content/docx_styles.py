"""What the styles and numberings of a DOCX say about a paragraph: heading, list, quote, code."""

import re
from dataclasses import dataclass

from .docx_package import Package, W

_HEADING_NAME = re.compile(r"heading (\d)", re.IGNORECASE)
_LIST_NAME = re.compile(r"list (?:bullet|number) ([2-5])", re.IGNORECASE)
_CODE_NAME = re.compile(r"code|verbatim|source|macro text", re.IGNORECASE)
_FIXED_WIDTH = frozenset(
    {"consolas", "courier", "courier new", "menlo", "monaco", "lucida console"}
)
_DEEPEST_CHAIN = 12


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph's place in a list."""

    list: str
    depth: int
    is_ordered: bool
    start: int
    is_known: bool  # whether the file says what this numbering is


class Styles:
    def __init__(self, package: Package) -> None:
        root = package.part("word/styles.xml")
        found = root.findall(f"{W}style") if root is not None else []
        self._styles = {one.get(f"{W}styleId"): one for one in found}
        numbering = package.part("word/numbering.xml")
        self._abstract, self._lists = _numberings(numbering)

    def chain(self, style: str | None) -> list:
        """Returns a style and those it rests on; a circle ends where it closes."""
        chain: list = []
        while style in self._styles and len(chain) < _DEEPEST_CHAIN:
            chain.append(self._styles[style])
            style = _value(chain[-1].find(f"{W}basedOn"))
        return chain

    def names(self, style: str | None) -> list[str]:
        return [_value(one.find(f"{W}name")) or "" for one in self.chain(style)]

    def level(self, paragraph) -> int | None:
        """Returns the level of a heading, 1 to 9; None where a paragraph is none."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        found = [own] if own is not None else []
        style = style_of(paragraph)
        for one in self.chain(style):
            if named := _HEADING_NAME.fullmatch(_value(one.find(f"{W}name")) or ""):
                return int(named[1])
            if (outline := one.find(f"{W}pPr/{W}outlineLvl")) is not None:
                found.append(outline)
        level = int(_value(found[0]) or 9) if found else 9
        return level + 1 if level < 9 else None

    def numbered(self, paragraph) -> Numbered | None:
        properties = [paragraph.find(f"{W}pPr/{W}numPr")]
        properties += [one.find(f"{W}pPr/{W}numPr") for one in self.chain(style_of(paragraph))]
        properties = [one for one in properties if one is not None]
        number = next(
            (said for one in properties if (said := _value(one.find(f"{W}numId")))), None
        )
        if number in {None, "0"}:
            return None
        said = next((said for one in properties if (said := _value(one.find(f"{W}ilvl")))), "0")
        within = int(said) if said.isdigit() else 0
        form, start = self._form(number, within)
        depth = max(within, self._named_depth(paragraph))
        is_ordered = form not in {None, "bullet", "none"}
        return Numbered(number, depth, is_ordered, start, form is not None)

    def _named_depth(self, paragraph) -> int:
        """Word's "List Number 2" is a list of its own, of depth 0, but means the second depth."""
        named = map(_LIST_NAME.fullmatch, self.names(style_of(paragraph)))
        return next((int(one[1]) - 1 for one in named if one), 0)

    def _form(self, number: str, depth: int) -> tuple[str | None, int]:
        abstract, overrides = self._lists.get(number, ("", {}))
        form, start = self._abstract.get(abstract, {}).get(depth, (None, 1))
        return form, overrides.get(depth, start)

    def is_code(self, run) -> bool:
        style = _value(run.find(f"{W}rPr/{W}rStyle"))
        if any(_CODE_NAME.search(name) for name in self.names(style)):
            return True
        fonts = run.find(f"{W}rPr/{W}rFonts")
        name = fonts.get(f"{W}ascii", "") if fonts is not None else ""
        return name.lower() in _FIXED_WIDTH

    def is_strong(self, run) -> bool:
        return _is_on(run, "b") or _is_on(run, "bCs") or self._style_is(run, "b")

    def is_emphasis(self, run) -> bool:
        return _is_on(run, "i") or _is_on(run, "iCs") or self._style_is(run, "i")

    def _style_is(self, run, mark: str) -> bool:
        style = _value(run.find(f"{W}rPr/{W}rStyle"))
        if style is None or run.find(f"{W}rPr/{W}{mark}") is not None:
            return False
        return any(_is_on(one, mark) for one in self.chain(style))


def style_of(paragraph) -> str | None:
    return _value(paragraph.find(f"{W}pPr/{W}pStyle"))


def _numberings(root) -> tuple[dict, dict]:
    """Returns form and start of each depth of each definition; definition and starts of lists."""
    abstract: dict[str, dict[int, tuple[str | None, int]]] = {}
    lists: dict[str, tuple[str, dict[int, int]]] = {}
    for one in root if root is not None else ():
        if one.tag == f"{W}abstractNum":
            abstract[one.get(f"{W}abstractNumId")] = {
                _number(level.get(f"{W}ilvl"), 0): (
                    _value(level.find(f"{W}numFmt")),
                    _number(_value(level.find(f"{W}start")), 1),
                )
                for level in one.findall(f"{W}lvl")
            }
        elif one.tag == f"{W}num":
            starts = {
                _number(over.get(f"{W}ilvl"), 0): _number(
                    _value(over.find(f"{W}startOverride")), 1
                )
                for over in one.findall(f"{W}lvlOverride")
                if over.find(f"{W}startOverride") is not None
            }
            rests_on = _value(one.find(f"{W}abstractNumId")) or ""
            lists[one.get(f"{W}numId")] = (rests_on, starts)
    return abstract, lists


def _value(node) -> str | None:
    return node.get(f"{W}val") if node is not None else None


def _number(said: str | None, otherwise: int) -> int:
    return int(said) if said is not None and said.isdigit() else otherwise


def _is_on(node, mark: str) -> bool:
    found = node.find(f"{W}rPr/{W}{mark}")
    return found is not None and found.get(f"{W}val", "1") not in {"0", "false", "off"}
