"""The family of a child, drawn by generation: grandparents, parents, the child and siblings."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.household_chart import (
    MAIN,
    MOST_DRAWN,
    family_unions,
    member_key,
)
from amparo.ui import formats
from amparo.ui.charts import Cell, Member, Reader, State, Table, Tree

from .relatives import ChildRelative


@dataclass(frozen=True, kw_only=True)
class FamilyTree(Tree):
    """A tree with those apart who descend from nobody in it, and with where each one is."""

    rows: Table

    def find_layers(self) -> dict[str, int]:
        """The generation of each; in a row below the last, whoever no line reaches."""
        layers = super().find_layers()
        tied = {key for union in self.unions for key in (*union.parents, *union.children)}
        lowest = max((layers[key] for key in tied | {MAIN}), default=0)
        return {key: at if key in tied | {MAIN} else lowest + 1 for key, at in layers.items()}

    def table(self, reader: Reader) -> Table:
        return self.rows


@dataclass(frozen=True)
class FamilyPicture:
    """The family of a child on its page: `tree` is None where more are known than a picture holds.
    `count` is of relatives; who only cares for the child is among the rows and not counted.

    `is_withheld`: the child asks that the family not be told, and nobody is named.
    """

    rows: Table
    count: int = 0
    tree: FamilyTree | None = None
    is_withheld: bool = False

    @property
    def lines(self) -> list[tuple[Cell, list[tuple[str, Cell]]]]:
        """Each relative with what is known of them, by the name of its column."""
        names = self.rows.columns[1:]
        return [(name, list(zip(names, cells, strict=True))) for name, *cells in self.rows.rows]


def family_picture(child: Person, relatives: list[ChildRelative]) -> FamilyPicture:
    rows = _table(relatives)
    tree = _tree(child, relatives, rows) if 0 < len(relatives) <= MOST_DRAWN else None
    return FamilyPicture(rows, sum(each.is_relative for each in relatives), tree)


def withheld_family() -> FamilyPicture:
    return FamilyPicture(_table([]), is_withheld=True)


def _tree(child: Person, relatives: list[ChildRelative], rows: Table) -> FamilyTree:
    columns = rows.columns
    return FamilyTree(
        name="family",
        title=_("Family of the child"),
        member_name=columns[0],
        detail_name=columns[1],
        from_name=columns[-1],
        open_name=_("Not known where, or looked for"),
        members=(
            Member(MAIN, child.shown_name, _("this child"), child.initials, State.MAIN),
            *(_member(at, each) for at, each in enumerate(relatives)),
        ),
        # Guardians and those in care stand beside: a line would make them ancestors.
        unions=tuple(family_unions([each.relation for each in relatives])),
        rows=rows,
    )


def _member(at: int, each: ChildRelative) -> Member:
    detail = formats.join_list((each.short_relation or each.relation_text, each.where.short))
    state = State.USUAL if each.where.is_known else State.OPEN
    return Member(member_key(at), each.label or each.name, detail, each.initials, state, each.url)


def _table(relatives: list[ChildRelative]) -> Table:
    columns = (
        pgettext("chart", "Name"), pgettext("family, column", "Relationship to the child"),
        pgettext("family, column", "Age"), pgettext("family, column", "Whereabouts"),
    )  # fmt: skip
    unknown = pgettext("age", "Unknown")
    rows = [
        (Cell(each.name, each.url), Cell(each.relation_text), Cell(each.age or unknown),
         Cell(each.where.text))
        for each in relatives
    ]  # fmt: skip
    return Table(columns, tuple(rows))
