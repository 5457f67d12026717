"""How far a search is, and what is to be done first.

A stage is done when somebody recorded it. Who does not trace reads no stage from which one could
tell that somebody was found, or how the search ended: that is told by those who trace.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.code_lists import codes
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.extension_points.stages import NextStep
from amparo.ui import formats
from amparo.ui.charts import LineStage, StageFact, line_of

from .models import Reunification, SoughtPerson, TracingMatch, TracingRequest
from .models.outcomes import REUNIFIED

if TYPE_CHECKING:
    from .presenters import RequestPage

State = TracingRequest.State
# Where the person who may have been found does not want it, or the family must not be told.
WITHHELD = ("respect_no", "not_told")
# In this order of what comes next about a match: whoever was not asked comes first.
ORDER = ("ask_person", "set_aside", "ask_relative", "verify_more", "settle", "reunify")


def stages_of(page: RequestPage) -> list[LineStage]:
    """Returns the stages of the search, as far as the reader may know them."""
    facts = [_request(page)]
    if page.traces:
        facts += [_search(page), _verification(page), _notified(page), _reunification(page)]
    else:
        facts += _public(page)
    facts.append(_closure(page))
    return line_of(facts, is_over=page.request.is_closed)


def _request(page: RequestPage) -> StageFact:
    """It can be worked on once the enquirer agrees, and as long as they do."""
    label, word = pgettext("tracing, stage", "Request"), next(iter(page.consents), None)
    if word is None:
        detail = pgettext("tracing, stage", "consent not asked yet")
    elif not word.agreed:
        detail = pgettext("tracing, stage", "no consent")
    elif not page.has_consent:
        detail = pgettext("tracing, stage", "no consent in the file")
    else:
        detail = _("consent of %(day)s") % {"day": formats.day(word.given_on)}
    return StageFact(label, is_done=page.has_consent, detail=detail)


def _public(page: RequestPage) -> list[StageFact]:
    """What who does not trace may know: of a closed search, not how far it had come."""
    label, told = pgettext("tracing, stage", "Tracing"), bool(page.notifications)
    begun = page.request.state != State.OPEN
    if told:
        search = [StageFact(label, is_done=True)]
    elif page.request.is_closed:
        search = []
    elif begun:
        detail = pgettext("tracing, stage", "in progress")
        search = [StageFact(label, is_done=False, detail=detail)]
    else:
        detail = pgettext("tracing, stage", "not started")
        search = [StageFact(label, is_done=False, detail=detail)]
    return [*search, _notified(page)]


def _search(page: RequestPage) -> StageFact:
    """Done once somebody may be the one, for each; of a closed search, where one searched."""
    label, count = pgettext("tracing, stage", "Tracing"), len(page.matches)
    if count:
        said = ngettext("%(count)s possible match", "%(count)s possible matches", count)
        detail = said % {"count": formats.number(count)}
    elif page.actions:
        detail = _("last action %(day)s") % {"day": formats.day(page.actions[0].on)}
    else:
        detail = pgettext("tracing, stage", "not started")
    is_matched = bool(page.sought) and not _unmatched(page)
    was_done = page.request.is_closed and bool(count or page.actions)
    return StageFact(label, is_done=is_matched or was_done, detail=detail)


def _verification(page: RequestPage) -> StageFact:
    """Done once somebody was verified for each who is looked for."""
    verified = {match.sought_id for match, _code in page.matches if match.is_verified}
    is_done = bool(page.sought) and len(verified) == len(page.sought)
    if is_done:
        detail = ""
    elif _is_withheld(page):
        detail = pgettext("tracing, stage", "family not to be told")
    elif page.matches:
        detail = pgettext("tracing, stage", "not verified yet")
    else:
        detail = pgettext("tracing, stage", "nobody to verify")
    return StageFact(pgettext("tracing, stage", "Verification"), is_done=is_done, detail=detail)


def _notified(page: RequestPage) -> StageFact:
    """Done once the enquirer was told of everybody who was verified."""
    label = pgettext("tracing, stage", "Enquirer informed")
    last = next(iter(page.notifications), None)
    if last is None and _is_withheld(page):
        detail = pgettext("tracing, stage", "family not to be told")
        return StageFact(label, is_done=False, detail=detail)
    if last is None:
        return StageFact(label, is_done=False, detail=pgettext("tracing, stage", "not told yet"))
    about = {each.match_id for each in page.notifications}
    verified = {match.pk for match, _code in page.matches if match.is_verified}
    return StageFact(label, is_done=verified <= about, detail=formats.day(last.on))


def _reunification(page: RequestPage) -> StageFact:
    """Of several who are looked for, done only where the reader knows it of each."""
    label, ahead = pgettext("tracing, stage", "Reunification"), _ahead(page)
    if _is_reunified(page):
        return StageFact(label, is_done=True)
    if ahead is not None and ahead.planned_on is not None:
        is_late = ahead.planned_on < page.today
        day = formats.day(ahead.planned_on)
        said = _("planned for %(day)s, not recorded") if is_late else _("planned for %(day)s")
        return StageFact(label, is_done=False, detail=said % {"day": day}, is_late=is_late)
    if ahead is not None:
        detail = ahead.get_state_display()
    elif page.request.state == State.REUNIFIED:
        detail = pgettext("tracing, stage", "not of everybody")
    else:
        detail = pgettext("tracing, stage", "not prepared")
    return StageFact(label, is_done=False, detail=str(detail))


def _closure(page: RequestPage) -> StageFact:
    last, is_closed = next(iter(page.closings), None), page.request.is_closed
    detail = codes.label("tracing_outcome", last.outcome) if is_closed and last else ""
    return StageFact(pgettext("tracing, stage", "Closure"), is_done=is_closed, detail=detail)


def _is_withheld(page: RequestPage) -> bool:
    """Whether of everybody who may be the one, nobody may be told to the family."""
    return bool(page.matches) and all(code in WITHHELD for _match, code in page.matches)


def _unmatched(page: RequestPage) -> list[SoughtPerson]:
    """Whoever is looked for and nobody stands beside."""
    return [sought for sought, matches in page.sought if not matches]


def _is_reunified(page: RequestPage) -> bool:
    last = next(iter(page.closings), None)
    was_so = page.request.state == State.REUNIFIED or bool(
        page.request.is_closed and last and last.outcome == REUNIFIED
    )
    if was_so and len(page.sought) == 1:
        return True
    done = {match.sought_id for match, _code in page.matches if _is_together(page, match)}
    return bool(done) and len(done) == len(page.sought)


def _is_together(page: RequestPage, match: TracingMatch) -> bool:
    reunion = page.reunifications.get(match.pk)
    return reunion is not None and reunion.state == Reunification.State.DONE


def _ahead(page: RequestPage) -> Reunification | None:
    """The reunification that comes first, of those that are in preparation or have a day."""
    ahead = [each for each in page.reunifications.values() if each.is_ahead]
    return min(ahead, key=lambda each: each.planned_on or date.max, default=None)


def next_step_of(page: RequestPage) -> NextStep | None:
    """Returns what is to be done first; None where nothing of this waits for the reader, where
    the search is closed, and where it is for the person found to say when it goes on.
    """
    if not page.may_work:
        return None
    if not page.has_consent:
        return _ask_for_consent(page)
    if not page.sought:
        return NextStep(
            _("Next step: record who is looked for"),
            _("Nobody is named yet."),
            pgettext("next step", "Add person sought"),
            _url(page, "sought-new"),
            "plus",
        )
    if not page.may_trace:
        return None
    steps = (find(page) for find in (_about_a_match, _reunite, _look_for, _close))
    return next((step for step in steps if step), None)


def _url(page: RequestPage, name: str, *more: object) -> str:
    return reverse(f"family_tracing:{name}", args=[page.request.ref, *more])


def _ask_for_consent(page: RequestPage) -> NextStep | None:
    """Whoever said no is not asked again by us: those who trace close the request."""
    word = next(iter(page.consents), None)
    if word is None:
        return NextStep(
            _("Next step: ask the enquirer for consent"),
            _("Nobody is compared with what they told before they agree."),
            pgettext("next step", "Record answer"),
            _url(page, "request-consent"),
            "signature",
        )
    if not word.agreed and page.may_trace:
        return _end(page, _("The enquirer does not agree to the search."))
    if not word.agreed:
        return None
    return _ask_for_consent_in_file(page)


def _ask_for_consent_in_file(page: RequestPage) -> NextStep | None:
    inquirer = page.request.inquirer
    if inquirer is None:
        return None
    may_ask = Person.objects.filter(pk=inquirer.pk).accessible_to(page.user, "work").exists()
    if not may_ask:
        return None
    return NextStep(
        _("Next step: ask the enquirer for consent to tracing in their file"),
        _("They agreed to this request; their file has no consent to tracing."),
        pgettext("next step", "Request consent"),
        reverse("people:consent-new", args=[inquirer.ref]),
        "ear",
    )


def _about_a_match(page: RequestPage) -> NextStep | None:
    """Of a match that is not verified, or of which somebody has to speak with both."""
    waiting = [(code, match) for match, code in page.matches if code in ORDER[:-1]]
    if not waiting:
        return None
    code, match = min(waiting, key=lambda each: ORDER.index(each[0]))
    return MATCH_STEPS[code](match)


def _ask_person(match: TracingMatch) -> NextStep:
    return NextStep(
        _("Next step: ask the person possibly found, alone"),
        _("The enquirer is told nothing before."),
        pgettext("next step", "Record account"),
        reverse("family_tracing:match-verify", args=[match.ref, "person"]),
        "pencil",
    )


def _discard(match: TracingMatch) -> NextStep:
    return NextStep(
        _("Next step: discard the match that does not fit"),
        _("Verification found: not this person."),
        pgettext("next step", "Discard match"),
        reverse("family_tracing:match-set-aside", args=[match.ref]),
        "x",
    )


def _ask_relative(match: TracingMatch) -> NextStep:
    return NextStep(
        _("Next step: ask the enquirer what only family can know"),
        _("The person possibly found allows it."),
        pgettext("next step", "Record account"),
        reverse("family_tracing:match-verify", args=[match.ref, "relative"]),
        "pencil",
    )


def _verify_more(match: TracingMatch) -> NextStep:
    return NextStep(
        _("Next step: verify more of what they said"),
        _("It is not clear yet that this is the person sought."),
        pgettext("next step", "View match"),
        match.get_absolute_url(),
        "checkup-list",
    )


def _settle(match: TracingMatch) -> NextStep:
    return NextStep(
        _("Next step: speak with both about what they want and whether it is safe"),
        _("It is not recorded that both want it and that it is safe for both."),
        pgettext("next step", "View match"),
        match.get_absolute_url(),
        "messages",
    )


MATCH_STEPS = {
    "ask_person": _ask_person,
    "set_aside": _discard,
    "ask_relative": _ask_relative,
    "verify_more": _verify_more,
    "settle": _settle,
}


def _reunite(page: RequestPage) -> NextStep | None:
    """Of a match about which all is verified: tell the enquirer, then the reunification."""
    for match, code in page.matches:
        if code != "reunify" or _is_together(page, match):
            continue
        if page.request.state == State.REUNIFIED and len(page.sought) == 1:
            continue  # in a case that does not open to the reader
        return _notify(page, match) or _go_on_with(page, match)
    return None


def _notify(page: RequestPage, match: TracingMatch) -> NextStep | None:
    if any(each.match_id == match.pk for each in page.notifications):
        return None
    return NextStep(
        _("Next step: tell the enquirer"),
        _("Both sides are verified, and the person found allows it."),
        _("Record enquirer informed"),
        reverse("family_tracing:match-tell", args=[match.ref]),
        "messages",
    )


def _go_on_with(page: RequestPage, match: TracingMatch) -> NextStep:
    reunion = page.reunifications.get(match.pk)
    if reunion is None or not reunion.is_ahead:
        return NextStep(
            _("Next step: prepare the reunification"),
            _("Its checks come before anybody is handed over."),
            _("Prepare reunification"),
            reverse("family_tracing:match-prepare", args=[match.ref]),
            "users",
        )
    if reunion.planned_on is None:
        text = _("Next step: settle the checks before the reunification")
        detail = _("No date is set yet.")
    else:
        text = _("Next step: record the handover, or set another day")
        detail = _("It is planned for %(day)s.") % {"day": formats.day(reunion.planned_on)}
    label = pgettext("next step", "View reunification")
    return NextStep(text, detail, label, reunion.get_absolute_url(), "users")


def _look_for(page: RequestPage) -> NextStep | None:
    unmatched = _unmatched(page)
    if not unmatched:
        return None
    if not page.actions:
        return NextStep(
            _("Next step: look for possible matches"),
            _("Nothing has been done yet to find the person."),
            pgettext("next step", "View possible matches"),
            _url(page, "candidates", unmatched[0].ref),
            "search",
        )
    return NextStep(
        _("Next step: continue tracing"),
        _("Last action on %(day)s.") % {"day": formats.day(page.actions[0].on)},
        pgettext("next step", "Record tracing action"),
        _url(page, "action-new"),
        "route",
    )


def _close(page: RequestPage) -> NextStep | None:
    return _end(page, _("The handover is recorded.")) if _is_reunified(page) else None


def _end(page: RequestPage, why: str) -> NextStep:
    return NextStep(
        _("Next step: close the request"),
        why,
        pgettext("next step", "Close request"),
        _url(page, "request-close"),
        "folder",
    )
