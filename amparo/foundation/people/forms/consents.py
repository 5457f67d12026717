"""A conversation about consent: what was explained, and the answer to each purpose."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.files.forms import SCANNED_TYPES, UploadField
from amparo.foundation.core.models import Organization, User
from amparo.ui import formats
from amparo.ui.formats import languages
from amparo.ui.forms import CheckboxList, Form, LocalDateInput, SearchedChoices

from ..consent_givers import (
    DOCUMENT,
    GUARDIAN,
    PARENT,
    SELF,
    child_alone,
    file_missing,
    missing_of_giver,
    recorded_guardians,
    rests_on_document,
)
from ..extension_points import RecordedGuardian, consent_recipients
from ..models import Consent, ConsentException, ConsentGiven, ExceptionAsked, Person
from ..models.consents import Choice
from .fields import choice_field, code_field

# With whom each purpose shares; where nothing is said, nothing leaves our own office.
RECIPIENTS = {
    "share_services": "organization",
    "transfer": "organization",
    "tracing": "organization",
    "share_authorities": "authorities",
}
# What our own offices do too, with or without others: who names nobody means us.
ALSO_OURS = frozenset(("transfer", "tracing"))
# Consent is informed only when these were explained; use in research is told where it happens.
EXPLAINED_FIRST = ("interview", "purpose", "uses", "access", "retention", "withdrawal")
CONSENT_LASTS = timedelta(days=365)
# It ends with the day of all: nothing lasts longer than the case itself.
BASE = "case_management"
ASKED_FIRST = ("case_management", "share_services", "share_authorities")
MOST_PARTNERS = 300
# In one conversation; with whom else is asked when one refers.
MOST_NAMED = 2
_ANSWERS = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


class Purpose(NamedTuple):
    """One line of the conversation: what for, with whom, and the answer."""

    code: str
    label: str
    recipient: str
    answer: BoundField
    organizations: BoundField | None
    until: BoundField | None


class ConsentForm(Form):
    """Each purpose is asked on its own; what is not asked is not agreed."""

    language = choice_field(gettext_lazy("Explained in"), languages)
    explained = forms.MultipleChoiceField(
        label=pgettext_lazy("consent", "Information given"),
        choices=codes.lazy_choices("consent_check"),
        widget=CheckboxList,
        required=False,
    )
    all_explained = forms.BooleanField(
        label=gettext_lazy("All of this was explained, and understood"),
        required=False,
    )
    method = code_field("consent_method", gettext_lazy("Mode of answer"), buttons=True)
    given_by = forms.ChoiceField(
        label=gettext_lazy("Consent given by"),
        help_text=gettext_lazy(
            "For a child, a parent who is present, a guardian or an authority consents; the child "
            "is asked too."
        ),
        choices=Consent.Giver.choices,
        widget=forms.RadioSelect,
        initial="self",
    )
    consenting_person = forms.CharField(
        label=gettext_lazy("Name of the parent, guardian or authority"), required=False
    )
    relationship = forms.ChoiceField(
        label=gettext_lazy("For a parent: what they are to the child"),
        choices=[("", "—"), *Consent.Relationship.choices],
        required=False,
    )
    guardian = forms.ChoiceField(
        label=gettext_lazy("For a guardian: who is on record"), required=False
    )
    document = forms.CharField(
        label=gettext_lazy("For a guardian who is not on record, or an authority: the document"),
        help_text=gettext_lazy("Which document it is, and its number. You have read it yourself."),
        required=False,
    )
    document_issuer = forms.CharField(
        label=gettext_lazy("Who issued the document"), required=False
    )
    document_on = forms.DateField(label=gettext_lazy("Day of the document"), required=False)
    assent = forms.ChoiceField(
        label=gettext_lazy("Assent of the child"),
        choices=[*_ANSWERS, ("young", gettext_lazy("Too young to be asked"))],
        widget=forms.RadioSelect,
        required=False,
    )
    witness = forms.CharField(label=gettext_lazy("Witness or interpreter"), required=False)
    limits = forms.CharField(
        label=gettext_lazy("Limits set by the person"),
        help_text=gettext_lazy("In their words: “not to my brother”."),
        required=False,
    )
    given_on = forms.DateField(label=gettext_lazy("Date of interview"), initial=localdate)
    expires_on = forms.DateField(
        label=gettext_lazy("Valid until"),
        help_text=gettext_lazy(
            "After that day they are asked again. A purpose may end earlier: write its day beside "
            "it."
        ),
        initial=lambda: localdate() + CONSENT_LASTS,
    )

    def __init__(
        self, *args: Any, person: Person | None = None, user: User | None = None, **kwargs: Any
    ):
        """`person` is who is known already, and `user` who reads which guardians they have."""
        super().__init__(*args, **kwargs)
        self.person = person
        known = recorded_guardians(person, user) if person and user else []
        self.guardians = {str(each.ref): each for each in known}
        names = [(ref, each.name) for ref, each in self.guardians.items()]
        self.fields["guardian"].choices = [("", "—"), *names]  # type: ignore[attr-defined]
        if not names:
            del self.fields["guardian"]
        partners = [(str(each.ref), each.name) for each in _partners()]
        for term in _purposes():
            self.fields[f"agrees_{term.code}"] = forms.ChoiceField(
                label=term.label, choices=_ANSWERS, widget=forms.RadioSelect, required=False
            )
            if RECIPIENTS.get(term.code) == "organization":
                self.fields[f"with_{term.code}"] = forms.MultipleChoiceField(
                    label=pgettext("consent", "Recipient"),
                    choices=partners,
                    widget=SearchedChoices(boxes=MOST_NAMED),
                    required=False,
                )
            if term.code != BASE:
                self.fields[f"until_{term.code}"] = forms.DateField(
                    label=pgettext("consent", "Until an earlier day"),
                    widget=LocalDateInput(),
                    required=False,
                )

    @staticmethod
    def named(ref: str) -> dict[str, list[str]]:
        """The organization of which one asks is ticked already; the answer never is."""
        named = [code for code, kind in RECIPIENTS.items() if kind == "organization"]
        return {f"with_{code}": [ref] for code in named} if ref else {}

    @property
    def purposes(self) -> list[Purpose]:
        return [
            Purpose(
                term.code,
                term.label,
                _recipient_words(term.code),
                self[f"agrees_{term.code}"],
                self[f"with_{term.code}"] if f"with_{term.code}" in self.fields else None,
                self[f"until_{term.code}"] if f"until_{term.code}" in self.fields else None,
            )
            for term in _purposes()
        ]

    @property
    def main_purposes(self) -> list[Purpose]:
        """What nearly everybody is asked; the others are folded."""
        return [each for each in self.purposes if each.code in ASKED_FIRST]

    @property
    def other_purposes(self) -> list[Purpose]:
        return [each for each in self.purposes if each.code not in ASKED_FIRST]

    @property
    def has_other_answers(self) -> bool:
        """Whether one of the folded purposes was answered, or is faulty."""
        return any(each.answer.value() or each.answer.errors for each in self.other_purposes)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self._leave_unused_days(given)
        if given.get("all_explained"):
            given["explained"] = sorted({*EXPLAINED_FIRST, *given.get("explained", ())})
        if self.is_asked(given):
            self._check_words(given)
            self._check_explained(given)
            self._check_answers(given)
            self._check_days(given)
        return given

    def _leave_unused_days(self, given: dict[str, Any]) -> None:
        """The day beside a purpose is asked after a yes alone."""
        for code, answer in self._answers(given).items():
            if answer != "yes":
                given.pop(f"until_{code}", None)
                self.errors.pop(f"until_{code}", None)

    def _check_days(self, given: dict[str, Any]) -> None:
        for code in self._answers(given):
            until, all_until = given.get(f"until_{code}"), given.get("expires_on")
            if until and until < localdate():
                self.add_error(f"until_{code}", _("This day has passed already."))
            elif until and all_until and until > all_until:
                self.add_error(
                    f"until_{code}",
                    _("This is after the day on which all of it ends. Choose an earlier day."),
                )

    def is_asked(self, given: dict[str, Any]) -> bool:
        """Whether there was a conversation to note; a registration may be without one."""
        return True

    def _check_words(self, given: dict[str, Any]) -> None:
        for name in ("language", "method"):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, _("This is still missing."))
        self._check_giver(given)
        if given.get("expires_on") and given["expires_on"] < localdate():
            self.add_error("expires_on", _("This day has passed already."))
        if given.get("given_on") and given["given_on"] > localdate():
            self.add_error("given_on", _("This day is still to come."))

    def _check_giver(self, given: dict[str, Any]) -> None:
        is_yes = any(answer == "yes" for answer in self._answers(given).values())
        if not is_yes or not given.get("given_by"):
            return
        said = given | {"guardian_ref": given.get("guardian")}
        for name, words in missing_of_giver(said).items():
            if name not in self.errors:
                self.add_error(name, words)
        if given["given_by"] == SELF and self.person and self.person.is_child(localdate()):
            self.add_error("given_by", child_alone())

    def rests_on_document(self, given: dict[str, Any]) -> bool:
        """Whether somebody said yes for a child by a document."""
        is_yes = any(answer == "yes" for answer in self._answers(given).values())
        return is_yes and rests_on_document(given.get("given_by"), given.get("guardian"))

    def _check_explained(self, given: dict[str, Any]) -> None:
        missing = set(EXPLAINED_FIRST) - set(given.get("explained", ()))
        if missing and any(answer == "yes" for answer in self._answers(given).values()):
            self.add_error(
                "all_explained",
                _("Explain each point first: consent counts when it is understood."),
            )

    def _check_answers(self, given: dict[str, Any]) -> None:
        answers = self._answers(given)
        if not any(answers.values()):
            self.add_error(None, _("Note at least one answer."))
        for code, answer in answers.items():
            if answer == "yes" and self._must_name(code) and not given.get(f"with_{code}"):
                self.add_error(
                    f"with_{code}", _("Name with whom. If you do not know yet, ask later.")
                )

    def _must_name(self, code: str) -> bool:
        return f"with_{code}" in self.fields and code not in ALSO_OURS

    def _answers(self, given: dict[str, Any]) -> dict[str, str]:
        return {term.code: given.get(f"agrees_{term.code}", "") for term in _purposes()}

    @property
    def given(self) -> ConsentGiven:
        """What was said, as it is kept."""
        said = self.cleaned_data
        guardian = self._guardian
        assent = {"yes": True, "no": False}.get(said["assent"])
        return ConsentGiven(
            choices=tuple(self._choices()),
            method=said["method"],
            language=said["language"],
            explained=tuple(said["explained"]),
            given_by=said["given_by"],
            consenting_person=guardian.name if guardian else said["consenting_person"],
            **self._shown,
            assent=assent if said["given_by"] != SELF else None,
            witness=said["witness"],
            limits=said["limits"],
            expires_on=said["expires_on"],
            on=said["given_on"],
        )

    @property
    def _guardian(self) -> RecordedGuardian | None:
        is_guardian = self.cleaned_data["given_by"] == GUARDIAN
        return self.guardians.get(self.cleaned_data.get("guardian", "")) if is_guardian else None

    @property
    def _shown(self) -> dict[str, Any]:
        """By what whoever consents for somebody else is entitled to it."""
        said = self.cleaned_data
        if said["given_by"] == PARENT:
            return {"relationship": said["relationship"]}
        if said["given_by"] == SELF:
            return {}
        guardian = self._guardian
        document = {name: said[name] for name in DOCUMENT}
        return document | {"guardian_ref": guardian.ref if guardian else None}

    def _choices(self):
        for code, answer in self._answers(self.cleaned_data).items():
            if answer:
                for organization in self._organizations(code, answer):
                    is_ours = organization is None and code in ALSO_OURS
                    recipient = "own_office" if is_ours else RECIPIENTS.get(code, "own_office")
                    until = self.cleaned_data.get(f"until_{code}")
                    yield Choice(code, answer == "yes", recipient, organization, until)

    def _organizations(self, code: str, answer: str) -> list[Organization | None]:
        """Whom the answer is about; nobody named is whom the purpose speaks of anyway."""
        named = self.cleaned_data.get(f"with_{code}") or ()
        found = list(Organization.objects.filter(ref__in=named))
        return [None, *found] if code in ALSO_OURS and answer == "yes" else found or [None]


def document_field(**kwargs: Any) -> UploadField:
    """The file of the document by which somebody consents for a child."""
    return UploadField(
        label=gettext_lazy("File of the document"), types=SCANNED_TYPES,
        missing=gettext_lazy("Choose the file: a PDF or a photo of the document."), **kwargs,
    )  # fmt: skip


class ConsentWithDocumentForm(ConsentForm):
    """The same, with the file of the document in the same step."""

    upload = document_field(required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        is_missing = self.rests_on_document(given) and not given.get("upload")
        if is_missing and "upload" not in self.errors:
            self.add_error("upload", file_missing())
        return given

    @property
    def given(self) -> ConsentGiven:
        return replace(super().given, upload=self.cleaned_data["upload"])


class ConsentDocumentForm(Form):
    """The file of the document alone: after the conversation, or at the end of a registration."""

    upload = document_field()


class ExceptionForm(Form):
    """Why somebody is registered who cannot consent now."""

    basis = forms.ChoiceField(
        label=gettext_lazy("Reason for urgency"),
        choices=ConsentException.Basis.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("What happened"),
        help_text=pgettext_lazy("consent", "Second approval within 72 hours."),
        widget=forms.Textarea,
    )

    @property
    def asked(self) -> ExceptionAsked:
        return ExceptionAsked(**self.cleaned_data)


class WithdrawalForm(Form):
    statement = forms.CharField(
        label=gettext_lazy("In the person’s words"),
        help_text=gettext_lazy("Nobody has to say why."),
        widget=forms.Textarea,
        required=False,
    )


class ReviewForm(Form):
    """The second person confirms, or sends back and says why."""

    decision = forms.ChoiceField(choices=[("confirm", "confirm"), ("send_back", "send_back")])
    note = forms.CharField(
        label=pgettext_lazy("record", "Note"),
        help_text=gettext_lazy("Needed when you send it back."),
        widget=forms.Textarea,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == "send_back" and not given.get("note"):
            self.add_error("note", _("Say why, so that your colleague can do it better."))
        return given


def _partners() -> QuerySet[Organization]:
    """With whom somebody may agree to share: never our own organizations, or who only finances."""
    found: QuerySet[Organization] = Organization.objects.exclude(kind=Organization.Kind.OWN)
    for leave_out in consent_recipients:
        found = leave_out(found)
    return found.order_by("name")[:MOST_PARTNERS]


def _purposes() -> list[codes.Term]:
    return [term for term in codes.terms("consent_scope") if term.is_active]


def _recipient_words(code: str) -> str:
    kinds = {"organization": _("Those you name"), "authorities": _("Authorities")}
    ours, others = _("Our own office"), kinds.get(RECIPIENTS.get(code, ""))
    if code in ALSO_OURS and others:
        return formats.join_list((ours, others))
    return others or ours
