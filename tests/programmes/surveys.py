"""Surveys: sample data, expected permissions and answers of forms."""

import json
from types import SimpleNamespace

from tests.support.route_kinds import (
    CASE_OWNER,
    CASE_PAGE,
    CASEWORK_LIST,
    DATA_OFFICER,
    STRANGER,
    TEAM,
    action_route,
    form_route,
    page_route,
)

# What a form must be answered besides its words: see `tests/canaries/http_client.py`.
FORM_CHOICES: dict[str, tuple[dict, ...]] = {
    "surveys:draft": ({"page": "end"},),
    "surveys:prompt": ({"outcome": "other"},),
}

# Not pages: papers and files.
FILES = frozenset(("surveys:instrument-file", "surveys:rounds-take"))


def route_permissions() -> dict:
    """Expected permissions, as `tests/support/route_kinds.py` spells them."""
    keep_page, keep_deed = page_route(DATA_OFFICER), action_route(DATA_OFFICER)
    version, of_case = "survey_version", "surveyed"
    return {
        "surveys:case": CASE_PAGE,
        "surveys:begin": form_route(TEAM).of("case"),
        "surveys:draft": form_route(TEAM).of(of_case, draft="round_draft"),
        "surveys:draft-throw-away": action_route(CASE_OWNER, may_not_yet=TEAM - CASE_OWNER).of(
            of_case, draft="round_draft"
        ),
        "surveys:round": page_route(TEAM).of(of_case, held="round"),
        "surveys:round-correct": action_route(TEAM, may_not_yet=STRANGER).of(
            "shelved", held="round_to_correct"
        ),
        "surveys:prompt": form_route(TEAM).of(of_case, prompt="survey_prompt"),
        "surveys:due-cancel": form_route(TEAM).of(of_case, due="round_due"),
        "surveys:due": CASEWORK_LIST,
        "surveys:prompts": CASEWORK_LIST,
        "surveys:instruments": keep_page,
        "surveys:instrument-new": form_route(DATA_OFFICER),
        "surveys:instruments-standard": keep_deed,
        "surveys:instrument": keep_page.of(version),
        "surveys:instrument-file": keep_page.of(version),
        "surveys:instrument-publish": keep_deed.of(version),
        "surveys:instrument-retire": keep_deed.of(version),
        "surveys:instrument-official": form_route(DATA_OFFICER).of("survey_of_their_own"),
        "surveys:instrument-rounds": keep_page.of(version),
        "surveys:rounds-take": keep_page.of(version),
    }


def add_sample_data(world: SimpleNamespace) -> None:
    """One record of each kind, made by the verb that makes it in life."""
    from amparo.pillars.assistance.surveys import standard_instruments
    from amparo.pillars.assistance.surveys.models import (
        Instrument,
        SurveyResponse,
        SurveyResponseDraft,
    )

    by, keeper, case = world.caseworker, world.data_officer, world.case
    version, _at_closure = standard_instruments.add(by=keeper)
    version.publish(by=keeper)
    told = json.loads(version.content) | {"version": "annex"}
    own = Instrument.bring(json.dumps(told).encode(), by=keeper)
    official = Instrument.bring(json.dumps(told | {"version": "official"}).encode(), by=keeper)
    official.mark_official(by=keeper, source="The annex, as its makers sent it.")
    asked = {
        "person": world.rosa, "version": version, "wave": "w0", "mode": "office",
        "language": "es", "on": world.office.today(),
    }  # fmt: skip
    answers = {item.code: _lowest(item) for item in version.survey.items if item.scores}
    first = SurveyResponse.hold(case, by=by, answers=answers, text="She sleeps little.", **asked)
    held = SurveyResponse.hold(
        case, by=by, answers=answers | {"E01": "2"}, replaces=first,
        because="She meant the other one.", **asked,
    )  # fmt: skip
    prompt, other, *_more = held.prompts.order_by("pk")
    other.answer_it(by=by, outcome="other", text="Her aunt helps her.")
    case.scheduledsurveys.get().cancel(by=by, because="She travels.")
    SurveyResponse.hold(case, by=by, answers=answers, **asked | {"wave": "m6"})
    due = case.scheduledsurveys.get(is_open=True)
    to_correct = SurveyResponse.hold(
        world.shelved, by=by, answers=answers, **asked | {"person": world.shelved.person}
    )
    draft = SurveyResponseDraft.begin(case, by=by, **asked | {"wave": "m3"})
    draft.hold({"E01": "3"}, among=["E01"], by=by)
    vars(world).update(
        surveyed=case, survey_version=version, survey_of_their_own=own, round=held,
        survey_prompt=prompt, round_due=due, round_draft=draft, round_to_correct=to_correct,
    )  # fmt: skip


def _lowest(item) -> str:
    counted = {code: value for code, value in item.scores.items() if value is not None}
    return min(counted, key=counted.__getitem__)
