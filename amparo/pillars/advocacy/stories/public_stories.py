"""Stories as anybody reads them: published, in a language that was consented and written, on a day
on which the consent holds. Asked at each look: nothing is kept ready, and nothing waits for the
night.
"""

from dataclasses import dataclass
from uuid import UUID

from .models import PhotoCopy, Story, StoryPhoto, StoryText

MOST_SHOWN = 50
_WHOLE = Story.objects.published().select_related("office").prefetch_related(
    "texts", "consents__items"
)  # fmt: skip


@dataclass(frozen=True)
class ShownStory:
    """A story in one language; `photo` where one was compared with the consent and described in
    this language.
    """

    story: Story
    text: StoryText
    photo: PhotoCopy | None = None
    alt: str = ""


def shown_stories(language: str) -> list[ShownStory]:
    """Returns those that are shown in this language today, the latest first."""
    rows = _WHOLE.order_by("-published_at", "-pk")[: MOST_SHOWN * 2]
    found = [shown for each in rows if (shown := _shown(each, language))]
    return found[:MOST_SHOWN]


def shown_story(ref: UUID, language: str) -> ShownStory | None:
    """Returns one with its photo, or None where it is not shown in this language today."""
    story = _WHOLE.prefetch_related("photos__copies", "photos__texts").filter(ref=ref).first()
    shown = _shown(story, language) if story else None
    if story is None or shown is None:
        return None
    for photo in story.photos.all():
        photo.story = story
        if (copy := published_copy(photo)) and (alt := photo.alt(language)):
            return ShownStory(story, shown.text, copy, alt)
    return shown


def _shown(story: Story, language: str) -> ShownStory | None:
    text = story.text(language)
    if text is None or not story.is_shown_in(language, story.office.today()):
        return None
    text.story = story
    return ShownStory(story, text)


def published_copy(photo: StoryPhoto) -> PhotoCopy | None:
    """Returns the copy that may be shown: compared by a second person with the consent that holds
    now.
    """
    copy = photo.current_copy
    if copy is None or not copy.storage_key:
        return None
    copy.photo = photo
    return copy if copy.is_compared else None


def has_public_stories() -> bool:
    """Whether any story is published, in whichever language."""
    return Story.objects.published().exists()
