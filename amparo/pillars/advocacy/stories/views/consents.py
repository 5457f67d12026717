"""Pages of media consent: asked and recorded, asked again, and the code on paper."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.permissions.rules import require_permission
from amparo.ui import formats

from ..forms.consents import BeginForm, ConfirmForm, ConsentForm
from ..models import MediaConsent
from ..models.stories import LANGUAGES
from ..read_aloud import sentences_in
from .stories import STORIES, StoryAction

# The form of what this colleague has just recorded: its code is worked out from it, not kept.
RECORDED, SHOWN_SECONDS = "story_recorded", 10 * 60


class AskAction(StoryAction):
    """A form above which stands what is read aloud to the person, in their language."""

    above_template = "stories/read_aloud.html"
    form_class = ConsentForm

    def get_form_kwargs(self, record):
        return {"user": self.request.user}

    def get_context(self, record):
        asked = self.request.GET.get("read", "")
        language = asked if asked in LANGUAGES else formats.current_language()
        return {
            "read_language": language, "sentences": sentences_in(language),
            "read_languages": settings.LANGUAGES,
        }  # fmt: skip

    def get_arguments(self, form):
        return form.consent_fields


class BeginStory(AskAction):
    """Asks for the consent first; the story is written afterwards."""

    title = pgettext_lazy("story", "Begin story: ask for the consent")
    submit_label = pgettext_lazy("story", "Record consent")
    success_message = gettext_lazy("Consent recorded. Write the code on paper for the person.")
    form_class = BeginForm

    def get_record(self):
        require_permission(self.request, "story.keep")

    def get_form_kwargs(self, record):
        initial = {"form": receipt_codes.new_form(), "language": self.request.LANGUAGE_CODE[:2]}
        return {"user": self.request.user, "initial": initial}

    def get_page(self, record):
        return {"crumbs": [(self.get_back_url(record), STORIES)]}

    def get_back_url(self, record):
        return reverse("stories:stories")

    def get_arguments(self, form):
        said = form.cleaned_data
        self.number = said["form"]
        names = ("office", "original_language", "pseudonym", "contact")
        return {**form.consent_fields, **{name: said[name] for name in names}}

    def perform(self, record, *, by, **fields):
        return MediaConsent.begin(receipt_codes.code_of(self.number), by=by, **fields)

    def get_success_url(self, record, result):
        self.request.session[RECORDED] = self.number
        return reverse("stories:code")


class RenewConsent(AskAction):
    title = pgettext_lazy("story", "Record new consent")
    submit_label = pgettext_lazy("story", "Record consent")
    success_message = gettext_lazy("Consent recorded. Photos are to be compared with it again.")

    def perform(self, story, *, by, **fields):
        return MediaConsent.give(story, by=by, **fields)


class ConfirmConsent(StoryAction):
    title = pgettext_lazy("story", "Asked again: the person said yes")
    lede = gettext_lazy("To the same as before. The end stays. If anything changed, record anew.")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Noted that the person said yes again.")
    form_class = ConfirmForm

    def perform(self, story, *, by, on):
        story.must_have_consent()
        story.consent.confirm(by=by, on=on)


new, renew, confirm = BeginStory.as_view(), RenewConsent.as_view(), ConfirmConsent.as_view()


@require_safe
def code(request):
    """The code of the story that was just begun, for some minutes; later nobody finds it."""
    require_permission(request, "story.keep")
    number = request.session.get(RECORDED, "")
    age = receipt_codes.form_age(number) if number else None
    is_there = age is not None and age < SHOWN_SECONDS
    shown = receipt_codes.code_of(number) if is_there else ""
    return render(request, "stories/code.html", {"code": shown})
