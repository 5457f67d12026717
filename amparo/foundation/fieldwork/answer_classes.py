"""Which class the answer to each question of a form belongs to, as far as its type and words tell.

It protects whoever answers: a class decides which roles read and export an answer. What a form
does not say by a column of its own is guessed here, and always towards the class that the fewest
roles read; nothing is plain unless its words say that it is, and free text never.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.accounts.roles import ROLES
from amparo_xforms import Form, Question

from .xlsforms.checks import PLAIN, is_class, is_purpose

DEFAULT_PURPOSE = "case_management"
# Short, for a table; `CLASSES` says what each holds.
CLASS_LABELS: dict[str, Promise] = {
    "narrative": pgettext_lazy("class of answers", "Account"),
    "medical": pgettext_lazy("class of answers", "Health"),
    "location": pgettext_lazy("class of answers", "Location"),
    "contact": pgettext_lazy("class of answers", "Contact"),
    "identity": pgettext_lazy("class of answers", "Identity"),
    PLAIN: pgettext_lazy("class of answers", "No personal data"),
}
# Whoever answers for a form sees why each class was proposed.
REASONS: dict[str, Promise] = {
    "workbook": _("The workbook says so"),
    "free-text": pgettext_lazy("reason for a class", "Free text"),
    "file": _("A picture, a recording or a file"),
    "map": _("A place on the map"),
    "health": _("Words about health"),
    "gender": _("Words about sex or gender"),
    "violence": _("Words about violence, danger or the law"),
    "circumstances": _("Words about income, origin or belief"),
    "place": _("Words about a place"),
    "reach": _("A way to reach somebody"),
    "name": pgettext_lazy("reason for a class", "A name"),
    "document": _("A document or a number of somebody"),
    "birth": _("Birth or age"),
    "family": _("Words about the family"),
    "count": pgettext_lazy("reason for a class", "A count"),
    "agreement": _("Whether somebody agrees"),
    "day": _("The day of the interview"),
    "unclear": _("Its words do not tell what it is about"),
    "note": _("A text that is only read"),
}
# From the class that the fewest roles read to the one that the most do; the first that is found.
_SUBJECTS: tuple[tuple[str, str, str], ...] = (
    (
        "health", "medical",
        r"\b(?:health|ill(?:ness)?\b|sick|disease|medic|doctor|nurse\b|hospital|clinic|pregnan|"
        r"disab|diagnos|symptom|fever|pain\b|injur|wound|hiv\b|aids\b|tubercul|vaccin|malaria|"
        r"mental|suicid|depress|sexual|contracept|menstr|nutrition|malnutri|muac|weight|height|"
        r"blood|allerg|disorder|treatment|therap|drugs?\b|seeing|hearing|walking|death|died|dead|"
        r"salud|enferm|embaraz|discapac|sintoma|fiebre|dolor|herid|lesion|vih\b|sida\b|vacun|"
        r"sangre|alerg|tratamiento|muert|fallec|peso\b|talla\b|cuerpo|sante\b|malad|enceinte|"
        r"grossess|handicap|fievre|douleur|bless|sang\b|traitement|deces|poids|taille|"
        r"(?:و|ل|ب|ال)*(?:صح[هي]|مرض|مريض|طبيب|طبي|مستشفي|عياد|حامل|اعاق|اعراض|حمي|جرح|جروح|اصاب|"
        r"لقاح|انتحار|علاج|دواء|ادوي|وفا[هة]|حساسي))",
    ),
    (
        "gender", "medical",
        r"\b(?:gender|sex\b|sexo\b|sexe\b|genero\b|genre\b|(?:و|ل|ب|ال)*جنس(?!ي))",
    ),
    (
        "violence", "narrative",
        r"\b(?:violen|abus|rape|assault|tortur|threat|traffick|smuggl|exploit|forced|detain|"
        r"detention|arrest|police|prison|jail|crime|criminal|kidnap|attack|harass|discriminat|fear|"
        r"afraid|danger|unsafe|safety|persecut|asylum|deport|violacion|agresi|amenaz|trata\b|"
        r"trafic|explot|forzad|deten|polici|carcel|delito|secuestr|acos|discrimin|miedo|peligr|"
        r"insegur|persecu|asilo|viol\b|agress|menac|traite\b|force|arret|enlev|harcel|peur|asile|"
        r"expuls|(?:و|ل|ب|ال)*(?:عنف|اعتد|اغتصا|تعذيب|تهديد|اتجار|تهريب|استغلال|احتجاز|اعتقال|شرط|"
        r"سجن|جريم|خطف|تحرش|تمييز|خوف|خطر|اضطهاد|لجوء|ترحيل))",
    ),
    (
        "circumstances", "narrative",
        r"\b(?:income|salar|wage|debt|earn|asset|religio|ethnic|tribe|politic|marri|marital|"
        r"migration|irregular|ingreso|salari|deuda|relig|etni|matrimon|civil\b|revenu|dette|mari|"
        r"(?:و|ل|ب|ال)*(?:دخل|راتب|دين|ديون|عرق|قبيل|سياس|زواج|زوجي))",
    ),
    (
        "place", "location",
        r"\b(?:address|village|town|city|district|county|province|region|country|camp\b|shelter|"
        r"street|neighbo|location|where|place|gps|latitude|longitude|border|route|municipal|ward\b|"
        r"state\b|direccion|aldea|pueblo|ciudad|distrito|provincia|pais|campamento|albergue|calle|"
        r"barrio|ubicacion|donde|lugar|frontera|ruta|municipio|departamento|adresse|ville|quartier|"
        r"pays|abri\b|rue\b|lieu|frontiere|commune|localit|"
        r"(?:و|ل|ب|ال)*(?:عنوان|قري|مدين|حي\b|منطق|محافظ|اقليم|بلد|مخيم|ماوي|شارع|موقع|مكان|اين|"
        r"حدود))",
    ),
    (
        "reach", "contact",
        r"\b(?:phone|mobile|tele?ph|tel\b|whatsapp|e ?mail|contact|call (?:you|back)|facebook|"
        r"telegram|telefon|celular|movil|correo|llamar|portable|courriel|appeler|"
        r"(?:و|ل|ب|ال)*(?:هاتف|جوال|موبايل|بريد|اتصال|تواصل|واتس))",
    ),
    (
        "name", "identity",
        r"\b(?:(?:sur|first ?|last ?|full ?|nick)?names?\b|nombres?\b|apellid|noms?\b|prenom|"
        r"(?:و|ل|ب|ال)*(?:اسم|اسماء|لقب))",
    ),
    (
        "document", "identity",
        r"\b(?:passport|id\b|identi|citizen|national|document|signature|licen[cs]e|visa\b|"
        r"registration|pasaporte|cedula|nacional|firma|passeport|"
        r"(?:و|ل|ب|ال)*(?:جواز|هوي|جنسي|وثيق|وثائق|توقيع|تاشير))",
    ),
    (
        "birth", "identity",
        r"\b(?:born|birth|age\b|aged\b|years? old|dob\b|nacid|nacimiento|edad\b|anos\b|naiss|"
        r"ne[e]?\b|ans\b|(?:و|ل|ب|ال)*(?:ولاد|ميلاد|عمر|سن\b))",
    ),
    (
        "family", "identity",
        r"\b(?:family|father|mother|parent|spouse|husband|wife|child|son\b|daughter|sister|brother|"
        r"sibling|guardian|relati|head of|respondent|beneficiar|occupation|padre|madre|espos|"
        r"marido|mujer|hij[oa]|herman|famil|tutor|parentesco|ocupacion|pere\b|mere\b|epou|femme|"
        r"fils\b|fille|frere|soeur|tuteur|profession|"
        r"(?:و|ل|ب|ال)*(?:والد|زوج|طفل|اطفال|ابن|اسر|عائل|وصي|قراب|مهن))",
    ),
)  # fmt: skip
_PATTERNS = tuple(
    (reason, kind, re.compile(pattern)) for reason, kind, pattern in _SUBJECTS
)  # fmt: skip
_STORY = re.compile(
    r"\b(?:descri|explain|why|what happened|how (?:do|did|was|were)|tell|comment|note|other|"
    r"expli|por que|que paso|cuente|otr[oa]|pourquoi|racont|autre|"
    r"(?:و|ل|ب|ال)*(?:صف|اشرح|لماذا|ماذا|كيف|ملاحظ|اخر))"
)
_COUNT = re.compile(
    r"\b(?:how many|number of|count of|total|cuant[oa]s|numero de|combien|nombre de|"
    r"كم\b|(?:ال)?عدد)"
)
_AGREEMENT = re.compile(
    r"\b(?:consent|agrees?\b|permission|consient|acept|acuerdo|d.accord|accept|(?:ال|ت)*وافق|موافق)"
)
_DAY = re.compile(
    r"\b(?:today|interview|survey|visit|entrevista|encuesta|hoy\b|visita|entretien|enquete|"
    r"aujourd|visite|(?:ال)?(?:مقابل|زيار|استبيان|يوم))"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ARABIC = str.maketrans("أإآىة", "اااي\u0647")
# More words than a question about a name or a number has.
_SHORT = 9
_NUMBERS = ("int", "decimal")


class ClassChoice(NamedTuple):
    """What somebody chose for one row of the table."""

    purpose: str
    sensitivity: str


class AnswerNotes(TypedDict):
    """What is kept beside a version about one question."""

    purpose: str
    has_own_purpose: bool  # by a column of the workbook
    sensitivity: str
    default: str  # the class that was proposed
    reason: str
    suggested: list[str]  # all classes that its words point at


def propose_classes(form: Form) -> dict[str, AnswerNotes]:
    """Returns purpose and class of each answer by the path of its question; what the workbook says
    by its own columns comes before what its words tell.
    """
    return {
        question.path: _notes(question, form)
        for question in form.questions()
        if question.control and not question.is_group and not question.is_meta
    }


def _notes(question: Question, form: Form) -> AnswerNotes:
    said = question.notes.get("sensitivity", "")
    purpose = question.notes.get("purpose", "")
    proposed = ("workbook", said, []) if is_class(said) else _proposed(question, form)
    reason, kind, suggested = proposed
    has_own = is_purpose(purpose)
    if not has_own:
        purpose = "" if reason == "note" else DEFAULT_PURPOSE
    return AnswerNotes(
        purpose=purpose, has_own_purpose=has_own, sensitivity=kind, default=kind, reason=reason,
        suggested=sorted(suggested),
    )  # fmt: skip


def _proposed(question: Question, form: Form) -> tuple[str, str, Sequence[str]]:
    if _is_note(question):
        return "note", PLAIN, []
    texts = _texts(question, form)
    found = _subjects(texts)
    reason, kind = _by_type(question, texts, found, form)
    return reason, kind, sorted({each for _reason, each in found})


def _by_type(
    question: Question, texts: list[str], found: list[tuple[str, str]], form: Form
) -> tuple[str, str]:
    if question.sort.startswith("geo"):
        return "map", "location"
    if question.sort == "binary" or question.control == "upload":
        return "file", "narrative"
    if question.sort == "text" and question.control != "trigger":
        return _of_text(question, texts, found)
    if found:
        return found[0]
    if question.sort == "barcode":
        return "document", "identity"
    if reason := _harmless(question, texts):
        around = [each for each in _around(question) if each.label or each.name]
        above = [hit for each in around for hit in _subjects(_texts(each, form))]
        return above[0] if above else (reason, PLAIN)
    return "unclear", "narrative"


def _of_text(
    question: Question, texts: list[str], found: list[tuple[str, str]]
) -> tuple[str, str]:
    """A line for a name or a number is what its words say; all else that is written is a story."""
    is_story = "multiline" in question.appearance or any(map(_STORY.search, texts))
    is_long = any(len(each.split()) > _SHORT for each in texts)
    if not found or is_story or is_long or found[0][0] == "family":
        return "free-text", "narrative"
    return found[0]


def _harmless(question: Question, texts: list[str]) -> str:
    """Why it says nothing about a person by itself; "" where nothing says that it does not."""
    if question.control == "trigger":
        return "agreement"
    if question.sort in _NUMBERS and any(map(_COUNT.search, texts)):
        return "count"
    if question.sort.startswith("select_one") and any(map(_AGREEMENT.search, texts)):
        return "agreement"
    if question.sort in ("date", "dateTime") and any(map(_DAY.search, texts)):
        return "day"
    return ""


def _is_note(question: Question) -> bool:
    is_read_only = question.readonly is not None and question.readonly.source.strip() == "true()"
    worked_out = question.calculate or question.default or question.first
    return is_read_only and question.control == "input" and not worked_out


def _around(question: Question) -> Iterator[Question]:
    above = question.parent
    while above is not None and above.parent is not None:
        yield above
        above = above.parent


def _subjects(texts: list[str]) -> list[tuple[str, str]]:
    return [
        (reason, kind) for reason, kind, pattern in _PATTERNS if any(map(pattern.search, texts))
    ]


def _texts(question: Question, form: Form) -> list[str]:
    """Its name, label and hint in every language, plain enough to be searched."""
    said = [_CAMEL.sub(" ", question.name).replace("_", " ")]
    for text in (question.label, question.hint):
        if text is not None:
            said += {text.say(each) for each in (*form.texts.languages, "")}
    return [_plain(each) for each in said if each]


def _plain(text: str) -> str:
    """Small letters without accents and vowel signs; Arabic letters in one writing."""
    apart = unicodedata.normalize("NFKD", text.translate(_ARABIC).casefold())
    letters = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^\w']+", " ", letters.translate(_ARABIC).replace("ـ", "")).split())


# What a change of class means


def is_less_restricted(before: str, after: str) -> bool:
    """Whether some role reads it afterwards that did not before."""
    return not _readers(after) <= _readers(before)


def _readers(kind: str) -> frozenset[str]:
    if kind == PLAIN:
        return frozenset(ROLES)
    return frozenset(code for code, role in ROLES.items() if kind in role.classes)


# The table in which they are chosen


@dataclass
class ClassRow:
    """The questions of one part of a form that were given one class for one reason."""

    part: str
    purpose: str
    has_own_purpose: bool
    sensitivity: str
    default: str
    reason: str
    paths: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Stands for these questions with this class: what changed meanwhile has another key."""
        told = "|".join([self.purpose, self.sensitivity, *self.paths])
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def label(self) -> Promise:
        return CLASS_LABELS[self.sensitivity]

    @property
    def why(self) -> Promise:
        return REASONS[self.reason]

    @property
    def instead_of(self) -> Promise | None:
        """The class that was proposed, where another was chosen."""
        return None if self.default == self.sensitivity else CLASS_LABELS[self.default]


def class_rows(form: Form, notes: Mapping[str, AnswerNotes], language: str = "") -> list[ClassRow]:
    """Returns the table of a form in the order of its questions: one row for each part, purpose,
    class and reason; what is only read is left out.
    """
    rows: dict[tuple[object, ...], ClassRow] = {}
    for path, said in notes.items():
        question = form.find(path)
        if question is None or said["reason"] == "note":
            continue
        part = [*_around(question)][-1:]
        told = (
            said["purpose"], said["has_own_purpose"], said["sensitivity"], said["default"],
            said["reason"],
        )  # fmt: skip
        key = (part[0].path if part else "", *told)
        if key not in rows:
            rows[key] = ClassRow(_called(part[0], language) if part else "", *told)
        rows[key].paths.append(path)
        rows[key].questions.append(_called(question, language))
    order = {path: at for at, path in enumerate(notes)}
    return sorted(rows.values(), key=lambda row: order[row.paths[0]])


def _called(question: Question, language: str) -> str:
    return (question.label.say(language) if question.label else "") or question.name
