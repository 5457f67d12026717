"""Pictures within a DOCX, in the form in which figures are stored.

Each is drawn anew by `figures.store_form`, and cut as the document cuts it: what was cut off was
not meant to be seen. What the existing limits on pictures refuse is refused here.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from posixpath import basename

from .docx_package import Package, R
from .figures import WHOLE, Cut, Reason, StoredPicture, UnfitPicture, area_of, store_form
from .inlines import clean
from .parser import FIGURE

# Of all pictures of a file together: more would keep a server busy.
LARGEST_AREA = 200_000_000  # pixels
MOST_PICTURES = 100
_SIDES = ("l", "t", "r", "b")


@dataclass(frozen=True, slots=True)
class ImportedPicture:
    name: str  # of its file within the document
    stored: StoredPicture


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    digest: str
    alternative: str  # empty where the document has no words for it
    name: str


class Pictures:
    """Finds the figure that a drawing is. `known` are digests of figures that need no picture:
    drawings that `docx_writer` named so are taken at their word.
    """

    def __init__(self, package: Package, known: Collection[str]) -> None:
        self.package = package
        self.known = known
        self.images: Mapping[str, str] = package.images("word/document.xml")
        self.found: dict[str, ImportedPicture] = {}  # by digest
        self._read: dict[tuple[str, Cut], StoredPicture | Reason] = {}
        self._area = 0

    def figure(self, drawing) -> PlacedFigure:
        """Raises `UnfitPicture` for what is not one plain picture within the limits."""
        blips = [*drawing.iter("{*}blip"), *drawing.iter("{*}imagedata")]
        if len(blips) != 1:  # a diagram, or several pictures that only together say something
            raise UnfitPicture(Reason.NO_PICTURE)
        named = blips[0].get(f"{R}embed") or blips[0].get(f"{R}id") or ""
        part = self.images.get(named, "")
        if not part:
            raise UnfitPicture(Reason.NO_PICTURE)
        name, words = basename(part), picture_words(drawing)
        ours = _digest_of_ours(drawing)
        if ours in self.known:
            return PlacedFigure(ours, words, name)
        stored = self._stored(part, _cut(blips[0]))
        self.found.setdefault(stored.digest, ImportedPicture(name, stored))
        return PlacedFigure(stored.digest, words, name)

    def _stored(self, part: str, cut: Cut) -> StoredPicture:
        """The same picture again, a logo say, is read once; so is one that is refused."""
        if (part, cut) not in self._read:
            try:
                self._read[part, cut] = self._drawn(part, cut)
            except UnfitPicture as unfit:
                self._read[part, cut] = unfit.reason
        found = self._read[part, cut]
        if isinstance(found, Reason):
            raise UnfitPicture(found)
        return found

    def _drawn(self, part: str, cut: Cut) -> StoredPicture:
        if len(self._read) >= MOST_PICTURES:
            raise UnfitPicture(Reason.TOO_LARGE)
        content = self.package.content(part)
        self._area += area_of(content)
        if self._area > LARGEST_AREA:
            raise UnfitPicture(Reason.TOO_LARGE)
        return store_form(content, cut)


def picture_words(drawing) -> str:
    """Returns the alternative text of a drawing, empty where it has none."""
    told = next(drawing.iter("{*}docPr"), None)
    shape = next(drawing.iter("{*}shape"), None)
    said = told.get("descr", "") if told is not None else ""
    return clean(said or (shape.get("alt", "") if shape is not None else "")).strip()


def _digest_of_ours(drawing) -> str:
    told = next(drawing.iter("{*}docPr"), None)
    named = FIGURE.fullmatch(told.get("name", "")) if told is not None else None
    return named[1] if named else ""


def _cut(blip) -> Cut:
    """Returns what the document cuts off; refuses the older way to say it, which is not read."""
    if any(name.startswith("crop") for name in blip.attrib):
        raise UnfitPicture(Reason.NO_PICTURE)
    rectangle = next(blip.getparent().iterchildren("{*}srcRect"), None)
    if rectangle is None:
        return WHOLE
    left, top, right, bottom = (_share(rectangle.get(side, "0")) for side in _SIDES)
    return (left, top, right, bottom)


def _share(said: str) -> float:
    """A quarter is written 25000, or 25%; less than nothing is room added at that side."""
    try:
        share = float(said[:-1]) / 100 if said.endswith("%") else int(said) / 100_000
    except ValueError:
        raise UnfitPicture(Reason.NO_PICTURE) from None
    return max(share, 0.0)
