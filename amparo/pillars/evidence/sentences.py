"""A definition as one sentence in the reader's language."""

from django.utils.translation import gettext as _

from amparo.foundation.core.extension_points import facts
from amparo.ui import formats

from .grammar import Definition, Filter
from .labels import labels_for, name_of


def sentence_of(definition: Definition) -> str:
    """Says what is counted of what, where, and by what it may be broken down."""
    fact = facts[definition.fact]
    where = _conditions(definition.fact, definition.where)
    if definition.median:
        parts = [
            _("Median of “%(column)s” of “%(fact)s”")
            % {"column": name_of(fact.name, definition.median), "fact": fact.label}
        ]
    else:
        unit = next(unit.label for unit in fact.units if unit.name == definition.unit)
        parts = [_("Count %(unit)s of “%(fact)s”") % {"unit": unit, "fact": fact.label}]
        if definition.share:
            share = formats.join_list(_conditions(definition.fact, definition.share))
            parts = [
                _("Share with %(part)s, of %(unit)s of “%(fact)s”")
                % {"part": share, "unit": unit, "fact": fact.label}
            ]
    if where:
        parts.append(_("only with %(conditions)s") % {"conditions": formats.join_list(where)})
    if definition.by:
        names = formats.join_list(name_of(fact.name, name) for name in definition.by)
        parts.append(_("by %(breakdowns)s") % {"breakdowns": names})
    return formats.comma().join(parts)


def _conditions(fact: str, narrowed: Filter) -> list[str]:
    said = []
    for name, values in narrowed:
        label = labels_for(fact, name, map(str, values))
        shown = formats.join_list(label(str(value)) for value in values)
        said.append(_("%(name)s: %(values)s") % {"name": name_of(fact, name), "values": shown})
    return said
