"""What is read aloud to somebody before they say yes, in their language."""

from django.utils import translation
from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop(
        "You decide whether your story is used. You can say no and nothing changes: no help"
        " depends on it."
    ),
    gettext_noop("Nobody pays for it, and nothing is promised for it."),
    gettext_noop(
        "You choose what is shown: your words, your name, your age, your face, your voice. Each of"
        " them can be no."
    ),
    gettext_noop(
        "You choose for what, where, in which languages, and until which day. On that day it ends"
        " by itself. Halfway we ask you again."
    ),
    gettext_noop(
        "You can stop it on any day and need not say why: with the code on your paper, or by"
        " telling any of us."
    ),
    gettext_noop(
        "When you stop it, our pages show it no more at once, and we tell everybody to whom we"
        " gave it. What is printed on paper cannot be called back, and somebody may have kept a"
        " copy."
    ),
    gettext_noop(
        "Even without your name, somebody who knows you could recognise you. Think of who may read"
        " it, at home too."
    ),
)


def sentences_in(language: str) -> list[str]:
    """Returns the sentences in a language of this site."""
    with translation.override(language):
        return [translation.gettext(each) for each in SENTENCES]
