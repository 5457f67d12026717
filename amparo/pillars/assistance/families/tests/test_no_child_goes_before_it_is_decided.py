"""At the gates of a journey: a child alone goes only the way that was found best."""

from uuid import uuid4

import pytest
from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust.refusals import Refusal
from amparo.pillars.assistance.families.models import AuthorityDecision
from amparo.pillars.assistance.gates import kinds
from amparo.pillars.assistance.gates.kinds import Kind
from amparo.pillars.assistance.gates.models import Gate

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate(child, caseworker, supervisor, monkeypatch):
    names = ("best_interests", "best_interests_reunification")
    for name in names:
        kind = Kind(name, _("Best interests"), _("Is it best for the child?"))
        monkeypatch.setitem(kinds.kinds, name, kind)
    way = uuid4()
    Gate.put(child.case, way, names, by=caseworker, person=child.person)
    return {name: Gate.objects.get(way=way, kind=name) for name in names}


def may_pass(gate, by):
    try:
        gate.decide(by=by, met=True, words="The panel decided so.")
    except Refusal:
        return False
    return True


def test_a_child_alone_goes_nowhere_before_it_is_decided(gate, determine, caseworker):
    determine("spoken")
    assert not any(may_pass(each, caseworker) for each in gate.values())


@pytest.mark.parametrize(
    ("best", "back", "together"),
    [
        ("return_family", True, True),
        ("return_care", True, False),
        ("reunification", False, True),
        ("local_care", False, False),
    ],
)
def test_only_the_way_that_was_found_best_is_open(
    gate, determine, caseworker, best, back, together
):
    determine(best=best)
    assert may_pass(gate["best_interests"], caseworker) is back
    assert may_pass(gate["best_interests_reunification"], caseworker) is together


def test_a_determination_about_something_else_does_not_open_it(gate, determine, caseworker):
    determine(best="return_family", why="care")
    assert not may_pass(gate["best_interests"], caseworker)


def test_opened_again_the_gate_is_shut(gate, determine, caseworker, supervisor):
    determine(best="return_family").decision.reopen(by=supervisor, because="New facts.")
    assert not may_pass(gate["best_interests"], caseworker)


def test_an_authority_decides_too_and_both_must_agree(gate, child, determine, caseworker, today):
    def note(code):
        AuthorityDecision.note(
            child, by=caseworker, authority="Juzgado de la Niñez", on=today, code=code
        )

    note("return_family")
    assert may_pass(gate["best_interests"], caseworker)
    determine(best="local_care")
    assert not may_pass(gate["best_interests"], caseworker)


def test_a_child_without_an_adult_is_registered_first(his_case, yawar, caseworker, monkeypatch):
    kind = Kind("best_interests", _("Best interests"), _("Is it best for the child?"))
    monkeypatch.setitem(kinds.kinds, kind.name, kind)
    way = uuid4()
    Gate.put(his_case, way, [kind.name], by=caseworker)
    assert Gate.objects.get(way=way).missing


def test_a_child_with_her_mother_needs_no_panel(case, nayeli, caseworker, monkeypatch):
    kind = Kind("best_interests", _("Best interests"), _("Is it best for the child?"))
    monkeypatch.setitem(kinds.kinds, kind.name, kind)
    case.add_dependant(nayeli, "child", by=caseworker)
    way = uuid4()
    Gate.put(case, way, [kind.name], by=caseworker, person=nayeli)
    assert Gate.objects.get(way=way).missing == []
