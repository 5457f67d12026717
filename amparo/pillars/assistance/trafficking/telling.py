"""How the way out of exploitation is told: in the ledger, in the story, and to whoever waits."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import events

from ..timeline import TOLD, aside, narrates, said
from ..timers import TIMERS, Timer
from ..undertakings import Undertaking, undertakes
from . import figures, standing
from .models import Determination, IndicatorsSeen, OtherView
from .models.reflection import LIMIT as REFLECTION
from .models.safety import LIMIT as SAFETY

DEEDS = {
    "wayout.begun": _("Began to look whether somebody was trafficked"),
    "indicators.noted": _("Noted signs of trafficking"),
    "determination.made": _("Wrote down what was decided about trafficking"),
    "otherview.put": _("Wrote down that somebody sees it otherwise"),
    "reflection.granted": _("Recorded a time to recover and reflect"),
    "reflection.extended": _("Made the time to recover and reflect longer"),
    "reflection.ended_early": _("Ended the time to reflect because the person wished it"),
    "cooperation.heard": _("Wrote down what somebody wants with the authorities"),
    "safetyplan.agreed": _("Agreed a safety plan"),
    "safetyplan.looked_at": _("Went through a safety plan with the person"),
    "exploitation.written": _("Wrote down a time of exploitation"),
    "event.written": _("Wrote down what happened on the way"),
    "perpetrator.written": _("Wrote down what part somebody had in it"),
    "testimony.written": _("Took down a testimony"),
    "testimony.opened": _("Opened a testimony to a colleague"),
    "testimony.shut": _("Shut a testimony to a colleague again"),
    "testimony.erased": _("Erased a testimony and its key"),
    "htcds.received": _("Received a file of the trafficking data standard"),
    "htcds.listed": _("Looked through files of the trafficking data standard"),
    "htcds.let_in": _("Let a file of the trafficking data standard in"),
    "htcds.taken_up": _("Went on with a file of the trafficking data standard"),
    "htcds.brought_in": _("A file of the trafficking data standard was brought in"),
    "htcds.original_gone": _("A file of the trafficking data standard was deleted"),
    "htcds.exported": _("Made a file of the trafficking data standard"),
    "htcds.left": _("What is known of them left in a file of the trafficking data standard"),
    "htcds.taken": _("Took a file of the trafficking data standard out"),
    "ways_out.listed": _("Looked through those on their way out of exploitation"),
    "ways_out.counted": _("Looked at the figures of trafficked persons assisted"),
}
NOTICES = {
    "testimony.opened": _("A testimony was opened to you for a time. Read it alone."),
}
STORY = {
    "htcds.left": aside("file-text", _("Their data left in a file, as they had agreed")),
    "wayout.begun": said("eye", _("We began to look whether they were trafficked")),
    "indicators.noted": said("eye", _("Signs of trafficking were noted")),
    "determination.made": said("scale", _("It was decided whether they were trafficked")),
    "otherview.put": said("messages", _("Somebody sees it otherwise")),
    "reflection.granted": said("hourglass", _("A time to recover and reflect began")),
    "reflection.extended": aside("hourglass", _("The time to recover and reflect is longer")),
    "reflection.ended_early": said("hourglass", _("They wished the time to reflect to end")),
    "cooperation.heard": aside("messages", _("They said what they want with the authorities")),
    "safetyplan.agreed": said("shield-check", _("A safety plan was agreed")),
    "safetyplan.looked_at": aside("shield-check", _("We went through the safety plan")),
    "exploitation.written": aside("file-text", _("A time of exploitation was written down")),
    "event.written": aside("file-text", _("What happened on the way was written down")),
    "perpetrator.written": aside("file-text", _("Somebody’s part in it was written down")),
    # Of a testimony the story tells that there is one, never a word of it.
    "testimony.written": said("lock", _("A testimony was taken down")),
    "testimony.opened": aside("eye", _("A testimony was opened to a colleague")),
    "testimony.shut": aside("lock", _("A testimony was shut to a colleague again")),
    "testimony.erased": said("x", _("A testimony was erased")),
}
LIMITS = (
    Timer(REFLECTION, _("Time to recover and reflect, at least"), 30, "days"),
    Timer(SAFETY, _("Looking at a safety plan again"), 30, "days"),
)


def tell() -> None:
    events.EVENTS.update(DEEDS)
    events.NOTICES.update(NOTICES)
    TIMERS.update({limit.code: limit for limit in LIMITS})
    TOLD.update(STORY)
    narrates(IndicatorsSeen, "words")
    narrates(Determination, "words")
    narrates(OtherView, "words")
    undertakes(
        Undertaking(
            name="trafficking",
            icon="shield-check",
            begins="trafficking:begin",
            offer=_("Out of exploitation"),
            exists=standing.exists,
            standings=standing.standings,
            may_begin=standing.may_begin,
            mine=standing.mine,
            watched=standing.watched,
            headlines=figures.headlines,
            keeps=standing.keeps,
        )
    )
