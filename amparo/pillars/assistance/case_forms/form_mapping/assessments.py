"""What is told of the situation as a whole: what matters to them, and what they need."""

from collections.abc import Iterator

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.pillars.assistance.assessment.models import Assessment, Need
from amparo.pillars.assistance.assessment.models.assessments import TimeHorizon
from amparo.pillars.assistance.cases.models import Case

from .answers import RecordAnswers
from .observations import level_of

ASSESSMENT = ("priorities", "wishes", "summary")
NEED = ("service_type", "horizon", "text")
NEED_CODES = "service_type"


def assessment(case: Case, told: RecordAnswers, by: User) -> None:
    """With the needs of the same page: an assessment says both."""
    words = {name: told.text(name) for name in ASSESSMENT}
    needs = list(_needs(case, told.of("need")))
    last = case.assessments.prefetch_related("needs").order_by("-pk").first()
    if last and all((getattr(last, name) or "") == words[name] for name in ASSESSMENT):
        known = {each.service_type for each in Need.standing(case)}
        if {each["service_type"] for each in needs} <= known:
            return
    Assessment.make(case, by=by, needs=needs, **words)


def need(case: Case, told: RecordAnswers, by: User) -> None:
    """Each that does not stand already; those of an assessment were written with it."""
    codes.require(NEED_CODES, *_types(told))
    if any(told.of("assessment").all(*ASSESSMENT)):
        return
    standing = {each.service_type for each in Need.standing(case)}
    for each in _needs(case, told):
        if each["service_type"] not in standing:
            Need.add(case, by=by, **each)


def _needs(case: Case, told: RecordAnswers) -> Iterator[dict]:
    """In the order in which they were named; by when is asked, or as it is usual for the kind."""
    horizon = told.code("horizon")
    for code in _types(told):
        if (found := codes.find(NEED_CODES, code)) is None:
            continue  # told by `need`, and no reason to lose the others
        usual = str(found.extra.get("horizon", "")).split(",")[0]
        named = horizon if horizon in TimeHorizon.values else usual or TimeHorizon.IMMEDIATE.value
        yield {
            "service_type": code, "horizon": named, "level": level_of(case).value,
            "text": told.text("text"),
        }  # fmt: skip


def _types(told: RecordAnswers) -> list[str]:
    """Those that were chosen, and those that a question stands for by its name."""
    found: list[str] = []
    for each in told.said:
        if each.field == "service_type":
            found += each.codes
        elif each.field not in NEED and each.is_so():
            found.append(each.field)
    return list(dict.fromkeys(found))
