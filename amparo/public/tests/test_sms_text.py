"""A service fits into one text message, whole words and the most needed first."""

from datetime import time

import pytest
from django.utils import translation

from amparo.foundation.directory.models import OpeningHours
from amparo.foundation.directory.opening_hours import DAYS, UNKNOWN, Hours
from amparo.foundation.directory.search import ServiceResult
from amparo.public.presenters import (
    GSM_ALPHABET,
    SMS_LENGTH,
    SMS_LENGTH_UNICODE,
    ServiceDetail,
    fits_one_sms,
    sms_text,
)


def test_it_names_the_service_its_number_its_address_and_its_hours():
    told = sms_text("San José", "555 0142", "Calle del Faro 18", "Every day 16:00–22:00")
    assert told == "San José. 555 0142. Calle del Faro 18. Every day 16:00-22:00"


@pytest.mark.parametrize("length", [1, 80, 139, 160, 400])
def test_it_is_never_longer_than_a_message(length):
    told = sms_text("n" * length, "555 0142", "a" * 100, "", "Monday 8–12")
    assert len(told) <= SMS_LENGTH
    assert told.startswith("n")


def test_what_does_not_fit_is_left_out_whole_and_what_follows_may_still_fit():
    assert sms_text("San José", "a" * 200, "555 0142") == "San José. 555 0142"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Atención médica y jurídica", "Atencion médica y juridica"),
        ("Señora, ¿habla español?", "Señora, ¿habla español?"),
        ("Hôpital Sacré-Cœur, « accueil »", 'Hopital Sacré-Coeur, " accueil "'),
        ("Ça va, à l’entrée", "Ça va, à l'entrée"),
    ],
)
def test_latin_letters_are_written_so_that_a_message_still_holds_160(written, sent):
    assert sms_text(written) == sent
    assert set(sent) <= GSM_ALPHABET


def test_an_arabic_message_holds_70_letters_and_no_more():
    told = sms_text(
        "مأوى القديس يوسف", "5550142", "Calle del Faro 18, Puerto Alto", "كل يوم 16:00–22:00"
    )
    assert told == "مأوى القديس يوسف. 5550142. Calle del Faro 18, Puerto Alto"
    assert not fits_one_sms("م" * (SMS_LENGTH_UNICODE + 1))
    assert fits_one_sms("م" * SMS_LENGTH_UNICODE)


def test_a_sign_that_takes_two_places_counts_for_two():
    assert fits_one_sms("€" * 80)
    assert not fits_one_sms("€" * 81)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["es", "en", "fr", "ar"])
def test_in_each_language_the_message_has_its_name_and_number_and_fits(language, shelter):
    shelter.change(by=None, phone="555 0142")
    with translation.override(language):
        told = ServiceDetail(ServiceResult(shelter.service_at_locations.get(), UNKNOWN)).message
    assert fits_one_sms(told)
    assert told.startswith("مأوى" if language == "ar" else "Albergue San José")
    assert "5550142" in told
    assert "Calle del Faro 18" in told


@pytest.mark.django_db
def test_hours_for_women_alone_are_never_sent_as_hours_for_all(shelter):
    hours = [Hours(frozenset(DAYS), time(10), time(14), for_women=True)]
    OpeningHours.replace(shelter.service_at_locations.get(), hours, by=None)
    with translation.override("en"):
        told = ServiceDetail(ServiceResult(shelter.service_at_locations.get(), UNKNOWN)).message
    assert told.endswith("Every day 10:00-14:00 (only women)")
