"""What the menu of each role holds: first pages, and entries in groups.

A new page gets its entry here; `navigation` chooses and draws what one person sees.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.pillars.advocacy.campaigns.worklists import campaigns_to_act_on
from amparo.pillars.advocacy.message_bank.worklists import messages_to_approve
from amparo.pillars.advocacy.rumours.worklists import rumours_to_assess
from amparo.pillars.training.certificate_queries import open_reports

from . import pending
from .navigation_entries import NavigationGroup, NavigationItem

_CASEWORK = frozenset({"caseworker", "supervisor"})
_PARTNERS = frozenset({"provider", "official"})
_SUPERVISOR = frozenset({"supervisor"})
_OFFICIAL = frozenset({"official"})
_DATA_OFFICER = frozenset({"data_officer"})
_PROGRAMME_MANAGER = frozenset({"programme_manager"})
_DONOR_READER = frozenset({"donor_reader"})
_POLICY_OFFICER = frozenset({"policy_officer"})
_COMMUNICATIONS = frozenset({"communications"})
_ADVOCACY = _COMMUNICATIONS | _POLICY_OFFICER
_TRAINING = frozenset({"training_organizer", "trainer", "training_observer"})
_TRAINING_ORGANIZER = frozenset({"training_organizer"})
_ADMINISTRATOR = frozenset({"administrator"})
_TODAY = pgettext_lazy("menu, short", "Today")

HOMES = {
    "supervisor": NavigationItem(
        "assistance:waiting", _("Pending my action"), "sun", _SUPERVISOR, _TODAY,
        pending.waiting_approvals,
    ),
    "caseworker": NavigationItem(
        "assistance:today", _("Today"), "sun", frozenset({"caseworker"}),
        rows=pending.overdue_tasks,
    ),
    "data_officer": NavigationItem(
        "data-overview", pgettext_lazy("menu", "Data overview"), "sun", _DATA_OFFICER,
        pgettext_lazy("menu, short", "Overview"),
    ),
    "programme_manager": NavigationItem(
        "programme-overview", pgettext_lazy("menu", "Programme overview"), "sun",
        _PROGRAMME_MANAGER, pgettext_lazy("menu, short", "Overview"),
    ),
    "policy_officer": NavigationItem(
        "dialogue:commitments", _("Commitments"), "flag", _POLICY_OFFICER,
        pgettext_lazy("menu, short", "Commitments"),
    ),
    "provider": NavigationItem(
        "assistance:received", _("Referrals received"), "arrows-exchange", _PARTNERS,
        pgettext_lazy("menu, short", "Received"),
    ),
    "official": NavigationItem(
        "dialogue:desk", pgettext_lazy("menu", "My desk"), "sun", _OFFICIAL,
        pgettext_lazy("menu, short", "Desk"),
    ),
    "donor_reader": NavigationItem(
        "evidence:donor-sheets", _("Donor sheets"), "clipboard-check", _DONOR_READER,
        pgettext_lazy("menu, short", "Sheets"),
    ),
    "communications": NavigationItem(
        "message_bank:overview", _("Communications"), "sun", _COMMUNICATIONS, _TODAY
    ),
    **{
        role: NavigationItem(
            "training:events", _("Training events"), "calendar-event", frozenset({role}),
            pgettext_lazy("menu, short", "Events"),
        )
        for role in ("training_organizer", "trainer", "training_observer")
    },
    **{
        role: NavigationItem(
            "guidance:library", pgettext_lazy("menu", "Guidance library"), "book-2",
            frozenset({role}), pgettext_lazy("menu, short", "Guidance"),
        )
        for role in ("guidance_author", "translator", "guidance_reviewer", "endorser")
    },
    "administrator": NavigationItem(
        "system-overview", pgettext_lazy("menu", "System overview"), "sun", _ADMINISTRATOR,
        pgettext_lazy("menu, short", "Overview"),
    ),
    "auditor": NavigationItem(
        "audit-log", _("Audit log"), "list-search", frozenset({"auditor"})
    ),
}  # fmt: skip
ACCOUNT = NavigationItem("account", _("My account"), "user-circle", frozenset())

GROUPS = (
    NavigationGroup(
        "cases", pgettext_lazy("menu", "Case management"), "folder", _CASEWORK | _PARTNERS,
        (
            NavigationItem(
                "assistance:received", _("Referrals received"), "arrows-exchange", _OFFICIAL,
                pgettext_lazy("menu, short", "Received"),
            ),
            NavigationItem(
                "assistance:cases", _("People and cases"), "users", _CASEWORK,
                pgettext_lazy("menu, short", "Cases"),
            ),
            NavigationItem("assistance:team", _("My team"), "users-group", _SUPERVISOR),
            NavigationItem("assistance:referrals", _("Referrals"), "arrow-right", _CASEWORK),
            NavigationItem(
                "assistance:transfers", _("Case transfers"), "arrows-exchange", _CASEWORK
            ),
            NavigationItem("assistance:help", _("Requests for help"), "messages", _CASEWORK),
            NavigationItem("assistance:calendar", _("Calendar"), "calendar-event", _CASEWORK),
            NavigationItem(
                "money:grants", _("Assistance grants"), "building-bank",
                _CASEWORK | _DATA_OFFICER,
            ),
            NavigationItem(
                "data_quality:issues", _("Data quality issues"), "clipboard-check", _CASEWORK,
                rows=pending.data_issues, is_hidden_if_none=True,
            ),
            NavigationItem(
                "people:duplicates", _("Possible duplicates"), "git-merge", _CASEWORK,
                rows=pending.waiting_pairs, is_hidden_if_none=True,
            ),
            NavigationItem(
                "people:messages", _("Undelivered SMS"), "message-2", _CASEWORK,
                rows=pending.undelivered_messages, is_hidden_if_none=True,
            ),
            NavigationItem(
                "people:disclosures", _("Shared with us"), "file-certificate", _PARTNERS,
                pgettext_lazy("menu, short", "Shared"),
            ),
        ),
    ),
    NavigationGroup(
        "children", pgettext_lazy("menu", "Child protection"), "lifebuoy", _CASEWORK,
        (
            NavigationItem(
                "families:children", _("Unaccompanied and separated children"), "lifebuoy",
                _CASEWORK,
            ),
            NavigationItem("tracing:requests", _("Family tracing"), "route", _CASEWORK),
        ),
    ),
    NavigationGroup(
        "trafficking", pgettext_lazy("menu", "Counter-trafficking"), "shield-check", _CASEWORK,
        (
            NavigationItem(
                "trafficking:ways", _("Victims of trafficking"), "shield-check", _CASEWORK
            ),
        ),
    ),
    NavigationGroup(
        "return", pgettext_lazy("menu", "Return and reintegration"), "home-heart", _CASEWORK,
        (
            NavigationItem(
                "returns:index", pgettext_lazy("menu", "Returns (AVRR)"), "home-heart", _CASEWORK
            ),
            NavigationItem(
                "reintegration:plans", _("Reintegration plans"), "target", _CASEWORK
            ),
            NavigationItem("surveys:due", _("Monitoring surveys due"), "checkup-list", _CASEWORK),
            NavigationItem(
                "reintegration:community-projects", _("Community-based projects"), "tool",
                _CASEWORK,
            ),
        ),
    ),
    NavigationGroup(
        "programmes", pgettext_lazy("menu", "Projects and funds"), "target", _PROGRAMME_MANAGER,
        (
            NavigationItem(
                "funding:projects", pgettext_lazy("donor", "Projects"), "target",
                _PROGRAMME_MANAGER | _DATA_OFFICER | _SUPERVISOR,
            ),
            NavigationItem(
                "funding:funds", _("Funds"), "scale",
                _PROGRAMME_MANAGER | _DATA_OFFICER | _SUPERVISOR,
            ),
            NavigationItem(
                "funding:exchange-rates", _("Exchange rates"), "arrows-exchange",
                _PROGRAMME_MANAGER,
            ),
        ),
    ),
    NavigationGroup(
        "evidence", pgettext_lazy("menu", "Evidence"), "chart-dots",
        _SUPERVISOR | _DATA_OFFICER | _OFFICIAL,
        (
            NavigationItem(
                "evidence:published", pgettext_lazy("menu, statistics", "Figures"), "chart-dots",
                _OFFICIAL,
            ),
            NavigationItem(
                "evidence:home", pgettext_lazy("menu, statistics", "Figures"), "chart-dots",
                _SUPERVISOR | _DATA_OFFICER,
            ),
            NavigationItem(
                "evidence:data-quality", _("Data quality"), "checkup-list",
                _SUPERVISOR | _DATA_OFFICER,
            ),
            NavigationItem(
                "evidence:reports", _("Monthly reports"), "clipboard-check",
                _SUPERVISOR | _DATA_OFFICER, rows=pending.unsigned_reports,
            ),
            NavigationItem(
                "evidence:data-calls", _("Data calls"), "calendar-event",
                _SUPERVISOR | _DATA_OFFICER,
            ),
            NavigationItem(
                "evidence:releases", pgettext_lazy("statistics", "Data releases"), "world",
                _SUPERVISOR | _DATA_OFFICER, rows=pending.unsigned_releases,
            ),
            NavigationItem(
                "evidence:indicators", _("Indicators"), "list-details", _DATA_OFFICER
            ),
            NavigationItem(
                "fieldwork:submissions", _("Submissions"), "clipboard-check",
                _DATA_OFFICER | _SUPERVISOR, rows=pending.odd_submissions,
            ),
            NavigationItem("fieldwork:forms", _("Forms"), "clipboard-list", _DATA_OFFICER),
            NavigationItem("surveys:instruments", _("Surveys"), "checkup-list", _DATA_OFFICER),
            NavigationItem(
                "assistance:line-list", pgettext_lazy("export", "Line list"), "download",
                _DATA_OFFICER,
            ),
            NavigationItem(
                "assistance:registers", _("Beneficiary lists"), "file-upload",
                _DATA_OFFICER | _SUPERVISOR,
            ),
            NavigationItem(
                "people:deduplication", _("Deduplication"), "git-merge", _DATA_OFFICER
            ),
            NavigationItem(
                "assistance:referrals-ends", _("Referral outcomes"), "arrow-right", _DATA_OFFICER
            ),
            NavigationItem(
                "assistance:low-capacity", _("Where capacity is low"), "scale",
                _DATA_OFFICER | _SUPERVISOR,
            ),
            NavigationItem(
                "record_linkage:agreements", _("Privacy-preserving record linkage"), "link",
                _DATA_OFFICER | _SUPERVISOR | _ADMINISTRATOR,
                rows=pending.linkage_agreements, is_hidden_if_none=True, is_count_shown=False,
            ),
        ),
    ),
    NavigationGroup(
        "accountability", pgettext_lazy("menu", "Accountability"), "ear",
        _CASEWORK | _DATA_OFFICER,
        (
            NavigationItem(
                "advocacy:complaints", _("Complaints"), "ear", _CASEWORK | _DATA_OFFICER,
                rows=pending.unacknowledged_complaints,
            ),
            NavigationItem(
                "assistance:rights", _("Data subject requests"), "file-certificate", _CASEWORK
            ),
        ),
    ),
    NavigationGroup(
        "dialogue", pgettext_lazy("menu", "Dialogue and commitments"), "messages",
        _POLICY_OFFICER | _SUPERVISOR,
        (
            NavigationItem(
                "dialogue:commitments", _("Commitments"), "flag", _SUPERVISOR | _DATA_OFFICER,
                pgettext_lazy("menu, short", "Commitments"),
            ),
            NavigationItem(
                "links:chain", pgettext_lazy("menu", "From need to outcome"), "link",
                _POLICY_OFFICER | _SUPERVISOR | _DATA_OFFICER,
                pgettext_lazy("menu, short", "Needs"),
            ),
            NavigationItem(
                "agreements:agreements", pgettext_lazy("between institutions", "Agreements"),
                "file-certificate",
                _POLICY_OFFICER | _SUPERVISOR | _PARTNERS,
            ),
            NavigationItem(
                "dialogue:meetings", pgettext_lazy("menu", "Meetings"), "calendar-event",
                _POLICY_OFFICER | _SUPERVISOR,
            ),
            NavigationItem(
                "dialogue:consultations",
                pgettext_lazy("of migrants and communities", "Consultations"), "ear",
                _POLICY_OFFICER | _SUPERVISOR,
            ),
        ),
    ),
    NavigationGroup(
        "advocacy", pgettext_lazy("menu", "Advocacy"), "speakerphone", _ADVOCACY,
        (
            NavigationItem(
                "message_bank:messages", _("Message bank"), "message-2",
                _ADVOCACY | _CASEWORK | _DATA_OFFICER, rows=messages_to_approve
            ),
            NavigationItem(
                "rumours:rumours", pgettext_lazy("menu", "Rumours"), "ear",
                _ADVOCACY | _CASEWORK, rows=rumours_to_assess
            ),
            NavigationItem(
                "campaigns:campaigns", pgettext_lazy("list", "Campaigns"), "speakerphone",
                _ADVOCACY | _SUPERVISOR | _DATA_OFFICER, rows=campaigns_to_act_on
            ),
            NavigationItem(
                "broadcasts:broadcasts", pgettext_lazy("to subscribers", "Broadcasts"),
                "bell", _COMMUNICATIONS | _SUPERVISOR, rows=pending.waiting_broadcasts,
            ),
            NavigationItem(
                "asks:asks", pgettext_lazy("menu", "Advocacy asks"), "speakerphone",
                _POLICY_OFFICER | _SUPERVISOR,
            ),
            NavigationItem(
                "stories:stories", pgettext_lazy("of migrants", "Stories"), "camera",
                _COMMUNICATIONS | _SUPERVISOR, rows=pending.stories_to_clear,
            ),
        ),
    ),
    NavigationGroup(
        "training", pgettext_lazy("menu", "Training"), "book-2", _TRAINING,
        (
            NavigationItem(
                "training:events", _("Training events"), "calendar-event", _SUPERVISOR,
                pgettext_lazy("menu, short", "Events"),
            ),
            NavigationItem(
                "training:courses", pgettext_lazy("training", "Courses"), "book-2",
                _TRAINING | _SUPERVISOR,
            ),
            NavigationItem("training:trainers", _("Trainers"), "users", _TRAINING_ORGANIZER),
            NavigationItem(
                "training:requirements", _("Required competencies"), "checkup-list", _SUPERVISOR,
            ),
            NavigationItem(
                "training:participants", _("Participants"), "users",
                frozenset({"training_organizer", "trainer"}),
            ),
            NavigationItem(
                "training:certificates", pgettext_lazy("list", "Certificates"),
                "file-certificate", _TRAINING_ORGANIZER, rows=open_reports,
            ),
        ),
    ),
    NavigationGroup(
        "guidance", pgettext_lazy("menu", "Guidance and SOPs"), "book-2", _CASEWORK,
        (
            NavigationItem(
                "guidance:library", pgettext_lazy("menu", "Guidance library"), "book-2",
                _CASEWORK | _DATA_OFFICER | _PARTNERS | _PROGRAMME_MANAGER | _POLICY_OFFICER,
                pgettext_lazy("menu, short", "Guidance"),
            ),
        ),
    ),
    NavigationGroup(
        "directory", pgettext_lazy("menu", "Directory"), "map-pin",
        frozenset({"caseworker", "data_officer", "administrator"}),
        (
            NavigationItem(
                "directory:services", _("Service directory"), "building-community",
                _CASEWORK | _DATA_OFFICER | _ADMINISTRATOR | _PROGRAMME_MANAGER
                | _POLICY_OFFICER,
            ),
            NavigationItem("people:communities", _("Communities"), "home", _CASEWORK),
            NavigationItem(
                "assistance:places-known",
                pgettext_lazy("menu", "Protection context by place"), "map-pin", _CASEWORK,
            ),
            NavigationItem(
                "law:instruments", _("Law and frameworks"), "scale",
                _CASEWORK | _DATA_OFFICER | _ADMINISTRATOR | _PROGRAMME_MANAGER
                | _POLICY_OFFICER,
            ),
        ),
    ),
    NavigationGroup(
        "administration", pgettext_lazy("menu", "Administration"), "adjustments",
        _ADMINISTRATOR | _DATA_OFFICER,
        (
            NavigationItem("staff", _("Users"), "id-badge-2", _ADMINISTRATOR),
            NavigationItem(
                "offices", _("Offices and teams"), "building-community", _ADMINISTRATOR,
                pgettext_lazy("menu, short", "Offices"),
            ),
            NavigationItem("code-lists", _("Reference lists"), "list-details", _ADMINISTRATOR),
            NavigationItem(
                "places", pgettext_lazy("menu, title", "Administrative areas"), "map-pin",
                _ADMINISTRATOR,
            ),
            NavigationItem(
                "boundaries", pgettext_lazy("menu, title", "Boundaries"), "map-pin",
                _ADMINISTRATOR | _DATA_OFFICER,
            ),
            NavigationItem(
                "emergency-numbers", _("Emergency numbers"), "phone-call",
                _ADMINISTRATOR | _DATA_OFFICER,
            ),
            NavigationItem(
                "jobs", _("Background tasks"), "refresh", _ADMINISTRATOR,
                pgettext_lazy("menu, short", "Tasks"),
            ),
            NavigationItem(
                "partner-systems", _("Connected systems"), "link", _ADMINISTRATOR
            ),
            NavigationItem(
                "assistance:due", _("Retention and deletion"), "folder",
                _DATA_OFFICER | _SUPERVISOR,
            ),
        ),
    ),
)  # fmt: skip

# What stands in the bottom bar beside the first page, New, Search and Menu.
BOTTOM_ROUTES = {
    "caseworker": ("assistance:cases",),
    "supervisor": ("assistance:cases",),
    "data_officer": ("fieldwork:submissions", "people:deduplication", "assistance:registers"),
    "provider": ("people:disclosures",),
    "official": ("assistance:received",),
    "policy_officer": ("links:chain", "guidance:library"),
    "programme_manager": ("funding:projects", "funding:funds"),
    "administrator": ("staff", "offices", "jobs"),
}
