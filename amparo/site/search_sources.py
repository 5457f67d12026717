"""What the search for everything finds of the site itself: pages of the menu, others, and actions.

They are found by their label in the reader's language and in English, and by search words that
name the same thing. Whoever may not open one does not find it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.extension_points import search_sources
from amparo.foundation.core.search import SearchHit, SearchSource, SearchTerms, best_first

from .handbook.search import find_sections
from .navigation import items_of


@dataclass(frozen=True)
class SitePage:
    """A page or an action that stands alone, and the permission that opens it."""

    route: str
    label: Promise
    icon: str
    permission: str = ""
    keywords: str | Promise = ""
    args: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.route, args=self.args)


# Other names under which entries of the menu are looked for.
NAVIGATION_KEYWORDS: dict[str, Promise] = {
    "assistance:waiting": pgettext_lazy("search words", "approvals, decisions"),
    "assistance:cases": pgettext_lazy("search words", "caseload, beneficiaries, files"),
    "assistance:transfers": pgettext_lazy("search words", "transfer, another office"),
    "assistance:help": pgettext_lazy("search words", "help requests, enquiries"),
    "assistance:registers": pgettext_lazy("search words", "import, beneficiary list, spreadsheet"),
    "assistance:rights": pgettext_lazy("search words", "data subject request, personal data"),
    "assistance:due": pgettext_lazy("search words", "retention, erasure, deletion"),
    "returns:index": pgettext_lazy("search words", "AVRR, voluntary return, repatriation"),
    "reintegration:plans": pgettext_lazy("search words", "livelihood, small business"),
    "surveys:due": pgettext_lazy("search words", "RSS, sustainability survey, monitoring"),
    "people:messages": pgettext_lazy("search words", "SMS, failed messages"),
    "people:duplicates": pgettext_lazy("search words", "duplicates, duplicate record"),
    "people:deduplication": pgettext_lazy("search words", "deduplication, duplicates"),
    "people:disclosures": pgettext_lazy("search words", "disclosures, consent"),
    "families:children": pgettext_lazy(
        "search words", "UASC, unaccompanied, separated, child protection"
    ),
    "tracing:requests": pgettext_lazy("search words", "missing family, reunification, RFL"),
    "trafficking:ways": pgettext_lazy("search words", "trafficking, VoT, exploitation"),
    "directory:services": pgettext_lazy("search words", "directory, service mapping"),
    "advocacy:complaints": pgettext_lazy("search words", "feedback, AAP, PSEA"),
    "money:grants": pgettext_lazy("search words", "payments, cash, allowance"),
    "funding:projects": pgettext_lazy("search words", "grant, donor, contract, burn rate"),
    "funding:funds": pgettext_lazy("search words", "budget, donor, balance"),
    "record_linkage:agreements": pgettext_lazy("search words", "record linkage, PPRL"),
    "agreements:agreements": pgettext_lazy("search words", "MoU, SOP, protocol, data sharing"),
    "fieldwork:forms": pgettext_lazy("search words", "XLSForm, Kobo, ODK, questionnaire"),
    "fieldwork:submissions": pgettext_lazy("search words", "submissions, Kobo, ODK"),
    "staff": pgettext_lazy("search words", "users, user accounts, roles"),
    "code-lists": pgettext_lazy("search words", "codes, categories"),
    "jobs": pgettext_lazy("search words", "background tasks, queue"),
    "partner-systems": pgettext_lazy("search words", "API, tokens, webhooks"),
    "audit-log": pgettext_lazy("search words", "audit log, history"),
}
OTHER_PAGES = (
    SitePage("notifications", _("Notifications"), "bell"),
    SitePage(
        "account", _("My account"), "user-circle",
        keywords=pgettext_lazy("search words", "password, language, sessions, two-factor"),
    ),
    SitePage("handbook", _("Handbook"), "book-2",
             keywords=pgettext_lazy("search words", "help, manual, guide")),
    SitePage("directory:providers", _("Organizations"), "building-community"),
    SitePage("directory:mechanisms", _("Referral mechanisms"), "arrows-exchange"),
    SitePage("directory:feeds", _("External directories"), "file-upload", "directory.edit",
             pgettext_lazy("search words", "HSDS, import")),
    SitePage("funding:exchange-rates", _("Exchange rates"), "arrows-exchange", "fund.keep"),
    SitePage("advocacy:you-said", _("You said, we did"), "speakerphone", "complaint.publish"),
)  # fmt: skip
ACTIONS = (
    SitePage("assistance:register", _("Register person"), "user-plus", "person.register",
             pgettext_lazy("search words", "new case, intake")),
    SitePage("assistance:quick", _("Record note"), "notes", "case.work", args=("note",)),
    SitePage("assistance:quick", _("Record service provided"), "heart-handshake", "case.work",
             args=("service",)),
    SitePage("assistance:quick", _("Record follow-up"), "message-2", "case.work",
             pgettext_lazy("search words", "visit, call"), ("followup",)),
    SitePage("assistance:quick", _("Record safety alert"), "alert-triangle", "case.alert",
             pgettext_lazy("search words", "danger, threat, urgent"), ("alert",)),
    SitePage("assistance:emergency-new", _("Emergency access"), "alert-triangle",
             "case.emergency", pgettext_lazy("search words", "emergency access")),
    SitePage("tracing:request-new", _("Record tracing request"), "search", "case.work",
             pgettext_lazy("search words", "missing family, reunification")),
    SitePage("people:community-new", _("Add community"), "home", "community.work"),
    SitePage("advocacy:complaint-new", _("Record complaint"), "ear", "complaint.hear",
             pgettext_lazy("search words", "feedback, PSEA")),
    SitePage("assistance:register-new", _("Import beneficiary list"), "file-upload",
             "register.bring", pgettext_lazy("search words", "Excel, CSV, spreadsheet")),
    SitePage("fieldwork:form-new", _("Add form"), "file-certificate", "form.keep",
             pgettext_lazy("search words", "XLSForm, Kobo, ODK")),
    SitePage("surveys:instrument-new", _("Add survey"), "checkup-list", "form.keep"),
    SitePage("funding:project-new", _("Create project"), "target", "project.keep"),
    SitePage("funding:fund-new", _("Add fund"), "scale", "fund.keep"),
    SitePage("directory:provider-new", _("Add organization to the directory"),
             "building-community", "directory.edit",
             pgettext_lazy("search words", "new service, provider")),
    SitePage("directory:mechanism-new", _("Add referral mechanism"), "arrows-exchange",
             "directory.edit"),
    SitePage("directory:feed-new", _("Import directory"), "file-upload", "directory.edit",
             pgettext_lazy("search words", "HSDS")),
    SitePage("emergency-number-new", _("Add emergency number"), "phone-call", "number.edit"),
    SitePage("staff-new", _("Add user account"), "user-plus", "staff.edit",
             pgettext_lazy("search words", "invite, new colleague")),
    SitePage("office-new", _("Add office"), "building-community", "office.edit"),
    SitePage("place-new", _("Add place"), "map-pin", "place.edit",
             pgettext_lazy("search words", "town, gazetteer")),
    SitePage("password", pgettext_lazy("button", "Change password"), "key"),
)  # fmt: skip


def find_pages(user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    """The entries of the user's own menu, then pages that stand in none."""
    return _hits([*_menu_of(user), *_open_to(user, OTHER_PAGES)], terms, limit)


def find_actions(user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    """What the user may begin; all of it where no word is given."""
    return _hits(list(_open_to(user, ACTIONS)), terms, limit)


def _menu_of(user: User) -> Iterator[SitePage]:
    for item in items_of(user):
        keywords = NAVIGATION_KEYWORDS.get(item.route, "")
        yield SitePage(item.route, item.label, item.icon, keywords=keywords)


def _open_to(user: User, pages: tuple[SitePage, ...]) -> Iterator[SitePage]:
    return (page for page in pages if not page.permission or page.permission in user.permissions)


def _hits(pages: list[SitePage], terms: SearchTerms, limit: int) -> list[SearchHit]:
    with override("en"):
        in_english = [str(page.label) for page in pages]
    hits = [
        SearchHit(str(page.label), page.url, icon=page.icon)
        for page, english in zip(pages, in_english, strict=True)
        if not terms or terms.fit(str(page.label), english, str(page.keywords))
    ]
    return best_first(hits, terms, limit)


search_sources.register(
    SearchSource(
        "handbook", pgettext_lazy("search, title", "Handbook"), find_sections, position=85
    )
)
search_sources.register(
    SearchSource("pages", pgettext_lazy("search, title", "Pages"), find_pages, position=80)
)
search_sources.register(
    SearchSource(
        "actions",
        pgettext_lazy("search, title", "Actions"),
        find_actions,
        position=90,
        is_action=True,
    )
)
