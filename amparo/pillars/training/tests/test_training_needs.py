"""Which training needs the evidence shows, and what it does not."""

from random import Random

from amparo.pillars.training.training_needs import (
    Capacity,
    Evidence,
    Taught,
    Topic,
    TopicKind,
    propose,
)

HEALTH, LIBERTY = Topic(TopicKind.RIGHT, "health"), Topic(TopicKind.RIGHT, "liberty")
ABILITY = Topic(TopicKind.COMPETENCY, "7")


def test_low_ability_lost_cases_people_harmed_and_gaps_each_make_a_need():
    for each in (
        Evidence(capacity=Capacity(1, 3)), Evidence(lost=10), Evidence(harmed=5), Evidence(gaps=1),
    ):  # fmt: skip
        assert [need.evidence for need in propose({(1, HEALTH): each}, [])] == [each]


def test_low_will_alone_is_no_need_and_beside_one_it_is_said():
    assert propose({(1, HEALTH): Evidence(capacity=Capacity(2, 0))}, []) == []
    [need] = propose({(1, HEALTH): Evidence(capacity=Capacity(1, 1))}, [])
    assert need.evidence.needs_more_than_training


def test_what_is_not_known_is_neither_a_need_nor_zero():
    assert propose({(1, HEALTH): Evidence()}, []) == []
    assert Evidence(lost=10).asked is None


def test_an_ability_that_was_assessed_as_high_speaks_against_cases():
    [need] = propose({(1, HEALTH): Evidence(capacity=Capacity(3, 3), lost=10)}, [])
    assert need.evidence.is_contradicted
    assert not Evidence(capacity=Capacity(3, 3)).is_contradicted


def test_a_course_covers_the_needs_of_its_topics_and_no_others():
    evidence = {(1, HEALTH): Evidence(lost=10), (1, LIBERTY): Evidence(lost=5)}
    taught = [Taught(4, frozenset({HEALTH, ABILITY})), Taught(3, frozenset({HEALTH}))]
    needs = propose(evidence, taught)
    assert [(need.topic, need.courses) for need in needs] == [(HEALTH, (3, 4)), (LIBERTY, ())]


def test_what_is_set_aside_is_left_out_for_that_institution_alone():
    evidence = {(1, HEALTH): Evidence(lost=10), (2, HEALTH): Evidence(lost=10)}
    assert [need.organization for need in propose(evidence, [], [(1, HEALTH)])] == [2]


def test_what_shows_from_more_sides_comes_first_whatever_the_order_of_what_came_in():
    evidence = {
        (1, HEALTH): Evidence(lost=50),
        (2, HEALTH): Evidence(capacity=Capacity(0, 2), harmed=5),
        (3, ABILITY): Evidence(gaps=4),
        (4, HEALTH): Evidence(lost=50),
    }
    expected = [2, 1, 4, 3]
    rows, chance = list(evidence.items()), Random(5)
    for _each in range(20):
        chance.shuffle(rows)
        assert [need.organization for need in propose(dict(rows), [])] == expected
