"""A text says nothing to whoever else reads it: fixed sentences, four languages, counted parts."""

from datetime import date, time

import pytest
from django.apps import apps

from amparo.foundation.people.messaging.delivery import reply_kind
from amparo.foundation.people.messaging.recipients import hash_number, last_digits, to_e164
from amparo.foundation.people.messaging.templates import (
    LANGUAGES,
    language_for,
    message_size,
    message_templates,
)

TUESDAY = date(2026, 12, 1)
EACH = [(code, language) for code in message_templates() for language in LANGUAGES]
# What would tell whoever picks the telephone up: whose it is, who writes, or what it is about.
FORBIDDEN = (
    # en, es, fr: beginnings of words
    "amparo", "iom", "oim", "unhcr", "acnur", "hcr", "ngo", "ong", "office", "oficina", "bureau",
    "organi", "migra", "refug", "réfug", "asyl", "asil", "traffick", "trata", "traite", "victim",
    "víctim", "surviv", "sobreviv", "violen", "abus", "explot", "exploit", "rescu", "shelter",
    "alberg", "foyer", "hospital", "hôpital", "clinic", "clínic", "doctor", "docteur", "médec",
    "medic", "médic", "health", "salud", "santé", "pregnan", "embaraz", "enceinte", "test",
    "hiv", "vih", "sida", "police", "polic", "lawyer", "abogad", "avocat", "court", "tribunal",
    "judge", "juez", "juge", "case", "caso", "dossier", "file", "papers", "papeles", "papiers",
    "passport", "pasaporte", "passeport", "visa", "consul", "embassy", "embajad", "ambassade",
    "return", "retorno", "retour", "protect", "proteg", "protég", "danger", "peligro", "safe",
    "segur", "sûr", "money", "dinero", "argent", "help", "ayuda", "aide", "family", "familia",
    "famille", "child", "hij", "enfant", "complain", "queja", "plainte", "code", "código",
    "referr", "deriv", "référ", "social", "psyc", "psic", "http", "www", "@", "/",
    # ar
    "هجر", "مهاجر", "لاجئ", "لجوء", "اتجار", "ضحي", "عنف", "مأوى", "ملجأ", "مستشف", "عياد", "طبيب",
    "صحة", "شرطة", "محام", "محكم", "قاض", "ملف", "جواز", "تأشير", "قنصل", "سفار", "عود", "حماي",
    "خطر", "أمان", "مال", "مساعد", "أسر", "عائل", "طفل", "شكو", "رمز", "منظم", "مكتب",
)  # fmt: skip


@pytest.mark.parametrize(("code", "language"), EACH)
def test_it_gives_nobody_away(code, language):
    said = message_templates()[code].said[language]
    words = said.casefold().split()
    found = [
        word for word in FORBIDDEN
        if any(each.strip("¿¡.,;:!?").startswith(word) for each in words)
        or (not word.isascii() and not word[0].isascii() and word in said)
        or (len(word) == 1 and word in said)
    ]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(("code", "language"), EACH)
def test_nothing_is_filled_in_but_a_day_and_an_hour(code, language):
    template = message_templates()[code]
    assert template.gaps <= {"day", "time"}
    told = template.says(language, TUESDAY, time(10))
    assert "{" not in told
    assert "…" not in told
    for gap in ("{day}", "{time}"):
        assert (gap in template.said[language]) == (gap.strip("{}") in template.gaps)


@pytest.mark.parametrize(("code", "language"), EACH)
def test_no_name_of_this_installation_is_in_it(code, language, db, organization, office):
    said = message_templates()[code].said[language].casefold()
    named = [organization.name, office.name, *(app.verbose_name for app in apps.get_app_configs())]
    assert not [name for name in named if len(name) > 4 and name.casefold() in said]


@pytest.mark.parametrize(("code", "language"), EACH)
def test_it_is_short_enough_for_an_old_telephone(code, language):
    longest = message_templates()[code].says(language, date(2026, 9, 30), time(10))
    assert message_size(longest).parts <= 2


def test_only_who_asked_to_be_reminded_is_told_of_an_appointment():
    assert [code for code, each in message_templates().items() if each.is_chosen] == [
        "appointment"
    ]


def test_the_very_words():
    appointment = message_templates()["appointment"]
    assert appointment.says("en", TUESDAY, time(10)) == (
        "You have an appointment on Tuesday 1 December at 10:00. Reply NO if you cannot."
    )
    assert "martes 1 de diciembre a las 10:00" in appointment.says("es", TUESDAY, time(10))
    assert "mardi 1 décembre à 10:00" in appointment.says("fr", TUESDAY, time(10))
    assert "الثلاثاء 1 ديسمبر الساعة 10:00" in appointment.says("ar", TUESDAY, time(10))


@pytest.mark.parametrize(
    ("text", "letters", "parts", "is_plain"),
    [
        ("", 0, 1, True),
        ("a" * 160, 160, 1, True),
        ("a" * 161, 161, 2, True),
        ("a" * 306, 306, 2, True),
        ("a" * 307, 307, 3, True),
        ("€" * 80, 160, 1, True),
        # A letter of two places does not fit into the last place of a part.
        ("a" * 152 + "€" + "a" * 151, 305, 2, True),
        ("a" * 152 + "€" * 77, 306, 3, True),
        ("miércoles", 9, 1, True),
        ("sábado", 6, 1, False),
        ("ل" * 70, 70, 1, False),
        ("ل" * 71, 71, 2, False),
        ("😀" * 35, 70, 1, False),
    ],
)
def test_parts_are_counted_as_networks_count_them(text, letters, parts, is_plain):
    size = message_size(text)
    assert (size.letters, size.parts, size.is_plain) == (letters, parts, is_plain)


@pytest.mark.parametrize(
    "words",
    ["STOP", "stop.", "  Stop please", "BAJA", "Arrêt", "ARRET", "إيقاف", "ايقاف", "إلغاء", "قف"],
)
def test_stop_is_understood_in_any_language(words):
    assert reply_kind(words) == "stop"


@pytest.mark.parametrize(
    ("words", "kind"),
    [("NO", "no"), ("no puedo", "no"), ("Non", "no"), ("لا", "no"), ("Nobody", "other"),
     ("Stopped by yesterday", "other"), ("", "other"), ("😀", "other"), ("Gracias", "other")],
)  # fmt: skip
def test_what_else_people_answer(words, kind):
    assert reply_kind(words) == kind


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("+591 700 12 345", "", "+59170012345"),
        ("70012345", "BO", "+59170012345"),
        ("0059170012345", "BO", "+59170012345"),
        ("70012345", "", ""),
        ("ask her sister", "BO", ""),
        ("12", "BO", ""),
    ],
)
def test_numbers_in_the_form_that_networks_know(text, country, number):
    assert to_e164(text, country) == number


def test_a_key_names_nobody_and_knows_the_same_telephone(db):
    assert hash_number("+59170012345") == hash_number(to_e164("70012345", "BO"))
    assert "70012345" not in hash_number("+59170012345")
    assert last_digits("+59170012345") == "345"


def test_they_are_written_to_in_a_language_that_they_read():
    assert language_for(["ay", "es"], "en") == "es"
    assert language_for(["ay"], "fr") == "fr"
    assert language_for([], "xx") == "es"
