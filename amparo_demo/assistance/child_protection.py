"""Children alone in the demo: sixteen of them, each as far as somebody has come for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.child_protection.models import (
    AuthorityDecision,
    BestInterestsAssessment,
    BestInterestsDecision,
    BestInterestsDetermination,
    BestInterestsInformation,
    BestInterestsOption,
    CareArrangement,
    CareVisit,
    FamilyContactRestriction,
    Guardian,
    MinorWithoutAdult,
    PanelMember,
    PanelOpinion,
    UnaccompaniedChild,
)
from amparo.pillars.assistance.intake.first_contact import (
    AccompanyingChild,
    RegistrationData,
    register_first_contact,
)
from amparo_demo.persons import agreement
from amparo_demo.world import Story, World

BOSS = "maren"
TEAMS = {"daniel": "Equipo del albergue", "salma": "Equipo móvil norte"}
CARERS = ("Julia Mamani", "Hogar San José", "Familia Poma", "Teófilo Choque", "Hogar Belén")
LIVES_AT = ("Calle Murillo 14", "Barrio Norte, casa 3", "Avenida Arce 220", "Pasaje Los Sauces 8")
SEEN = (
    "Duerme bien y volvió a la escuela.", "Está callado; dibuja mucho.", "Juega con los otros.",
    "Pregunta cada semana por su madre.", "Come poco, pero se ríe.",
)  # fmt: skip
FOUND = {
    "identity": "Partida de nacimiento vista; la edad coincide.",
    "history": "Salió con un primo; en el camino se perdieron.",
    "safety": "Nadie la amenaza aquí.",
    "care": "Quien la cuida la trata bien y puede seguir.",
    "health": "Revisión hecha; sin urgencias.",
    "education": "Va a la escuela desde hace dos semanas.",
    "family": "La madre vive; el primo no ha aparecido.",
    "risks": "Si nada cambia, deja la escuela para trabajar.",
    "views": "Quiero estudiar y hablar con mi mamá.",
    "recommendations": "Seguir donde está mientras se busca a la madre.",
}  # fmt: skip
WEIGHED = {
    "reunification": ("Lo pide y la madre lo espera.", "Todavía no sabemos si allí está a salvo."),
    "local_care": ("Está bien cuidado y estudia.", "Lejos de los suyos."),
    "return_family": ("La familia lo espera en casa.", "El camino de vuelta es largo."),
    "third_country": ("Un tío vive allí.", "No lo conoce."),
}
# How far each has come; what comes after has not happened yet.
STAGES = (
    "registered", "cared", "guarded", "assessed", "approved", "gathered", "spoken", "decided",
)  # fmt: skip


@dataclass(frozen=True)
class ChildOutline:
    """The facts of one child's case, before its story is played."""

    name: tuple[str, str]
    sex: str
    age: int
    land: str
    language: str
    status: str
    cause: str
    owner: str
    ago: int
    stage: str
    extra: str = ""  # the method below that plays it, without its underscore
    best: str = "local_care"
    sibling: tuple[str, str, int] | None = None


ALONE, APART = "unaccompanied", "separated"
OUTLINES = (
    ChildOutline(("Wayra", "Condori"), "female", 15, "PE", "es", ALONE, "migration", "daniel", 6,
          "registered", "family_not_informed"),
    ChildOutline(("Amadou", "Barry"), "male", 16, "GN", "fr", ALONE, "conflict", "salma", 9,
          "cared"),
    ChildOutline(("Yusuf", "Haidari"), "male", 14, "AF", "en", ALONE, "conflict", "daniel", 75,
          "guarded", "late"),
    ChildOutline(("Illari", "Quisbert"), "female", 12, "PE", "es", APART, "poverty", "salma", 30,
          "guarded", sibling=("Sami", "male", 8)),
    ChildOutline(("Darwin", "Paredes"), "male", 17, "VE", "es", ALONE, "migration", "daniel", 26,
          "assessed"),
    ChildOutline(("Mariam", "Diallo"), "female", 13, "GN", "fr", ALONE, "death", "salma", 33,
          "assessed", "sent_back"),
    ChildOutline(("Luz", "Ayala"), "female", 9, "CO", "es", APART, "disaster", "daniel", 48,
          "approved"),
    ChildOutline(("Omar", "Benali"), "male", 15, "MA", "fr", ALONE, "migration", "salma", 52,
          "approved", "worry"),
    ChildOutline(("Samuel", "Okafor"), "male", 16, "NG", "en", ALONE, "entrusted", "daniel", 60,
          "gathered"),
    ChildOutline(("Nina", "Flores"), "female", 7, "BO", "es", APART, "detention", "salma", 66,
          "spoken", best="reunification"),
    ChildOutline(("Kelvin", "Rojas"), "male", 14, "HN", "es", ALONE, "abandonment", "daniel", 90,
          "decided", best="local_care"),
    ChildOutline(("Aster", "Tesfaye"), "female", 16, "ET", "en", ALONE, "conflict", "salma", 110,
          "decided", "authority", best="return_family"),
    ChildOutline(("Joaquín", "Mendoza"), "male", 11, "PE", "es", APART, "sickness", "daniel", 130,
          "decided", "reopened", best="reunification"),
    ChildOutline(("Rima", "Khalil"), "female", 13, "SY", "en", APART, "conflict", "salma", 150,
          "guarded", "over"),
    ChildOutline(("Tupac", "Mamani"), "male", 15, "PE", "es", ALONE, "family_abuse", "daniel", 21,
          "cared", "family_informed_again"),
)  # fmt: skip


def fill(world: World) -> None:
    for number, outline in enumerate(OUTLINES):
        world.tell(_ChildStory(world, number, outline).tell())
    world.tell(_with_aunt(world))
    world.tell(_accepted(world))


def _with_aunt(world: World) -> Story:
    """A boy who came with his aunt: proposed as separated, and waiting for somebody to look."""
    yield world.at(-1, "15:10")
    nephew = {
        "given_names": "Beto", "family_names": "Chura", "sex": "male",
        "birth_date": world.born(8), "birth_precision": "exact", "nationality": "PE",
    }  # fmt: skip
    _meet(world, "Nélida", 34, children=[AccompanyingChild(nephew, "relative")])


def _accepted(world: World) -> Story:
    """A girl registered alone, whom a colleague of child protection accepts the same day."""
    yield world.at(-2, "09:40")
    girl, _case = _meet(world, "Maribel", 13)
    yield world.at(-2, "11:05")
    minor = MinorWithoutAdult.objects.get(person=girl)
    minor.accept(by=world.users["daniel"], status="unaccompanied")


def _given_for(age: int) -> dict[str, Any]:
    return {} if age > 17 else {"guardian": "Defensoría de la Niñez", "assent": True}


def _meet(
    world: World, name: str, age: int, children: Sequence[AccompanyingChild] = ()
) -> tuple[Person, Case | None]:
    met = RegistrationData(
        person={
            "given_names": name, "family_names": "Chura", "sex": "female", "nationality": "PE",
            "birth_date": world.born(age), "birth_precision": "exact", "languages": ["es"],
            "safe_channel": "in_person",
        },
        consent=agreement("es", until=world.day(200), **_given_for(age)),
        children=list(children), case={"channel": "walk_in"},
    )  # fmt: skip
    return register_first_contact(met, by=world.users["salma"], team=world.teams[TEAMS["salma"]])


class _ChildStory:
    """Plays one case, action by action."""

    def __init__(self, world: World, number: int, outline: ChildOutline):
        self.world, self.outline = world, outline
        self.dice = world.dice("alone", number)
        self.by, self.boss = world.users[outline.owner], world.users[BOSS]
        self.days = -outline.ago
        self.child: UnaccompaniedChild
        self.case: Case

    def tell(self) -> Story:
        yield self._later(0)
        self._register()
        for stage in STAGES[1 : STAGES.index(self.outline.stage) + 1]:
            yield from getattr(self, f"_{stage}")()
        yield from self._lately()
        extra = f"_{self.outline.extra}"
        if hasattr(self, extra):
            yield self._later(1)
            getattr(self, extra)()

    def _later(self, most: int) -> datetime:
        """A day or some on, and never after today."""
        self.days = min(self.days + (self.dice.randint(1, most) if most else 0), -1)
        moment = self.world.at(self.days, f"{self.dice.randint(8, 12):02d}:20")
        self.at = max(moment, getattr(self, "at", moment) + timedelta(minutes=9))
        return self.at

    @property
    def today(self):
        return self.case.office.today()

    def _person(self, name: tuple[str, str], sex: str, age: int) -> Person:
        outline = self.outline
        consent = agreement(
            outline.language,
            until=self.world.day(200),
            guardian="Defensoría de la Niñez",
            assent=True,
        )
        if outline.stage == "registered":  # by telephone: the file is still to be attached
            consent = replace(consent, upload=None, document_follows=True)
        return Person.register(
            by=self.by, team=self.world.teams[TEAMS[outline.owner]], consent=consent,
            given_names=name[0], family_names=name[1], sex=sex, nationality=outline.land,
            birth_date=self.world.born(age), birth_precision="exact", languages=[outline.language],
            safe_channel="in_person",
        )  # fmt: skip

    def _register(self) -> None:
        outline = self.outline
        person = self._person(outline.name, outline.sex, outline.age)
        self.case = Case.open(
            by=self.by, team=self.world.teams[TEAMS[outline.owner]], owner=self.by, person=person,
            kind="child", channel="walk_in", confidentiality="child", language=outline.language,
        )  # fmt: skip
        people = [person]
        if outline.sibling:
            name, sex, age = outline.sibling
            people.append(self._person((name, outline.name[1]), sex, age))
            self.case.add_dependant(people[1], "sibling", by=self.by)
        for each in reversed(people):
            self.child = UnaccompaniedChild.register(
                self.case, by=self.by, person=each, status=outline.status, cause=outline.cause,
                separated_on=self.today - timedelta(days=self.dice.randint(8, 60)),
                where="En la frontera", circumstances="Se perdieron en la noche del cruce.",
                last_known_family="La madre vende en el mercado de su pueblo.",
                wishes="Quiere ir a la escuela y llamar a su madre.",
            )  # fmt: skip

    def _cared(self) -> Iterator[datetime]:
        yield self._later(2)
        care = CareArrangement.begin(
            self.child, by=self.by, kind=self.dice.choice(("foster", "residential", "kinship")),
            since=self.today, carer=self.dice.choice(CARERS), where=self.dice.choice(LIVES_AT),
        )  # fmt: skip
        if self.outline.extra != "late":
            yield self._later(9)
            self._visit(care)

    def _visit(self, care: CareArrangement, worries: str = "") -> None:
        CareVisit.hold(
            care, by=self.by, on=self.today, saw_child=True, spoke_alone=True,
            text=self.dice.choice(SEEN), worries=worries,
        )  # fmt: skip

    def _guarded(self) -> Iterator[datetime]:
        yield self._later(3)
        Guardian.name_one(
            self.child, by=self.by, name="Elsa Tola, Defensoría de la Niñez", basis="authority",
            since=self.today, contact="Por la mañana, en la Defensoría",
        )  # fmt: skip

    def _assessed(self) -> Iterator[datetime]:
        yield self._later(3)
        self.assessment = BestInterestsAssessment.make(
            self.child, by=self.by, found=FOUND, urgency=self.dice.choice(("soon", "later"))
        )

    def _approved(self) -> Iterator[datetime]:
        yield self._later(2)
        self.assessment.answer_it(by=self.boss, approved=True)

    def _gathered(self) -> Iterator[datetime]:
        yield self._later(4)
        self.bid = BestInterestsDetermination.begin(self.child, by=self.by, why="durable")
        BestInterestsInformation.gather(
            self.bid, by=self.by, found=FOUND, heard="directly", heard_on=self.today,
            views=FOUND["views"],
        )  # fmt: skip
        yield self._later(3)
        for code in dict.fromkeys(
            (self.outline.best, "local_care", "reunification", "third_country")
        ):
            pros, cons = WEIGHED[code]
            BestInterestsOption.weigh(self.bid, by=self.by, code=code, pros=pros, cons=cons)

    def _spoken(self) -> Iterator[datetime]:
        yield self._later(2)
        judge = "Doctora Irene Salas, Juzgado de la Niñez"
        seats = (
            PanelMember.invite(self.bid, by=self.by, user=self.by, role="social_work"),
            PanelMember.invite(self.bid, by=self.by, user=self.boss, role="child_protection"),
            PanelMember.invite(self.bid, by=self.by, name=judge, role="law"),
        )
        best = self.bid.options.get(code=self.outline.best)
        for member in seats:
            yield self._later(1)
            PanelOpinion.give(
                member,
                by=member.user or self.by,
                option=best,
                text="Lo pide y lo protege.",
            )

    def _decided(self) -> Iterator[datetime]:
        yield self._later(3)
        decision = BestInterestsDecision.take(
            self.bid, by=self.boss, review_on=self.today + timedelta(days=180),
            because="Pesó más lo que pide y que está a salvo.",
        )  # fmt: skip
        yield self._later(1)
        decision.record_child_informed(
            by=self.by, on=self.today, text="Se lo dijimos juntos; se rió."
        )

    def _lately(self) -> Iterator[datetime]:
        """Somebody went to see them in these weeks, unless that is what this story is about."""
        care = self.child.cares.standing().first()
        if care and self.outline.extra != "late" and self.days < -20:
            self.days = -16
            yield self._later(6)
            self._visit(care)

    # What happens to some.

    def _family_not_informed(self) -> None:
        FamilyContactRestriction.ask(
            self.child, by=self.by, reason="fear", text="Mi tío me pega. Que no sepa dónde estoy."
        )

    def _family_informed_again(self) -> None:
        asked = FamilyContactRestriction.ask(
            self.child, by=self.by, reason="self", text="Quiero decírselo yo."
        )
        asked.take_back(by=self.by, text="A solas: «Ya pueden llamar a mi abuela».")

    def _worry(self) -> None:
        self._visit(self.child.cares.standing().get(), "Un moretón que no explica.")

    def _sent_back(self) -> None:
        self.assessment.answer_it(by=self.boss, approved=False, note="¿Qué dice ella de su tía?")

    def _authority(self) -> None:
        AuthorityDecision.note(
            self.child, by=self.by, authority="Juzgado de la Niñez", on=self.today,
            code=self.outline.best, text="Autoriza el regreso con su familia.",
        )  # fmt: skip

    def _reopened(self) -> None:
        self.bid.decision.reopen(by=self.boss, because="La madre se mudó: ¿es seguro?")

    def _over(self) -> None:
        """Her aunt came, a court made her guardian, and the girl lives with her."""
        Guardian.name_one(
            self.child, by=self.by, name="Hala Khalil", basis="court", since=self.today,
            lives_with_child=True,
        )  # fmt: skip
