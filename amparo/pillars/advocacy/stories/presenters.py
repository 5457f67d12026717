"""One story as colleagues find it: its consent, words, photos, uses, and what waits."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.labels import label_of
from amparo.foundation.core.models import User
from amparo.ui import formats

from .consent_chart import ConsentChart, consent_chart, time_left
from .models import MediaConsent, PhotoCopy, Story, StoryPhoto, StoryUse
from .models.stories import LANGUAGES, NO_CONSENT


@dataclass(frozen=True)
class PhotoLine:
    """A photo, its copy, and what still lacks before anybody sees it."""

    photo: StoryPhoto
    copy: PhotoCopy | None
    is_compared: bool
    languages: str  # in which it is described


class StoryPage:
    """What stands on the page of a story. A fixed number of queries."""

    def __init__(self, story: Story, user: User):
        self.story, self.user = story, user
        self.today: date = story.office.today()

    @property
    def consent(self) -> MediaConsent | None:
        return self.story.consent

    @cached_property
    def chart(self) -> ConsentChart | None:
        return consent_chart(self.consent, self.today) if self.consent else None

    @property
    def consent_problem(self) -> str:
        if self.consent is None:
            return str(NO_CONSENT)
        return self.consent.invalid_text(self.today)

    @property
    def asked_in(self) -> str:
        return formats.language_name(self.consent.language) if self.consent else ""

    @cached_property
    def public_languages(self) -> str:
        """The languages in which anybody reads it today."""
        shown = self.story.shown_languages(self.today)
        return formats.join_list([formats.language_name(code) for code in shown])

    @property
    def must_ask_again(self) -> bool:
        return self.consent is not None and self.consent.must_ask_again(self.today)

    @cached_property
    def agreed(self) -> list[str]:
        return [words for words, is_agreed in self._scope() if is_agreed]

    @cached_property
    def not_agreed(self) -> list[str]:
        return [words for words, is_agreed in self._scope() if not is_agreed]

    def _scope(self) -> list[tuple[str, bool]]:
        """Everything that was asked, and whether the person said yes."""
        consent = self.consent
        if consent is None:
            return []
        uses, spoken = consent.codes_of("use"), consent.codes_of("language")
        asked = [(label, code in uses) for code, label in codes.choices("story_use")]
        asked += [(formats.language_name(code), code in spoken) for code in LANGUAGES]
        for name in ("shows_name", "shows_age", "shows_face", "shows_voice"):
            label = str(label_of(MediaConsent, name))
            asked.append((label, getattr(consent, name)))
        countries = [formats.country_name(code) for code in consent.codes_of("country")]
        if countries:
            asked.append((formats.join_list(countries), True))
        everywhere = str(MediaConsent._meta.get_field("everywhere").verbose_name)
        return [*asked, (everywhere, consent.everywhere)]

    @cached_property
    def lede(self) -> str:
        """Who told it, as it may be said."""
        story = self.story
        values = {
            "who": story.pseudonym,
            "language": formats.language_name(story.original_language),
        }
        if story.age and self.consent and self.consent.shows_age:
            return _("Told by %(who)s, %(age)s, in %(language)s") % (values | {"age": story.age})
        return _("Told by %(who)s, in %(language)s") % values

    @cached_property
    def missing_languages(self) -> str:
        """The consented languages in which nothing is written."""
        written = {each.language for each in self.story.texts.all()}
        wanted = self.consent.codes_of("language") if self.consent else []
        return formats.join_list([formats.language_name(c) for c in wanted if c not in written])

    @cached_property
    def photos(self) -> list[PhotoLine]:
        found = []
        for photo in self.story.photos.all():
            photo.story = self.story
            copy = photo.current_copy
            if copy is not None:
                copy.photo = photo
            told = [formats.language_name(each.language) for each in photo.texts.all()]
            is_compared = copy is not None and copy.is_compared
            found.append(PhotoLine(photo, copy, is_compared, formats.join_list(told)))
        return found

    @cached_property
    def risk_check(self):
        found = max(self.story.risk_checks.all(), key=lambda each: each.pk, default=None)
        if found is not None:
            found.story = self.story
        return found

    @cached_property
    def to_notify(self) -> list[StoryUse]:
        if not self.story.is_ended:
            return []
        return [u for u in self.story.uses.all() if not u.ends_by_itself and u.notified_on is None]

    @cached_property
    def languages_to_write(self) -> list[tuple[str, str]]:
        return [(code, formats.language_name(code)) for code in LANGUAGES]

    @property
    def may_clear(self) -> bool:
        return self.user.pk not in (self.story.by_id, self.story.written_by_id)


@dataclass(frozen=True)
class StoryRow:
    """A story in the list, with the time that its consent still holds."""

    story: Story
    left: str
    is_late: bool


def story_row(story: Story) -> StoryRow:
    today, consent = story.office.today(), story.consent
    if consent is None or story.is_ended:
        return StoryRow(story, pgettext("media consent", "Ended") if consent else "", False)
    days = (consent.expires_on - today).days
    return StoryRow(story, time_left(consent, today), days <= 30)
