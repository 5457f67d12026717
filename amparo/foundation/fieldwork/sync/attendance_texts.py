"""Texts of the offline app about attendance in the hand of a trainer."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ATTENDANCE_TEXTS: dict[str, str | Promise] = {
    "attendance": pgettext_lazy("training", "Attendance"),
    "attendance_words": _("Sessions of your training events, with who has a seat."),
    "attendance_none": _("No session of yours is near"),
    "attendance_none_words": _(
        "Sessions are here from two days before to two weeks after, once you renew."
    ),
    "attendance_present_of": _("Present: %(n)s of %(all)s"),
    "attendance_badge": _("Number or code of the badge"),
    "attendance_badge_button": _("Record as present"),
    "attendance_badge_none": _(
        "This badge is not in the list on this device. It is sent, and the office says whose it"
        " is."
    ),
    "attendance_badge_wrong": _("Type the number that stands before the name in the list."),
    "attendance_scan": pgettext_lazy("button", "Scan badges"),
    "attendance_scan_stop": pgettext_lazy("button", "Stop scanning"),
    "attendance_scan_denied": _("The camera does not open. Type the number of the badge instead."),
    "attendance_done": _("Recorded as present: number %(number)s."),
    "attendance_present": pgettext_lazy("attendance", "Present"),
    "attendance_absent": pgettext_lazy("attendance", "Absent"),
    "attendance_unknown": pgettext_lazy("attendance", "Not recorded"),
    "attendance_minutes": pgettext_lazy("attendance", "Minutes"),
    "attendance_minutes_hint": _("Only if they came late or left early."),
    "attendance_minutes_of": _("%(minutes)s of %(whole)s min"),
    "attendance_minutes_long": _("The session has %(n)s minutes. Write fewer, or leave it empty."),
    "attendance_late": _("Came late or left early"),
    "attendance_count": pgettext_lazy("training session", "Head count"),
    "attendance_count_hint": _("Count the people in the room, and write how many they are."),
    "attendance_count_done": _("Head count saved."),
    "attendance_not_begun": _(
        "This session has not begun by the clock of this device: the office refuses what is"
        " recorded more than half an hour before it begins."
    ),
    "verb_attendance_mark": pgettext_lazy("training", "Attendance"),
    "verb_attendance_scan": pgettext_lazy("attendance", "Badge scanned"),
    "verb_attendance_count": pgettext_lazy("training session", "Head count"),
}
