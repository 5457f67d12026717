"""Taxonomy terms as HSDS attributes: service types, facts beyond HSDS, and translations.

HSDS has room for one language; texts in the others travel as attributes.
"""

from collections.abc import Iterable, Mapping

from amparo.foundation.core.code_lists import codes

from ..translated_text import FALLBACK_LANGUAGES, TranslatedText
from .schema import stable_id

SERVICE_TYPES, FACTS = "service_type", "amparo"
_NAMES = {
    SERVICE_TYPES: ("Kinds of help", "The kinds of help of Amparo, in groups."),
    FACTS: ("Amparo", "What people on the move need to know of a service, beyond HSDS."),
}
# Of a service, an organization, a place, a line of hours. Values: yes, no, or as it says here.
_FACTS = {
    "asks_for_papers": ("Asks for papers", "Whether identity or migration papers are asked for."),
    "welcomes_irregular": ("Irregular stay welcome", "Whether people without a permit may come."),
    "is_free": ("Free", "Whether it costs nothing."),
    "is_child_friendly": ("With children", "Whether one can come with children."),
    "needs_appointment": ("By appointment", "Whether one has to make an appointment."),
    "audience": ("For whom", "women, men, children, families or lgbtiq; left out: anybody."),
    "interpreter": ("Interpreter", "The ISO 639 code of a language that an interpreter speaks."),
    "room": ("Room today", "plenty, little or full; only within a day after it was said."),
    "keeps_firewall": (
        "Silent towards immigration control",
        "Whether nothing that is fields there reaches immigration control.",
    ),
    "psea_assessed_on": (
        "PSEA assessed",
        "When protection from sexual exploitation and abuse was assessed, as a date.",
    ),
    "organization_kind": ("Kind of organization", "ngo, agency, government, community or other."),
    "organization_country": ("Country", "The ISO 3166-1 code of the country of an organization."),
    "mobile": ("It moves", "A van or a team on the road."),
    "time_zone": ("Time zone", "The IANA name of the zone whose clock the hours follow."),
    "for_women": ("Hours for women", "These hours are for women alone."),
    "shut": ("Closed", "On these days it is closed, whatever other lines say."),
    "access.step_free": ("Without steps", "A way in without steps."),
    "access.toilet": ("Toilet for wheelchairs", "A toilet for people in wheelchairs."),
    "access.signed": ("Sign language", "Somebody speaks sign language."),
    "access.loop": ("Help for hearing", "An induction loop or the like."),
    "access.quiet": ("A quiet room", "A room without noise and glare."),
}


def taxonomy(name: str) -> dict:
    title, description = _NAMES[name]
    return {"id": stable_id("taxonomy", name), "name": title, "description": description}


def taxonomies() -> list[dict]:
    return [taxonomy(name) for name in _NAMES]


def service_type_term(code: str) -> dict:
    """A kind of help, as a term: in English, with what the other languages call it."""
    term = codes.find(SERVICE_TYPES, code)
    labels = term.labels if term else {"en": code}
    others = [label for language, label in sorted(labels.items()) if language != "en"]
    parent = {"parent_id": _id(SERVICE_TYPES, term.parent)} if term and term.parent else {}
    return _term(SERVICE_TYPES, code, labels["en"], " · ".join(others) or labels["en"]) | parent


def fact_term(code: str) -> dict:
    return _term(FACTS, code, *_FACTS[code])


def language_term(code: str) -> dict:
    """What texts of a record are written in, or translated into."""
    return _term(FACTS, f"in.{code}", f"In {code}", f"Words in the language {code} (ISO 639).")


def terms() -> list[dict]:
    """All of them, but for languages in which nobody here has written yet."""
    kinds = [service_type_term(term.code) for term in codes.terms(SERVICE_TYPES)]
    languages = [language_term(code) for code in sorted(FALLBACK_LANGUAGES)]
    return [*kinds, *map(fact_term, _FACTS), *languages]


def _term(taxonomy: str, code: str, name: str, description: str) -> dict:
    return {
        "id": _id(taxonomy, code), "code": code, "name": name, "description": description,
        "language": "en", "taxonomy": _NAMES[taxonomy][0],
        "taxonomy_id": stable_id("taxonomy", taxonomy),
    }  # fmt: skip


def _id(taxonomy: str, code: str) -> str:
    return stable_id("taxonomy_term", taxonomy, code)


# The yes-or-no facts of a service: the code of each, and our own field that answers it.
YES_NO_FIELDS = {
    "asks_for_papers": "requires_documents", "welcomes_irregular": "welcomes_irregular",
    "is_free": "is_free", "is_child_friendly": "is_child_friendly",
    "needs_appointment": "needs_appointment",
}  # fmt: skip


# Attributes, and translations among them.

WRITTEN, TRANSLATED = "written_in", "translation"


def attribute(table: str, owner: str, term: dict, value: str = "", **more: str) -> dict:
    """One fact about one record, in our taxonomy or that of kinds of help."""
    key = (term["code"], more.get("label", ""), value if more.get("many") else "")
    more.pop("many", None)
    fields = {
        "id": stable_id("attribute", table, owner, *key), "link_id": owner, "link_entity": table,
        "taxonomy_term_id": term["id"], "value": value, **more, "taxonomy_term": term,
    }  # fmt: skip
    return {name: each for name, each in fields.items() if each}


def translated_attributes(
    table: str, owner: str, translations: Mapping[str, TranslatedText]
) -> tuple[dict[str, str], list[dict]]:
    """Each text in the language of the first one, and the attributes that carry the rest."""
    main = _main_language(translations.values())
    if not main:
        return {}, []
    texts = {name: text[main] for name, text in translations.items() if text.get(main)}
    about = [attribute(table, owner, language_term(main), label=WRITTEN)]
    for name, text in translations.items():
        for language in sorted(set(text) - {main}):
            term = language_term(language)
            about.append(
                attribute(table, owner, term, text[language], label=name, link_type=TRANSLATED)
            )
    return texts, about


def _main_language(translations: Iterable[TranslatedText]) -> str:
    for text in translations:
        for language in (*FALLBACK_LANGUAGES, *sorted(text)):
            if text.get(language):
                return language
    return ""
