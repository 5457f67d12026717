"""An HTTP client that opens pages and sends their forms filled in, and fixed answers for them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from tests import programmes
from tests.crash.web import TOKEN
from tests.support.html import Element, Page

NOT_WORDS = frozenset(
    ("hidden", "submit", "button", "reset", "image", "radio", "checkbox", "date", "time",
     "month", "number", "color", "range")
)  # fmt: skip
LONGEST, SHORTEST = 999, 20  # what is shorter has no room for a canary
BOUNDARY = "a-house-and-its-doors"


@dataclass(frozen=True)
class Upload:
    """A file as a browser sends it."""

    name: str
    content: bytes
    kind: str = "text/plain"


@dataclass
class Answer:
    status: int
    path: str
    content: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    @property
    def is_page(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")

    @property
    def leads_to(self) -> str:
        where = self.headers.get("location") or self.headers.get("hx-redirect", "")
        return urlsplit(where)._replace(scheme="", netloc="", fragment="").geturl()

    def complaints(self) -> list[str]:
        """What the page says is wrong with what was sent."""
        found = re.findall(r'field-error" id="([^"]*)_error">.*?<span>(.*?)</span>', self.text)
        if found:
            return [f"{name}: {said}" for name, said in found]
        told = re.search(r"<main.*?</main>", self.text, re.DOTALL)
        return [" ".join(re.sub(r"<[^>]*>", " ", told[0]).split())[:300]] if told else []


@dataclass
class Visitor:
    """One of the cast, by the cookies of their screen."""

    port: int
    form: str  # the cookie that a form must know
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cookies = {self.form: TOKEN, **self.cookies}

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, b"", headers)

    def post(self, path: str, fields: Iterable[tuple[str, str | Upload]], **headers) -> Answer:
        fields = [("csrfmiddlewaretoken", self.cookies[self.form]), *fields]
        if any(isinstance(value, Upload) for _name, value in fields):
            kind, body = f"multipart/form-data; boundary={BOUNDARY}", _in_parts(fields)
        else:
            kind, body = "application/x-www-form-urlencoded", urlencode(fields).encode()
        return self.ask("POST", path, body, {"Content-Type": kind, **headers})

    def follow(self, answer: Answer) -> Answer:
        for _step in range(4):
            if not answer.leads_to:
                break
            answer = self.get(answer.leads_to)
        return answer

    def ask(self, method: str, path: str, body: bytes, headers: dict) -> Answer:
        line = HTTPConnection("localhost", self.port, timeout=60)
        said = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            line.request(method, path, body, {"Cookie": said, **headers})
            told = line.getresponse()
            content = told.read()
        except HTTPException as error:
            raise ConnectionError(f"{method} {path}") from error
        finally:
            line.close()
        for name, value in told.getheaders():
            if name.lower() == "set-cookie":
                kept, _, rest = value.partition("=")
                self.cookies[kept] = rest.partition(";")[0]
        lowered = {name.lower(): value for name, value in told.getheaders()}
        return Answer(told.status, path, content, lowered)


def _in_parts(fields: list[tuple[str, str | Upload]]) -> bytes:
    parts = []
    for name, value in fields:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'
        if isinstance(value, Upload):
            head += f'; filename="{value.name}"\r\nContent-Type: {value.kind}'
        content = value.content if isinstance(value, Upload) else value.encode()
        parts.append(head.encode() + b"\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def forms_of(page: Page) -> list[Element]:
    """The forms of a page that take words or files; the search that stands on every page aside."""
    fields = [asked for asked in page.fields if asked.attrs.get("type") != "search"]
    return [
        form
        for form in page.all("form")
        if form.attrs.get("method") == "post"
        and any(takes_words(asked) for asked in fields if asked.is_in(form))
    ]


def takes_words(asked: Element) -> bool:
    name = asked.attrs.get("name", "")
    is_figure = asked.attrs.get("inputmode") == "numeric" or name.rpartition("-")[2] == "age"
    if is_figure or int(asked.attrs.get("maxlength", LONGEST)) < SHORTEST:
        return False
    return asked.tag == "textarea" or (
        asked.tag == "input" and asked.attrs.get("type", "text") not in NOT_WORDS
    )


@dataclass
class Sheet:
    """A form of a page, to be filled in as its reader chooses."""

    page: Page
    form: Element
    text: Callable[[Element], str | Upload]
    chosen: dict[str, object]
    today: str

    def filled(self) -> list[tuple[str, str | Upload]]:
        """What a browser sends when somebody answers every question."""
        sent: list[tuple[str, str | Upload]] = []
        answered = {"csrfmiddlewaretoken", "once", ""}
        for asked in self._asked:
            name = asked.attrs.get("name", "")
            if name in answered and (name in ("", "once") or not _is_hidden(asked)):
                continue
            answered.add(name)
            sent += [(name, value) for value in self._answers(asked, name)]
        return [each for each in sent if each[0] != "csrfmiddlewaretoken"] + self._button()

    def only_texts(self) -> list[tuple[str, str | Upload]]:
        """What somebody sends who skips every question that is not about words."""
        named = [(asked.attrs.get("name", ""), asked) for asked in self._asked]
        return [(name, self.text(asked)) for name, asked in named if name and takes_words(asked)]

    @property
    def _asked(self) -> list[Element]:
        fields = self.page.all("input", "select", "textarea")
        return [each for each in fields if each.is_in(self.form)]

    def _answers(self, asked: Element, name: str) -> list:
        if name in self.chosen:
            value = self.chosen[name]
            return value if isinstance(value, list) else [value]
        return [self.text(asked)] if takes_words(asked) else self._as_it_stands(asked)

    def _as_it_stands(self, asked: Element) -> list[str]:
        """What is ticked and chosen already; else the first that one can choose."""
        value, kind = asked.attrs.get("value", ""), asked.attrs.get("type", "text")
        if asked.tag == "select":
            return _option(self.page, asked)
        if kind in ("radio", "checkbox"):
            alike = [e for e in self._asked if e.attrs.get("name") == asked.attrs["name"]]
            ticked = [each.attrs.get("value", "on") for each in alike if "checked" in each.attrs]
            return ticked or ([value] if kind == "radio" else [])
        usual = {"number": asked.attrs.get("min") or "1", "date": self.today, "time": "10:00"}
        return [value or usual.get(kind, "")]

    def _button(self) -> list[tuple[str, str]]:
        """The one that is pressed: the one that stands out."""
        buttons = [each for each in self.page.all("button") if each.is_in(self.form)]
        buttons.sort(key=lambda each: "btn-primary" not in each.attrs.get("class", ""))
        name = buttons[0].attrs.get("name", "") if buttons else ""
        return [(name, str(self.chosen.get(name, buttons[0].attrs.get("value", ""))))] * bool(name)


def _is_hidden(asked: Element) -> bool:
    return asked.attrs.get("type") == "hidden"


def _option(page: Page, asked: Element) -> list[str]:
    options = [each for each in page.all("option") if each.is_in(asked)]
    chosen = [each.attrs.get("value", "") for each in options if "selected" in each.attrs]
    if any(chosen) or asked.attrs["name"].endswith("_month"):
        return chosen
    return [next((each.attrs["value"] for each in options if each.attrs.get("value")), "")]


# What each door must be answered besides its words, so that what is told there is kept.

EXPLAINED = ["interview", "purpose", "uses", "access", "retention", "withdrawal"]
AGREED = {
    "language": "es", "explained": EXPLAINED, "given_by": "guardian",
    "document_on": "2026-01-05",
    "agrees_share_services": "no", "agrees_transfer": "no", "agrees_tracing": "no",
}  # fmt: skip

# By door: what is chosen where no words are asked, and what has no room for a canary. Where there
# is more than one way to answer, each is taken.
FORM_CHOICES: dict[str, tuple[dict, ...]] = {
    "intake:register": (
        {
            "consent-way": "agrees",
            **{f"case-child{number}-age": "8" for number in range(4)},
            **{f"consent-{name}": value for name, value in AGREED.items()},
        },
        {
            "consent-way": "cannot",
            "consent-basis": "vital_interest",
            **{f"case-child{number}-age": "8" for number in range(4)},
        },
    ),
    "privacy:rights-new": ({"what": "correction", "field": "names"},),
    "privacy:rights-answer": ({"outcome": "refused"},),
    "cases:emergency-new": ({"number": lambda told: told["number"]},),
    "privacy:deletion": ({"answer": "refuse"},),
    "services:service-new": ({"is_emergency": "on"},),
    "intake:screening-new": ({"violence_on": ""},),
    "privacy:case-delete": ({"why": "asked"},),
    "privacy:person-delete": ({"why": "asked"},),
    "people:consent-new": (AGREED,),
    "people:contact-new": (
        {"safe_from": "08:00", "safe_until": "18:00", "time_zone": "America/La_Paz"},
    ),
    "people:contact": (
        {"safe_from": "08:00", "safe_until": "18:00", "time_zone": "America/La_Paz"},
    ),
    "public:help-request-new": ({"needs": ["2"], "subject": ""},),
    "public-complaint-new": ({"subject": ""},),
    "public:form": ({"send": "1", "at": "9"},),
    "token-new": ({"permissions": ["help.pass_on"]},),
    "referrals:referral-to": ({"step": "send"},),
    "referrals:referral-to-organization": ({"step": "send"},),
    "referrals:referral-heard": ({"said": "accepted"},),
    "emergency-number": ({"number": "110"},),
    "emergency-number-new": ({"number": "110"},),
    "directory:location-new": (
        {"time_zone": "America/La_Paz"},
        {"time_zone": "America/La_Paz", "is_confidential": "on"},
    ),
    "directory:confirmation": ({f"is_{number}": "changed" for number in range(9)},),
    "directory:location-edit": ({"time_zone": "America/La_Paz"},),
}
for part in programmes.PARTS:
    FORM_CHOICES |= part.FORM_CHOICES
# One form after the other, until something is done.
MULTI_STEP_ROUTES = ("intake:register",)
# Who opens it, where it is not the first who may.
WHO = {
    "cases:emergency-new": "stranger", "privacy:deletion": "supervisor",
    "protection:capacity-return": "data_officer",
}  # fmt: skip
# What is done first, so that it can be asked.
BEFORE = {"planning:plan-agree": "planning:plan-revise"}
# After these, others would find a file closed, held or gone.
LAST = (
    "referrals:referral-heard", "referrals:referral-given", "referrals:referral-close",
    "cases:attachment-remove", "planning:plan-agree",
    "privacy:case-hold", "privacy:case-delete", "privacy:person-delete",
    "cases:closure-new", "people:consent-withdraw", "people:merge-new",
    "people:merge-undo", "invitation", "recovery-link",
)  # fmt: skip

# Asked in order to look, to enter or to choose, at a door or one question of it: nothing of it is
# kept as it was told.
NEVER_KEPT = frozenset(
    ("search", "sign-in", "recovery-link", "invitation", "password", "cases:dependant-new",
     # A workbook is read and a form tried: nobody is meant.
     "fieldwork:form-new", "fieldwork:form-try", "sync:outbox-import", "boundary-new",
     "people:family-member-new", "people:merge-search", "nowhere",
     "cases:emergency-new number", "record_linkage:agreement-approve number",
     "people:contact-new time_zone", "people:contact time_zone", "public-complaint-code",
     "public:my-request code", "public:help-request-new subject", "public-complaint-new subject",
     # A partner's system is called only where whoever keeps the machine has named it.
     "subscription-new address", "emergency-number number", "emergency-number-new number")
)  # fmt: skip
# Kept in clear, because lists are sorted by it or nobody is meant: what places, organizations and
# colleagues are called. Found in the database they prove that the search sees; nowhere else may
# they be.
IN_CLEAR = frozenset(
    ("office-new name", "office name", "team-new name",
     "team-edit name", "organization-new name", "staff-new name", "staff-new email",
     "code-new code", "code-new es", "code-new en", "code-new fr", "code-new ar",
     "code-edit es", "code-edit en", "code-edit fr", "code-edit ar", "place-new name",
     "place-new pcode", "place-edit name", "place-edit pcode", "people:community-new name",
     "people:community-edit name", "intake:register-new title",
     "token-new name", "feedback:complaint-settings investigation",
     # What was said and done is written to be published.
     *(f"feedback:you-said-{door} {what}_{language}" for door in ("new", "edit")
       for what in ("said", "did") for language in ("es", "en", "fr", "ar")),
     "services:service-new provider")
)  # fmt: skip
# The directory is written to be read by everybody, but for these.
DIRECTORY = "directory:"
SEALED_THERE = ("contact_name", "contact_email", "contact_phone", "confidential_address", "text")
