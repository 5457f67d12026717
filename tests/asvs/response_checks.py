"""V3, V4 and V14, what every answer tells a browser: refusals and faults too.

Each function `check_v…` returns what is wrong with one answer, or nothing. They are made of each
answer that `tests/test_permissions.py` gets, so that nothing is asked twice.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from tests.support.html import Element
from tests.support.responses import MAY_CHANGE, Answer
from tests.support.sample_data import SECRETS

# Pages where the engine of forms compiles the rules of a form, and brings its own styles.
ROUTES_OF_FORMS = ("case_forms:form-screen", "sync:frame")
# Parts of the field shell, which tell of nobody.
# Public keys and signed lists: the same for everybody, and of nobody.
ROUTES_OF_VERIFIERS = (
    "public:certificate-list", "public:certificate-did", "public:certificate-issuer",
    "public:certificate-status",
)  # fmt: skip
ROUTES_OF_SHELL = tuple(f"sync:{part}" for part in ("app", "frame", "worker", "manifest", "texts"))
# The list of services may ask where one is, and tells nobody; so may a form that asks.
MAY_LOCATE = ("public:services", "sync:app", *ROUTES_OF_FORMS)
# Trainers scan badges there.
MAY_SEE = ("sync:app",)
SAFE = ("get", "head", "options")
# Where telephones bring what was filled in: how often somebody came is counted, whatever they ask.
COUNT_EVERY_TRY = ("sync:deliver", "sync:receipts")
TYPES = {
    "text/html; charset=utf-8", "text/plain; charset=utf-8", "text/css; charset=utf-8",
    "text/calendar; charset=utf-8", "text/csv; charset=utf-8", "text/javascript; charset=utf-8",
    "application/json", "application/json; charset=utf-8", "application/ld+json",
    "application/atom+xml; charset=utf-8", "application/problem+json", "application/pdf",
    "application/xliff+xml", "text/x-gettext-translation",
    "application/xml; charset=utf-8", "text/xml; charset=utf-8", "application/manifest+json",
    "image/png", "application/did+json", "application/vc+jwt", "application/vc",
}  # fmt: skip
INSIDE = re.compile(
    # What a script reads is no script: no browser runs it.
    r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:",
    re.IGNORECASE,
)


def faults_of(answer: Answer) -> Iterator[str]:
    """Everything that is wrong with this answer, each with the check that says so."""
    for check in CHECKS:
        if fault := check(answer):
            yield f"{answer}: {fault} ({check.__name__})"


def check_v3_3_2_cookies_do_not_travel_from_other_sites(answer: Answer) -> str:
    cookies = answer.response.cookies.values()
    return ", ".join(each.key for each in cookies if each["samesite"] not in ("Lax", "Strict"))


def check_v3_3_4_no_script_reads_a_cookie(answer: Answer) -> str:
    """A cookie without a value is being taken away."""
    cookies = answer.response.cookies.values()
    return ", ".join(each.key for each in cookies if each.value and not each["httponly"])


def check_v3_4_3_csp_allows_nothing_by_default(answer: Answer) -> str:
    said = answer.header("Content-Security-Policy")
    policy = dict(part.strip().partition(" ")[::2] for part in said.split(";"))
    scripts = policy.get("script-src", "'self'")
    if answer.route in ROUTES_OF_FORMS and answer.response.status_code == 200:
        scripts = policy["script-src"] = scripts.removesuffix(" 'wasm-unsafe-eval'")
        if policy.pop("style-src", "") != "'self' 'unsafe-inline'":
            return f"the styles of a form in {said!r}"
    is_strict = (
        policy.get("default-src") == "'none'"
        and policy.get("base-uri") == "'none'"
        and policy.get("form-action") in ("'self'", "'none'")
        and "unsafe" not in str(policy)
        and re.fullmatch(r"'self'( 'nonce-[\w+/=-]+')?", scripts)
    )
    return "" if is_strict else f"Content-Security-Policy is {said!r}"


def check_v3_4_3_no_page_has_a_script_or_a_style_inside(answer: Answer) -> str:
    found = INSIDE.search(answer.text) if answer.is_html else None
    return found[0] if found else ""


def check_v3_4_4_no_type_is_guessed(answer: Answer) -> str:
    return lacks(answer, "X-Content-Type-Options", "nosniff")


def check_v3_4_5_no_address_is_sent_to_others(answer: Answer) -> str:
    """`no-referrer` would be stricter, and Chromium would then send forms with `Origin: null`."""
    return lacks(answer, "Referrer-Policy", "same-origin")


def check_v3_4_6_no_page_is_shown_inside_another(answer: Answer) -> str:
    """But the frame of a form, inside the field shell of this server alone."""
    is_frame = answer.route == "sync:frame"
    by, old = ("'(self|none)'", "DENY|SAMEORIGIN") if is_frame else ("'none'", "DENY")
    return lacks(answer, "Content-Security-Policy", f".*frame-ancestors {by}.*") or lacks(
        answer, "X-Frame-Options", old
    )


def check_v3_4_8_no_other_window_keeps_hold_of_ours(answer: Answer) -> str:
    """The open directory may be read from anywhere: it is made for nobody, with no cookie."""
    is_open = is_open_data(answer)
    from_where = "cross-origin" if is_open else "same-origin"
    return (
        lacks(answer, "Cross-Origin-Opener-Policy", "same-origin")
        or lacks(answer, "Cross-Origin-Embedder-Policy", "require-corp")
        or lacks(answer, "Cross-Origin-Resource-Policy", from_where)
        or (f"cookies: {answer.response.cookies}" if is_open and answer.response.cookies else "")
    )


def check_v3_4_8_no_page_may_use_what_a_telephone_can_do(answer: Answer) -> str:
    where = ".*" if answer.route in MAY_LOCATE else r".*geolocation=\(\).*"
    seen = ".*" if answer.route in MAY_SEE else r".*camera=\(\)"
    return lacks(answer, "Permissions-Policy", f"{seen}{where}") or lacks(
        answer, "Permissions-Policy", r".*microphone=\(\).*payment=\(\).*"
    )


def check_v3_5_3_looking_changes_nothing(answer: Answer) -> str:
    """It leaves its line in the ledger, and that is all."""
    if answer.method not in SAFE:
        return ""
    changed = answer.written - MAY_CHANGE
    if answer.route in COUNT_EVERY_TRY:
        changed -= {"amparo_cache"}
    # A short link counts that it was opened on this day, and nothing of by whom.
    if answer.route == "public:alert-link":
        changed -= {"message_bank_linkvisitcount"}
    return f"wrote into {', '.join(sorted(changed))}" if changed else ""


def check_v4_1_1_what_comes_says_what_it_is_and_in_which_letters(answer: Answer) -> str:
    """JSON is UTF-8 by definition. In which letters a text was saved that somebody gave us, they
    alone know: it goes out as a file to be saved, and no browser shows it.
    """
    if "sandbox" in answer.header("Content-Security-Policy") or not (
        answer.response.streaming or answer.body
    ):
        return ""
    said = answer.header("Content-Type")
    return "" if said in TYPES else f"Content-Type is {said!r}"


def check_v14_2_1_nobody_is_named_in_an_address(answer: Answer) -> str:
    """Neither where one is led, nor in what a page leads to, asks for or is called."""
    told = [answer.header(name) for name in ("Location", "HX-Redirect", "HX-Push-Url")]
    if answer.is_html and answer.is_read:
        told += [*answer.page.addresses, *(each.text for each in answer.page.all("title"))]
    named = [said for said in told if any(secret in unquote(said) for secret in SECRETS)]
    return f"somebody is named in {named}" if named else ""


def check_v14_2_1_what_one_writes_is_never_asked_for_in_an_address(answer: Answer) -> str:
    """A form that is sent as an address takes choices, days and refs, and no words.

    One asks for a `ref`, which names no person: the ledger.
    """
    if not (answer.is_html and answer.is_read) or answer.route == "style-guide":
        return ""
    fields = [each for each in answer.page.fields if is_text_field(each)]
    asked = {each.attrs.get("name", "") for each in fields if is_sent_as_address(each)}
    return ", ".join(sorted(asked - {"ref"}))


def check_v14_3_2_no_browser_keeps_a_page(answer: Answer) -> str:
    """But the field shell and its parts are asked for anew each time, the open directory is kept
    for five minutes, or until the service that a page tells of opens or shuts, and with what
    certificates are checked for an hour.
    """
    kept = r".*no-store.*"
    if is_open_data(answer):
        kept = r"public, max-age=(300|[12]?\d?\d)"
    elif answer.method in ("get", "head") and answer.route in ROUTES_OF_VERIFIERS:
        kept = r"public, max-age=3600"
    elif answer.route in ROUTES_OF_SHELL:
        kept = r"no-cache|.*no-store.*"
    return lacks(answer, "Cache-Control", kept)


def lacks(answer: Answer, name: str, pattern: str) -> str:
    """What is wrong with this header, if it does not say exactly this."""
    said = answer.header(name)
    return "" if re.fullmatch(pattern, said) else f"{name} is {said!r}, and not {pattern!r}"


def is_open_data(answer: Answer) -> bool:
    return answer.method == "get" and answer.route.startswith("api:hsds")


def is_text_field(field: Element) -> bool:
    kinds = ("text", "search", "email", "tel", "url", "password", "number")
    return field.tag == "textarea" or (
        field.tag == "input" and field.attrs.get("type", "text") in kinds
    )


def is_sent_as_address(field: Element) -> bool:
    form = field.around("form")
    return form is not None and form.attrs.get("method", "get").lower() != "post"


CHECKS: tuple[Callable[[Answer], str], ...] = tuple(
    value for name, value in list(globals().items()) if name.startswith("check_v")
)
