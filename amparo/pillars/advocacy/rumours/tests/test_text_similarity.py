"""Whether a heading repeats a rumour, and which rumours are the same."""

import pytest

from amparo.pillars.advocacy.rumours.text_similarity import (
    ComparedText,
    normalize,
    repeats,
    similar,
)

HEARD = "Dicen que el refugio entrega a la policía a quien no tiene papeles. Mi vecina lo vio."


@pytest.mark.parametrize(
    "heading",
    [
        HEARD,
        "El refugio entrega a la policía a quien no tiene papeles",
        "EL REFUGIO ENTREGA A LA POLICIA A QUIEN NO TIENE PAPELES!!!",
        "A quien no tiene papeles, el refugio entrega a la policía",
        "¿Dicen que el refugio entrega a la policía a quien no tiene papeles?",
    ],
)
def test_a_heading_that_says_what_was_heard_is_found_however_it_is_written(heading):
    assert repeats(heading, HEARD)


@pytest.mark.parametrize(
    "heading",
    ["En el refugio nadie da su nombre a las autoridades", "Refugios", "Papeles y refugio", ""],
)
def test_a_heading_that_says_what_is_right_or_names_a_subject_may_stand(heading):
    assert not repeats(heading, HEARD)


def test_arabic_is_compared_without_the_signs_above_its_letters():
    heard = "المَأوى يُسلّم من لا يحمل أوراقًا إلى الشرطة"
    assert repeats("المأوى يسلم من لا يحمل أوراقا إلى الشرطة", heard)
    assert normalize("شَائِعَة!") == normalize("شائعة")


def test_a_rumour_of_two_words_is_compared_whole():
    assert repeats("frontera cerrada", "Frontera cerrada")
    assert not repeats("La frontera está abierta hasta las seis", "Frontera cerrada")


def compared(key, text, topic="papers", place=1):
    return ComparedText(key, text, topic, place)


def test_the_likest_rumour_comes_first_and_what_shares_no_word_is_not_proposed():
    one = compared(0, "El permiso de trabajo se paga en la terminal")
    others = [
        compared(1, "En la terminal venden el permiso de trabajo"),
        compared(2, "Hay que pagar permiso para trabajar", place=2),
        compared(3, "El agua del río está enferma"),
        compared(4, "El permiso de trabajo se paga en la terminal", topic="services"),
    ]
    assert similar(one, others)[:2] == [4, 1]
    assert 3 not in similar(one, others)


def test_at_most_five_are_proposed_and_empty_words_are_like_nothing():
    same = [compared(number, "pagan la visa en la plaza") for number in range(9)]
    assert len(similar(compared(99, "pagan la visa en la plaza"), same)) == 5
    assert similar(compared(99, ""), same) == []
