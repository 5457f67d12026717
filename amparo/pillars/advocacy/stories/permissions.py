"""Who sees and keeps stories: those of the office who work with them; anybody reads what is
published. The original of a photo and a recording are for who keeps stories.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.accounts.roles import give_permissions
from amparo.foundation.core.extension_points import permission_rules
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    join_path,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.funding.permissions import in_own_office

from .models import (
    MediaConsent,
    MediaConsentItem,
    PhotoCopy,
    PhotoText,
    RiskCheck,
    Story,
    StoryMessage,
    StoryPhoto,
    StoryRecording,
    StoryRemoval,
    StoryState,
    StoryText,
    StoryUse,
)

give_permissions("supervisor", "story.approve", "story.see")
give_permissions("communications", "story.approve", "story.keep", "story.see")


PUBLISHED = "read_published"

register_rules(
    Story,
    see=in_own_office("story.see", "office"),
    keep=in_own_office("story.keep", "office"),
    approve=in_own_office("story.approve", "office"),
)
for part in (MediaConsent, RiskCheck, StoryMessage, StoryRemoval, StoryText, StoryUse):
    register_rules(part, see=via_foreign_key("story"), keep=via_foreign_key("story", "keep"))
register_rules(MediaConsentItem, see=via_foreign_key("consent__story"))
register_rules(
    StoryPhoto,
    see=via_foreign_key("story"),
    keep=via_foreign_key("story", "keep"),
    approve=via_foreign_key("story", "approve"),
)
register_rules(StoryRecording, see=via_foreign_key("story", "keep"))
for shown in (PhotoCopy, PhotoText):
    register_rules(shown, see=via_foreign_key("photo__story"))

# Nobody is named in a story, and its contact is for who works with it.
for sealed in (Story, StoryText, StoryMessage, StoryPhoto, PhotoCopy, PhotoText, StoryRecording):
    unmasked_for(sealed, "see")


def is_published(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens published stories, also to who is signed out. Whether the consent holds today is asked
    where they are served.
    """
    return Q(**{join_path(at, "state"): StoryState.PUBLISHED.value})


permission_rules[Story][PUBLISHED] = is_published
for public in (StoryText, MediaConsent, StoryPhoto):
    permission_rules[public][PUBLISHED] = via_foreign_key("story", PUBLISHED)
permission_rules[MediaConsentItem][PUBLISHED] = via_foreign_key("consent__story", PUBLISHED)
for of_photo in (PhotoCopy, PhotoText):
    permission_rules[of_photo][PUBLISHED] = via_foreign_key("photo__story", PUBLISHED)
