"""Tags of dialogue: how far a commitment is, as one side says."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from amparo.ui.tags.icons import badge

from ..models.progress import Progress
from ..presenters.commitments import ICONS, TONES

register = template.Library()


@register.simple_tag
def progress_badge(progress: str | None) -> SafeString:
    """How far one side says it is; in words where that side said nothing."""
    if not progress:
        return format_html('<span class="soft">{}</span>', pgettext("progress", "nothing yet"))
    known = Progress(progress)
    tone = TONES[known]
    return badge(tone, ICONS[tone], str(known.label))
