"""What came from the field: telephones, a survey by the door, and what waits for a person."""

from uuid import uuid4

from amparo.foundation.core import clock
from amparo.foundation.fieldwork.forms_engine import evaluate_form
from amparo.foundation.fieldwork.models import Device, OutboxEntry, PublicForm, Submission
from amparo.foundation.fieldwork.sync.commands import OutboxCommand
from amparo.pillars.assistance.cases.models import Case
from amparo_demo.world import Story, World

SURVEY = "f32_satisfaction"
ANSWERS = 26
GOOD = ("Me escucharon sin apuro.", "Había alguien que hablaba aymara.", "Me explicaron todo.", "")
CHANGE = ("Que atiendan también los sábados.", "Esperé mucho.", "Una sala para los niños.", "")
CHILD_MET = {
    "person": {
        "ref": "0a2f4c52-0000-4000-8000-00000000d0e5", "given_names": "Yamile",
        "family_names": "Quispe", "sex": "female", "birth_date": "2014-03-02",
        "birth_precision": "exact",
    },
    "consent": {
        "how": "verbal", "language": "es", "purposes": ["case_management"],
        "explained": ["interview", "purpose", "uses", "access", "retention", "withdrawal"],
        "given_by": "guardian", "giver_name": "Su tía",
    },
    "kind": "general", "channel": "walk_in", "presenting_concern": "Viaja con su tía.",
    "needs": [],
}  # fmt: skip
LATE = "Pasé por el taller: sigue cerrado. Ella y la niña están bien."


def tell(world: World) -> None:
    world.tell(_carries(world))
    for at in range(ANSWERS):
        world.tell(_public_answers(world, at))


def _carries(world: World) -> Story:
    """Lucía takes her cases along; one telephone is lost; two of them change the same."""
    by, colleague = world.users["lucia"], world.users["tomas"]
    yield world.at(-30, "08:20")
    lost, _secret = Device.register(by=by, kind=Device.Kind.FIELD, name="Samsung, el viejo")
    yield world.at(-29, "09:10")
    Device.register(by=colleague, kind=Device.Kind.COLLECT, name="Xiaomi con ODK Collect")
    yield world.at(-5, "18:40")
    lost.revoke(by=by)
    phone, _secret = Device.register(by=by, kind=Device.Kind.FIELD, name="Samsung, el nuevo")
    yield world.at(-2, "07:30")
    theirs = Case.objects.active().filter(owner=by, person__isnull=False).order_by("pk")
    phone.record_sync(theirs.count())
    case, other = theirs[0], theirs[1]
    yield world.at(-1, "16:05")
    person = case.person
    assert person is not None  # noqa: S101 - asked for
    was = {"was": person.safe_contact or "", "now": "Solo por la mañana, por su hermana"}
    person.change(by=by, safe_contact="Nunca antes de las ocho de la noche")
    _sent(phone, "person.change", person.ref, safe_contact=was)
    _sent(phone, "note.write", other.ref, kind="visit", text="La visité en su casa: está mejor.")
    _sent(lost, "note.write", case.ref, kind="note", text=LATE)
    # Refused: the guardian's document is not noted. It waits for Lucía, and the supervisor knows.
    _sent(phone, "case.open", None, ref=uuid4(), **CHILD_MET)


def _sent(device: Device, verb: str, about, ref=None, **fields) -> None:
    key = uuid4()
    entry = OutboxCommand(
        key=key, seq=1, made_at=clock.now(), verb=verb, about=about, ref=ref, fields=fields
    )
    OutboxEntry.receive(device, entry, key.hex)


def _public_answers(world: World, at: int) -> Story:
    """Nobody asked who they were."""
    yield world.at(-at // 2 - 1, f"1{at % 8}:{10 + at % 45}")
    opened = PublicForm.objects.open().get(form__code=SURVEY)
    version, dice = opened.version, world.dice("survey", at)
    assert version is not None  # noqa: S101 - the demo opened it
    degree = lambda: dice.choice(("yes", "yes", "partly", "no", "no_answer"))  # noqa: E731
    questions = [each for each in version.opened.questions() if each.control]
    told: dict = {}
    for question in questions:
        place = told
        for name in question.names[1:-1]:
            place = place.setdefault(name, {})
        if question.choices and question.sort == "select_one":
            place[question.name] = degree() if _grades(question.name) else ""
    told["about_page"] |= {"asked_on": clock.now().date(), "how": dice.choice(("alone", "helped"))}
    told["consent"] = {"agrees": "yes"}
    interview = told["interview"]
    interview["you_page"] = {
        "age_group": dice.choice(("18_59", "18_59", "under18", "60_over")),
        "sex": dice.choice(("female", "female", "male")), "difficulty": "no",
    }  # fmt: skip
    interview["help_page"] |= {
        "received": " ".join(dice.sample(("food", "shelter", "health", "legal"), 2)),
        # One wrote what no face of the scale says: somebody looks at it.
        "overall": "11" if at == 3 else str(dice.choice((3, 4, 4, 5))),
    }
    interview["better_page"] |= {"good": dice.choice(GOOD), "change": dice.choice(CHANGE)}
    filled = evaluate_form(version.opened, told, moment=clock.now())
    record = filled.xml(f"uuid:{uuid4()}")
    submission, _is_new = Submission.receive(version, record, office=opened.office)
    submission.process()


def _grades(name: str) -> bool:
    return name not in ("how", "agrees", "age_group", "sex", "difficulty", "asked_for_something",
                        "overall")  # fmt: skip
