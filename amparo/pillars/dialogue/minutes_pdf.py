"""Minutes as PDF: labels in the language in force, the words as they were written."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.pdf import paper_of
from amparo.ui import formats

from .minutes import items_of
from .models import AgendaItem, Convening, Decision, Delegation
from .presenters.meetings import decision_facts, when_of

PAGE = Path(__file__).parent / "templates" / "dialogue" / "minutes.typ"


def minutes_pdf(meeting: Convening) -> bytes:
    """Returns the PDF; drafts say on every page that nobody adopted them. Names of persons are
    left out. Raises NoPaper where no PDF can be made here.
    """
    return paper_of(PAGE, content_of_paper(meeting))


def content_of_paper(meeting: Convening) -> dict[str, Any]:
    """What the paper says."""
    is_adopted = meeting.state == Convening.State.ADOPTED
    return {
        "title": meeting.title,
        "forum": meeting.forum.name if meeting.forum else "",
        "kind": _("Minutes"),
        "draft": "" if is_adopted else _("Draft: nobody has adopted it"),
        "facts": list(_facts(meeting)),
        "came_title": _("Who came"),
        "came": _came(meeting),
        "items": [_item(each) for each in items_of(meeting)],
        "decision": pgettext("meeting", "Decision"),
        "action": pgettext("meeting", "Action"),
        "footer": _footer(meeting),
    }


def _facts(meeting: Convening) -> Iterable[tuple[str, str]]:
    yield pgettext("meeting", "When"), when_of(meeting)
    if meeting.place or meeting.online:
        yield pgettext("meeting", "Place"), meeting.place or meeting.online
    yield pgettext("meeting", "Rule"), str(meeting.get_rule_display())
    chair = meeting.forum.chair if meeting.forum else None
    if chair is not None:
        yield pgettext("delegation", "Chair"), chair.organization.name
    if meeting.adopted_at is not None:
        adopted = formats.with_year(meeting.adopted_at.astimezone(meeting.zone).date())
        yield pgettext("minutes", "Adopted on"), adopted
        yield pgettext("report", "Digest"), meeting.digest


def _came(meeting: Convening) -> list[list[str]]:
    """One line for each institution that came: name, role, how many."""
    came = meeting.delegations.filter(state=Delegation.State.CAME)
    head = [
        _("Institution"), pgettext("delegation", "Role"), _("Women"), _("Men"),
        pgettext("sex", "Other"), pgettext("sex", "Not said"),
    ]  # fmt: skip
    rows = [
        [each.organization.name, str(each.get_role_display()),
         *(_count(value) for value in (each.women, each.men, each.other, each.not_said))]
        for each in came.select_related("organization")
    ]  # fmt: skip
    return [head, *rows] if rows else []


def _count(value: int | None) -> str:
    return "–" if value is None else formats.number(value)


def _item(item: AgendaItem) -> dict[str, Any]:
    facts = [str(item.get_kind_display())]
    if item.state == AgendaItem.State.DEFERRED:
        facts.append(str(item.get_state_display()))
    if item.presenter:
        facts.append(_("presented by %(name)s") % {"name": item.presenter.name})
    return {
        "heading": item.heading,
        "facts": " · ".join(facts),
        "minutes": item.minutes.splitlines(),
        "said": [
            [each.organization.name if each.organization else "", each.text]
            for each in item.statements.all()
        ],
        "decisions": [[each.text, decision_line(each)] for each in item.decisions.all()],
        "actions": [
            [each.text, each.owner.name, formats.with_year(each.due_on)]
            for each in item.actions.all()
        ],
    }


def decision_line(decision: Decision) -> str:
    return " · ".join(decision_facts(decision))


def _footer(meeting: Convening) -> str:
    if meeting.state == Convening.State.ADOPTED:
        return _("Adopted minutes")
    return _("Draft: nobody has adopted it")
