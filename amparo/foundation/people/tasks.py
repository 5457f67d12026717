"""What people's telephones wait for: texts leave the house by themselves."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust.jobs import in_background, periodic

from . import rarity
from .comparing.running import compare  # noqa: F401 - tasks, loaded with those below
from .texts import outbox

SWEEP = timedelta(minutes=10)
LEARN = timedelta(days=1)


# In slices: a provider that is slow to answer must not keep the database waiting.
@in_background(name="send-text-message", title=_("Hand a text over"), in_slices=True)
def hand_over(ref: str) -> None:
    outbox.hand_over(ref)


@periodic(every=SWEEP)
@in_background(
    name="check-waiting-text-messages",
    title=_("Look after texts that wait"),
    in_slices=True,
)
def sweep_texts() -> None:
    outbox.sweep()


@periodic(every=LEARN)
@in_background(name="count-names", title=_("Learn how common names are"), in_slices=True)
def learn_names() -> None:
    rarity.learn()
