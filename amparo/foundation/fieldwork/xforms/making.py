"""What is known of a form while it is read, shared by those who read its parts."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from .compiling import Around, compiled
from .form import Question, Rule
from .grammar import Tree
from .lists import Lists
from .problems import Fault, UnfitRule
from .safe_xml import local
from .words import Texts, Words


@dataclass
class Making:
    """The questions found so far, and the faults."""

    root: Question
    texts: Texts
    lists: Lists
    faults: list[Fault] = field(default_factory=list)
    by_path: dict[str, Question] = field(default_factory=dict)

    def find(self, path: str) -> Question | None:
        return self.by_path.get(path.strip())

    def rule(
        self,
        source: str | None,
        question: Question | None,
        sort: str,
        change: Callable[[Tree], Tree] | None = None,
    ) -> Rule | None:
        """A rule of a question; one that cannot be followed is noted, and left out."""
        if source is None or not source.strip():
            return None
        try:
            around = Around(question, self.root, self.lists.names)
            return compiled(source, around, change)
        except UnfitRule as unfit:
            path = question.path if question else ""
            self.faults.append(Fault(path, sort, unfit.code, unfit.name))
            return None

    def words(self, written: str | None) -> Words | None:
        """Words that an attribute holds: a translation by name, or the words themselves."""
        if not written:
            return None
        if written.startswith("jr:itext("):
            return Words(self.texts, name=written[9:].strip().rstrip(")").strip().strip("'\""))
        return Words(self.texts, own=(written,))

    def pieces(self, element: etree._Element, question: Question | None) -> tuple[str | Rule, ...]:
        """Words with answers woven in, piece by piece."""
        found: list[str | Rule] = [element.text or ""]
        for child in element:
            if local(child) == "output":
                found.append(self.rule(child.get("value"), question, "label") or "")
            found.append(child.tail or "")
        return tuple(each for each in found if each)
