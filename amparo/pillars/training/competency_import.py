"""A framework file against what is recorded: what is new, what is changed, what is refused, and
the import of it in one transaction. Imported a second time it changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_for_update

from .framework_files import FrameworkFile, FrameworkItem, Problem
from .models import Competency, CompetencyFramework, CompetencyText

PROBLEMS: dict[str, str | Promise] = {
    "no_code": _("It has no code. Give each competency a code of its own."),
    "no_statement": _("It says nothing. Write its statement."),
    "no_language": _("Its language is none of ours. Choose the language of the file."),
    "long_statement": _("Its statement has more than 1,000 letters. Shorten it."),
    "long_code": _("Its code has more than 40 letters. Shorten it."),
    "repeated_code": _("Its code stands in the file more than once. Give each a code of its own."),
    "unknown_parent": _("It is part of a competency that is not in the file. Add that one."),
    "refused_parent": _("It is part of a competency that is refused. Correct that one first."),
    "circle": _("It is part of itself, through others. Correct which is part of which."),
    "several_parents": _("It is part of several competencies. The first one is taken."),
    "code_taken": _("Another competency of this framework has its code. Change one of the codes."),
    "retired": _("It was retired here, and stays so."),
}
FIELDS: dict[str, str | Promise] = {
    "code": pgettext_lazy("competency", "Code"),
    "statement": pgettext_lazy("competency", "Statement"),
    "parent": pgettext_lazy("competency", "Part of"),
    "alignment": pgettext_lazy("competency", "Alignment address"),
}


def problem_text(problem: Problem) -> str:
    return str(PROBLEMS[problem.code])


@dataclass(frozen=True)
class PlannedChange:
    """An item of the file beside the competency that it is; `changes` are names of `FIELDS`."""

    item: FrameworkItem
    competency: Competency
    changes: tuple[str, ...]

    @property
    def changes_text(self) -> list[str]:
        return [str(FIELDS[each]) for each in self.changes]


@dataclass
class ImportPlan:
    """What an import would do. `gone` are competencies of ours that the file has no more: they
    stay, until somebody retires them.
    """

    framework: CompetencyFramework | None
    new: list[FrameworkItem] = field(default_factory=list)
    changed: list[PlannedChange] = field(default_factory=list)
    same: int = 0
    gone: list[Competency] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def does_something(self) -> bool:
        return bool(self.new or self.changed)


def find_framework(
    file: FrameworkFile, chosen: CompetencyFramework | None
) -> CompetencyFramework | None:
    """Returns the framework that the file is: by its identifier, else the one that was chosen."""
    if file.identifier:
        found = CompetencyFramework.objects.filter(identifier=file.identifier).first()
        if found is not None:
            return found
    return chosen


def plan_import(file: FrameworkFile, framework: CompetencyFramework | None) -> ImportPlan:
    """Compares a file with a framework; without one everything is new. Three queries."""
    plan = ImportPlan(framework, problems=list(file.problems))
    known = _known(framework)
    there = {each.identifier for each in file.items}
    by_identifier = {each.identifier: each for each in known if each.identifier}
    by_code = {each.code: each for each in known}
    met: set[int] = set()
    refused: set[str] = set()
    for item in file.items:
        ours, owner = by_identifier.get(item.identifier), by_code.get(item.code)
        if ours is None and owner is not None and owner.identifier not in there - {""}:
            ours = owner  # whoever publishes it has given it a new identifier, or has none
        if ours is not None:
            met.add(ours.pk)
        if fault := _conflict(item, ours, owner, refused):
            refused.add(item.code)
            plan.problems.append(Problem(fault, item.code))
        elif ours is None:
            plan.new.append(item)
        elif changes := _changes(item, ours):
            plan.changed.append(PlannedChange(item, ours, changes))
        else:
            plan.same += 1
    plan.gone = [each for each in known if each.pk not in met and each.retired_at is None]
    return plan


def _known(framework: CompetencyFramework | None) -> list[Competency]:
    if framework is None:
        return []
    return list(
        framework.competencies.select_related("parent").prefetch_related("texts").order_by("code")
    )


def _conflict(
    item: FrameworkItem, ours: Competency | None, owner: Competency | None, refused: set[str]
) -> str:
    """Why an item is refused beside what is recorded; `owner` is the competency with its code."""
    if item.parent in refused:
        return "refused_parent"
    if ours is not None and ours.retired_at is not None:
        return "retired"
    return "code_taken" if owner is not None and owner != ours else ""


def _changes(item: FrameworkItem, ours: Competency) -> tuple[str, ...]:
    """What differs. Languages that the file does not speak stay as they are, and so does an
    address where it has none.
    """
    texts = ours.statements
    differs = {
        "code": item.code != ours.code,
        "statement": any(texts.get(code) != text for code, text in item.statements.items()),
        "parent": item.parent != (ours.parent.code if ours.parent else ""),
        "alignment": item.alignment_url not in ("", ours.alignment_url),
    }
    return tuple(name for name, is_other in differs.items() if is_other)


@transaction.atomic
def import_framework(
    file: FrameworkFile, framework: CompetencyFramework | None, *, by: User, title: str,
    publisher: str,
) -> CompetencyFramework:  # fmt: skip
    """Writes what `plan_import` says, all of it or nothing, and returns the framework. What is
    refused is left out.
    """
    if framework is None:
        framework = CompetencyFramework.record(
            by=by, title=file.title or title, publisher=file.publisher or publisher,
            url=file.url, identifier=file.identifier,
        )  # fmt: skip
    lock_for_update(framework)
    plan = plan_import(file, framework)
    if not plan.does_something:
        return framework
    ours = {each.code: each for each in _known(framework)}
    for each in plan.changed:
        ours.pop(each.competency.code, None)
        ours[each.item.code] = each.competency
    _create(plan.new, framework, ours, by=by)
    for each in plan.changed:
        _change(each, ours)
    _say([*plan.new, *(each.item for each in plan.changed)], ours)
    log.log_event(
        by, "competencyframework.imported", framework, count=len(plan.new) + len(plan.changed)
    )
    return framework


def _create(
    new: Sequence[FrameworkItem], framework: CompetencyFramework, ours: dict[str, Competency], *,
    by: User,
) -> None:  # fmt: skip
    """Creates new competencies level by level: a part needs what it is part of."""
    waiting = list(new)
    while waiting:
        made = Competency.objects.bulk_create(
            Competency(
                framework=framework, code=each.code, parent=ours.get(each.parent),
                alignment_url=each.alignment_url, identifier=each.identifier, by=by,
            )
            for each in waiting
            if not each.parent or each.parent in ours
        )  # fmt: skip
        if not made:
            raise ValueError("A part whose parent is neither in the file nor in the framework.")
        ours |= {each.code: each for each in made}
        waiting = [each for each in waiting if each.code not in ours]


def _change(planned: PlannedChange, ours: Mapping[str, Competency]) -> None:
    item, competency = planned.item, planned.competency
    competency.code, competency.parent = item.code, ours.get(item.parent)
    competency.alignment_url = item.alignment_url or competency.alignment_url
    competency.identifier = item.identifier or competency.identifier
    competency.save()


def _say(items: Sequence[FrameworkItem], ours: Mapping[str, Competency]) -> None:
    """Writes the words in the languages of the file, and leaves the others."""
    words = {
        (ours[each.code].pk, code): text
        for each in items
        for code, text in each.statements.items()
    }
    keys = {key for key, _code in words}
    known = {
        (each.competency_id, each.language): each
        for each in CompetencyText.objects.filter(competency__in=keys)
    }
    new = [
        CompetencyText(competency_id=key, language=code, text=text)
        for (key, code), text in words.items()
        if (key, code) not in known
    ]
    CompetencyText.objects.bulk_create(new)
    for at, text in known.items():
        text.text = words.get(at, text.text)
    CompetencyText.objects.bulk_update(known.values(), ["text"])
