"""Training in the demo: a framework of competencies, three courses, a version that waits for its
review, and which competencies a standard asks for. Made up; 14 hours as such courses have.
"""

from decimal import Decimal
from typing import Any

from amparo.foundation.core import clock
from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import DutyBearer
from amparo.foundation.protection.models import CapacityAssessment
from amparo.foundation.standards.models import SelfAssessment
from amparo.pillars.training.models import (
    Competency,
    CompetencyFramework,
    Course,
    CourseVersion,
    GapCompetency,
    SetAsideNeed,
)
from amparo_demo.world import Story, World

OFFICE, KEEPER, REVIEWER, ENDORSER = "Puerto Alto", "training", "maren", "rodrigo"
SCHOOLS, MINISTRY = "Dirección Distrital de Educación", "Ministerio de Trabajo y Movilidad"
POLICE = "Policía de Frontera"
# Code, code of what it is part of, and words.
COMPETENCIES = (
    ("PM-1", "", {"es": "Identifica y deriva a personas en riesgo.",
                  "en": "Identifies and refers people at risk.",
                  "fr": "Repère et oriente les personnes à risque.",
                  "ar": "يتعرف على الأشخاص المعرضين للخطر ويحيلهم."}),
    ("PM-1.1", "PM-1", {"es": "Reconoce indicadores de trata y no sanciona a la víctima.",
                        "en": "Recognizes indicators of trafficking and does not punish victims.",
                        "fr": "Reconnaît les indices de traite et ne sanctionne pas la victime.",
                        "ar": "يتعرف على مؤشرات الاتجار ولا يعاقب الضحية."}),
    ("PM-1.2", "PM-1", {"es": "Deriva con consentimiento y confirma que la ayuda llegó.",
                        "en": "Refers with consent and confirms that help arrived.",
                        "fr": "Oriente avec consentement et confirme que l’aide est arrivée.",
                        "ar": "يحيل بموافقة الشخص ويتأكد من وصول المساعدة."}),
    ("PM-2", "", {"es": "Habla con una persona sin dañarla.",
                  "en": "Speaks with a person without harming them.",
                  "fr": "Parle à une personne sans lui nuire.",
                  "ar": "يتحدث مع الشخص دون إيذائه."}),
    ("PM-3", "", {"es": "Previene la explotación y el abuso sexuales.",
                  "en": "Prevents sexual exploitation and abuse.",
                  "fr": "Prévient l’exploitation et les abus sexuels.",
                  "ar": "يمنع الاستغلال والانتهاك الجنسيين."}),
    ("PM-4", "", {"es": "Atiende sin exigir documentos migratorios.",
                  "en": "Gives care without asking for migration papers.",
                  "fr": "Soigne sans exiger de papiers de séjour.",
                  "ar": "يقدم الرعاية دون طلب وثائق الهجرة."}),
)  # fmt: skip
# Code, type, level, hours, competencies, obligations, institutions, words by part and language.
BORDER: dict[str, Any] = {
    "code": "VOT-1", "hours": 14, "competencies": ("PM-1.1", "PM-1.2", "PM-2"),
    "obligations": ("trafficking.protect", "nonpunishment.respect"),
    "institution_types": ("border", "police"), "validity_months": 24,
    "texts": {
        "title": {"es": "Identificar y derivar a víctimas de trata en frontera",
                  "en": "Identifying and referring victims of trafficking at borders",
                  "fr": "Repérer et orienter les victimes de traite aux frontières",
                  "ar": "التعرف على ضحايا الاتجار وإحالتهم عند الحدود"},
        "objectives": {
            "es": "Reconocer indicadores de trata. Aplicar la no sanción. Derivar con"
                  " consentimiento en el mismo turno.",
            "en": "Recognize indicators of trafficking. Apply non-punishment. Refer with consent"
                  " within the shift.",
            "fr": "Reconnaître les indices de traite. Appliquer la non-sanction. Orienter avec"
                  " consentement pendant le service.",
            "ar": "التعرف على مؤشرات الاتجار. تطبيق مبدأ عدم المعاقبة. الإحالة بموافقة الشخص خلال"
                  " المناوبة نفسها."},
        "audience": {"es": "Policía de fronteras y personal de migración en puestos de control.",
                     "en": "Border police and migration staff at control posts."},
        "materials": {"es": "Dos estudios de caso, guía de entrevista, directorio de la zona."},
        "practice": {
            "es": "En el juego de roles: habla a solas con la persona, pide consentimiento y llena"
                  " la hoja de derivación.",
            "en": "In the role play: speaks with the person alone, asks for consent and fills in"
                  " the referral sheet.",
            "fr": "Dans le jeu de rôle : parle seul à seul avec la personne, demande son"
                  " consentement et remplit la fiche d’orientation.",
            "ar": "في لعب الأدوار: يتحدث مع الشخص على انفراد، ويطلب موافقته، ويملأ ورقة الإحالة."},
    },
}  # fmt: skip
CARE: dict[str, Any] = {
    "code": "SAL-1", "hours": 4, "competencies": ("PM-4", "PM-2"),
    "obligations": ("health.fulfil",), "institution_types": ("health",), "validity_months": None,
    "texts": {
        "title": {"es": "Atención de salud sin barreras", "en": "Health care without barriers"},
        "objectives": {"es": "Aplicar la circular que permite atender sin documento.",
                       "en": "Apply the circular that allows care without papers."},
        "audience": {"es": "Ventanilla, enfermería y medicina de los centros de salud."},
    },
}  # fmt: skip
CONDUCT: dict[str, Any] = {
    "code": "CON-1", "hours": 3, "competencies": ("PM-3",), "obligations": (),
    "institution_types": ("ngo", "social"), "validity_months": 12,
    "texts": {
        "title": {"es": "Código de conducta: explotación y abuso", "en": "Code of conduct"},
        "objectives": {"es": "Saber qué está prohibido, a quién avisar y qué pasa después.",
                       "en": "Know what is forbidden, whom to tell and what happens next."},
    },
}  # fmt: skip


def fill(world: World) -> None:
    with clock.at(world.at(-175, "09:00")):
        _know_police(world)
        _record(world)  # at once: other parts hold events of these courses
    world.tell(_later(world))


def _record(world: World) -> None:
    """The framework first, then courses: written, reviewed by another, published."""
    by = world.users[KEEPER]
    framework = CompetencyFramework.record(
        by=by, title="Protección de personas migrantes", publisher="Escuela Andina de Policía"
    )
    known: dict[str, Competency] = {}
    for code, parent, statements in COMPETENCIES:
        known[code] = Competency.record(
            by=by, code=code, framework=framework, parent=known.get(parent),
            statements=statements,
        )  # fmt: skip
    for told in (BORDER, CARE, CONDUCT):
        version = _written(world, told, known)
        version.review(by=world.users[REVIEWER])
        version.publish(by=by)


def _know_police(world: World) -> None:
    """The border police: what it owes, and how two people assessed its capacity."""
    police = world.organizations.get(POLICE)
    if police is None:
        police = Organization.found(by=None, name=POLICE, kind="government", country="BO")
        world.organizations[POLICE] = police
    DutyBearer.recognize(
        police, by=world.users["data"], obligations=BORDER["obligations"],
        mandate={"es": "Control de fronteras y primera respuesta a víctimas."},
    )  # fmt: skip
    assessment = CapacityAssessment.record(
        by=world.users["maren"], organization=police, right="trafficking", ability=1, will=2,
        ability_evidence="Ningún puesto tiene guía de indicadores; dos agentes formados.",
        ability_source="Visita a tres puestos",
        will_evidence="Pidió la capacitación por escrito.", will_source="Nota del comando",
        assessed_on=clock.now().date(),
    )  # fmt: skip
    assessment.confirm(by=world.users["data"])


def _written(world: World, told: dict[str, Any], known: dict[str, Competency]) -> CourseVersion:
    by = world.users[KEEPER]
    course = Course.record(by=by, office=world.offices[OFFICE], code=told["code"])
    version = course.versions.get()
    version.write(
        by=by, texts=told["texts"], hours=Decimal(told["hours"]),
        competencies=[known[code] for code in told["competencies"]],
        obligations=told["obligations"], institution_types=told["institution_types"],
        validity_months=told["validity_months"],
        requires_practice="practice" in told["texts"],
    )  # fmt: skip
    return version


def _later(world: World) -> Story:
    """One is endorsed, a standard asks for competencies, a need is set aside, a version waits."""
    by = world.users[KEEPER]
    border = Course.objects.get(code=BORDER["code"]).versions.get()
    yield world.at(-160, "15:30")
    border.endorse(
        by=world.users[ENDORSER], body=world.organizations[MINISTRY],
        endorsed_on=world.day(-162), reference="Resolución 31", languages=["es"],
        today=world.day(-160), seen_digest=border.digest_to_endorse,
    )  # fmt: skip
    yield world.at(-90, "10:00")
    submitted = SelfAssessment.objects.submitted().order_by("pk").first()  # type: ignore[attr-defined]
    conduct = Competency.objects.get(code="PM-3")
    if submitted is not None:
        for item in submitted.items.filter(answer__in=("no", "partly"))[:2]:
            GapCompetency.name_for(item, [conduct], by=by)
    SetAsideNeed.set_aside(
        by=by, organization=world.organizations[SCHOOLS], right="best_interests",
        because="Redactan el protocolo primero; la capacitación viene después.",
    )  # fmt: skip
    yield world.at(-12, "16:00")
    following = Course.objects.get(code=CARE["code"]).begin_version(by=by)
    following.write(
        by=by, hours=Decimal(5), texts=CARE["texts"], obligations=CARE["obligations"],
        institution_types=CARE["institution_types"], competencies=following.competencies.all(),
        materials=[("https://www.who.int/health-topics/refugee-and-migrant-health", "OMS")],
    )  # fmt: skip
