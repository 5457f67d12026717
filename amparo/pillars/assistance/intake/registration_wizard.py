"""The road of a registration: two steps, and all that was answered so far.

Earlier answers travel in the page itself: a session would keep them in clear.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.forms import BaseForm
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amparo.foundation.core.models import Team, User
from amparo.foundation.people.consent_givers import child_alone
from amparo.foundation.people.forms import ConsentDocumentForm
from amparo.foundation.people.forms.fields import offer_languages_first
from amparo.foundation.people.frequent_codes import FrequentCodes, frequent_codes
from amparo.foundation.people.matching import MatchingFeatures
from amparo.foundation.people.models import ConsentGiven, Family
from amparo.foundation.people.search.query import features_of_answers
from amparo.pillars.assistance.help_requests.models import HelpRequest
from amparo.pillars.assistance.help_requests.models.status import RequesterType
from amparo.ui.forms import SHORT_TEXT_LENGTH

from .first_contact import RegistrationData
from .forms.registration import (
    CaseStepForm,
    ChildRowForm,
    ConsentStepForm,
    ContactRowForm,
    DocumentRowForm,
    FamilyStepForm,
    IdentityStepForm,
)

CONSENT, PERSON = STEPS = ("consent", "person")
# The forms of each step, by the prefix of their fields.
FORMS = {CONSENT: ("consent",), PERSON: ("who", "case")}
CHILDREN, CONTACTS = 4, 2
DOCUMENT = "case-document"
_NOT_ANSWERS = frozenset(
    ("csrfmiddlewaretoken", "once", "step", "move", "names", "born", "nationality", "number")
)
# What was compared, and what was shown: forgotten when one goes back.
COMPARED = ("looked", "listed")


class RegistrationWizard:
    def __init__(
        self,
        data: QueryDict,
        user: User,
        family: Family | None = None,
        asked: HelpRequest | None = None,
        files: MultiValueDict | None = None,
    ):
        """`files` are those that were sent; None where the way it came carries none."""
        self.files = files
        self.data = data
        self.user = user
        self.family = family
        self.asked_for = asked

    @cached_property
    def teams(self) -> list[Team]:
        return receiving_teams(self.user)

    # The steps as forms: judged when they were answered, else as they were left.

    @cached_property
    def consent(self) -> ConsentStepForm:
        return self._consent_form(self.data)

    def _consent_form(self, data: QueryDict | None = None, **kwargs: Any) -> ConsentStepForm:
        form = ConsentStepForm(data, prefix="consent", **kwargs)
        offer_languages_first(form, ["language"], self._frequent.languages)
        return form

    @cached_property
    def who(self) -> IdentityStepForm:
        return self._who_form(self.data)

    def _who_form(self, data: QueryDict | None = None, **kwargs: Any) -> IdentityStepForm:
        form = IdentityStepForm(data, prefix="who", **kwargs)
        form.offer_frequent(self._frequent)
        return form

    @cached_property
    def _frequent(self) -> FrequentCodes:
        return frequent_codes(self.user.office)

    @cached_property
    def case(self) -> "CaseStepForm | FamilyStepForm":
        return self._case_form(self.data)

    def _case_form(self, data: QueryDict | None = None, **kwargs: Any):
        about: dict[str, Any] = {"prefix": "case", "teams": self.teams, "user": self.user}
        if self.opens_a_case:
            return CaseStepForm(data, **about, **kwargs)
        return FamilyStepForm(data, joins=self.family is not None, **about, **kwargs)

    @cached_property
    def opens_a_case(self) -> bool:
        """Where life is in danger we act at once; other exceptions wait for the second person."""
        waits = self._said("way") == "cannot" and self._said("basis") != "vital_interest"
        return self.family is None and not waits

    def _said(self, name: str) -> str:
        return self.data.get(f"consent-{name}", "")

    @cached_property
    def asks_for_document(self) -> bool:
        """Whether somebody consented for a child by a document: its file ends the registration."""
        if self.files is None or not self.consent.is_valid():
            return False
        said = self.consent.cleaned_data
        return said["way"] == "agrees" and self.consent.rests_on_document(said)

    @cached_property
    def consent_document(self) -> ConsentDocumentForm:
        return ConsentDocumentForm(self.data, self.files, prefix=DOCUMENT)

    @cached_property
    def documents(self) -> list[DocumentRowForm]:
        return self._rows(DocumentRowForm, "who-document", 1)

    @cached_property
    def contacts(self) -> list[ContactRowForm]:
        return self._rows(ContactRowForm, "who-contact", CONTACTS)

    @cached_property
    def children(self) -> list[ChildRowForm]:
        return self._rows(ChildRowForm, "case-child", CHILDREN)

    def _rows(self, form_class, prefix: str, count: int) -> list:
        """The rows in which something was written."""
        rows = [form_class(self.data, prefix=f"{prefix}{at}") for at in range(count)]
        return [row for row in rows if _is_filled(row)]

    def forms_of(self, step: str) -> list[BaseForm]:
        if step == CONSENT:
            return [self.consent]
        files = [self.consent_document] if self.asks_for_document else []
        rows = [*self.documents, *self.contacts, *self.children]
        return [self.who, self.case, *rows, *files]

    def is_valid(self, step: str) -> bool:
        answers = [form.is_valid() for form in self.forms_of(step)]  # every row says what it lacks
        return (step != PERSON or self._is_child_heard()) and all(answers)

    def _is_child_heard(self) -> bool:
        """A child does not consent alone."""
        if not self.who.is_valid() or not self.who.is_of_a_child:
            return True
        if self.consent.is_valid() and self.consent.is_alone_in_consenting:
            self.who.add_error("birth", child_alone())
            return False
        return True

    # The steps as pages.

    def blank(self, step: str) -> dict[str, Any]:
        """A step to fill in, with what was carried along and is not judged yet."""
        if step == CONSENT:
            return {"form": self._left(self.consent, self._consent_form)}
        shown: dict[str, Any] = {
            "form": self._left(self.who, self._who_form),
            "case_form": self._left(self.case, self._case_form),
            "documents": self._left_rows(DocumentRowForm, "who-document", 1),
            "contacts": self._left_rows(ContactRowForm, "who-contact", CONTACTS),
            "children": self._left_rows(ChildRowForm, "case-child", CHILDREN),
        }
        if self.asks_for_document:
            shown["document"] = ConsentDocumentForm(prefix=DOCUMENT)
        return shown

    def judged(self, step: str) -> dict[str, Any]:
        """A step as it was answered, with what is missing; empty rows stay empty."""
        if step == CONSENT:
            return {"form": self.consent}
        rows = self._judged_rows
        shown: dict[str, Any] = {
            "form": self.who,
            "case_form": self.case,
            "documents": rows(self.documents, DocumentRowForm, "who-document", 1),
            "contacts": rows(self.contacts, ContactRowForm, "who-contact", CONTACTS),
            "children": rows(self.children, ChildRowForm, "case-child", CHILDREN),
        }
        if self.asks_for_document:
            shown["document"] = self.consent_document
        return shown

    def _left(self, answered: BaseForm, new):
        was_shown = f"{str(answered.prefix).split('-')[0]}-shown" in self.data
        left = {name: answered[name].data for name in answered.fields}
        return new(initial={n: v for n, v in left.items() if was_shown or _says_something(v)})

    def _left_rows(self, form_class, prefix: str, count: int) -> list:
        rows = [form_class(self.data, prefix=f"{prefix}{at}") for at in range(count)]
        return [
            self._left(row, lambda row=row, **kw: form_class(prefix=row.prefix, **kw))
            for row in rows
        ]

    def _judged_rows(self, filled: list, form_class, prefix: str, count: int) -> list:
        by_prefix = {row.prefix: row for row in filled}
        names = [f"{prefix}{at}" for at in range(count)]
        return [by_prefix.get(name) or form_class(prefix=name) for name in names]

    def earlier_answers(self, shown: str) -> Iterator[tuple[str, str]]:
        """Every earlier answer, for the page to keep."""
        here = tuple(f"{prefix}-" for prefix in FORMS[shown])
        for name, values in self.data.lists():
            if name not in _NOT_ANSWERS and not name.startswith(here):
                yield from ((name, value) for value in values)

    # What it leads to.

    @property
    def asked(self) -> MatchingFeatures:
        """Who it is, as far as it was answered: for whoever looks alike."""
        answers = {
            name.removeprefix("who-"): str(self.data[name])
            for name in self.data
            if name.startswith("who-")
        }
        traits = features_of_answers(answers, localdate())
        return replace(
            traits,
            documents=tuple(filter(None, [answers.get("document0-number", "")])),
            phones=tuple(answers.get(f"contact{at}-value", "") for at in range(CONTACTS)),
        )

    @property
    def looked_at(self) -> set[str]:
        """People and offices that were compared, and found to be somebody else: refs in hex."""
        return self._refs("looked")

    @property
    def listed(self) -> set[str]:
        """People and offices that were shown beside the button that registers: refs in hex."""
        return self._refs("listed") | self.looked_at

    def _refs(self, name: str) -> set[str]:
        return {ref for refs in self.data.getlist(name) for ref in refs.split()}

    @property
    def _consent_given(self) -> ConsentGiven:
        upload = self.consent_document.cleaned_data["upload"] if self.asks_for_document else None
        return replace(self.consent.given, upload=upload, document_follows=self.files is None)

    @property
    def met(self) -> RegistrationData:
        exception = self.consent.exception
        return RegistrationData(
            person=self.who.person_fields,
            consent=None if exception else self._consent_given,
            exception=exception,
            documents=[row.cleaned_data for row in self.documents],
            contacts=[row.cleaned_data for row in self.contacts],
            children=[row.child for row in self.children],
            case=self.case.case,
            family=self.family,
            relation=self.case.relation_given,
            asked_for=self.asked_for,
        )


def receiving_teams(user: User) -> list[Team]:
    """The teams for which somebody may receive people."""
    found: dict[int, Team] = {}
    for place in user.memberships_held:
        if "person.register" in place.role_held.permissions:
            office = place.in_office
            teams = [place.team] if place.team else list(office.teams.order_by("name"))
            found |= {team.pk: team for team in teams}
    return list(found.values())


def prefill_from_search(words: QueryDict) -> QueryDict:
    """The words of a search, carried into the form: names, birth or age, nationality, number."""
    data = words.copy()
    given, _space, rest = words.get("names", "").strip().partition(" ")
    data["who-given_names"], data["who-family_names"] = given, rest.strip()
    born = words.get("born", "").strip()
    is_year = born.isdecimal() and len(born) == 4
    data["who-birth_year" if is_year else "who-age"] = born
    data["who-nationality"] = words.get("nationality", "")
    number = words.get("number", "").strip()
    is_phone = number.startswith("+")
    data["who-contact0-value" if is_phone else "who-document0-number"] = number
    return data


def prefill_from_help_request(asked: HelpRequest) -> QueryDict:
    """What somebody wrote on the public pages, carried into the form: the rest is asked."""
    data = QueryDict(mutable=True)
    told = [asked.text, *(each.text for each in asked.helprequestmessages.filter(by=None))]
    is_own = asked.asker == RequesterType.SELF
    minded = (
        (_("Hours: %(words)s"), asked.hours),
        (_("May answer: %(words)s"), asked.who_may_answer),
        (_("Say first: %(words)s"), asked.code_word),
    )
    safe = [said % {"words": words} for said, words in minded if words]
    safe += [_("Leave no message")] if asked.may_leave_message is False else []
    data.update(
        {
            "help": str(asked.ref),
            "case-channel": "self" if is_own else "community",
            "case-presenting_concern": "\n\n".join(words for words in told if words),
            "case-place": str(asked.place.ref) if asked.place else "",
            "case-identified_on": localdate(asked.asked_at, asked.office.zone).isoformat(),
            "who-language_1": asked.language,
            "who-safe_channel": asked.safe_channel,
            "who-safe_contact": ". ".join(safe)[:SHORT_TEXT_LENGTH],
            "who-contact0-value": asked.contact,
            "who-contact0-kind": "message" if asked.safe_channel == "message" else "phone",
            "who-contact0-note": "" if is_own else _("Of whoever asked for them"),
        }
    )
    return data


def _is_filled(row: BaseForm) -> bool:
    names = row.filled_by  # type: ignore[attr-defined]
    return any(str(row.data.get(row.add_prefix(name), "")).strip() for name in names)


def _says_something(value: object) -> bool:
    return any(value) if isinstance(value, list) else bool(value)
