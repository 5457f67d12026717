"""Problems of XLSForms: what may be wrong or unsafe in a form, and what to do about it."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.spreadsheets.validation import ProblemKind

from ..xforms.validation import FAULTS

# The whole file.
NO_SURVEY = ProblemKind(
    "form-no-survey",
    "error",
    _("This file has no sheet called “survey” with questions in it, so it is no XLSForm."),
    _("Give the sheet with the questions this name, or choose another file."),
)
NOT_UTF8 = ProblemKind(
    "form-not-utf8",
    "error",
    _("The letters of this file cannot be read."),
    _("Save it as XLSX, or as CSV in UTF-8."),
)
TOO_LONG = ProblemKind(
    "form-too-long",
    "error",
    _("This form has more than %(limit)s lines."),
    _("Put long lists of choices into a file of their own, or make several forms of it."),
)
NOT_MADE = ProblemKind(
    "form-not-made",
    "error",
    _("No form can be made of it. The converter says: %(said)s"),
    _("Mend this in the workbook and bring it again."),
)
ENGINE = ProblemKind(
    "form-engine",
    "error",
    _("The engine inside ODK Collect does not take it. It says: %(said)s"),
    _("Mend this in the workbook and bring it again."),
)
# The settings.
NO_FORM_ID = ProblemKind(
    "form-no-id",
    "error",
    _("The form has no “form_id” that we can use."),
    _("Write one in the sheet “settings”: small letters, numbers and lines below, no name."),
)
NO_VERSION = ProblemKind(
    "form-no-version",
    "error",
    _("The form has no “version”."),
    _("Write one in the sheet “settings”, such as 2026112601, and a new one at every change."),
)
NO_TITLE = ProblemKind(
    "form-no-title",
    "warning",
    _("The form has no “form_title”."),
    _("Write in the sheet “settings” what people shall call it."),
)
LANGUAGE_MISSING = ProblemKind(
    "form-language",
    "warning",
    _("The form does not speak this language: %(language_code)s."),
    _("Translate its columns, or fill it only with people who read one of its languages."),
)
TELLS_WHO = ProblemKind(
    "form-tells-who",
    "error",
    _("The name of each filled form (“instance_name”) would say who somebody is."),
    _("Make it of the day and of a number: it stands in lists on the phone, in clear."),
)
# One line.
NOT_TRANSLATED = ProblemKind(
    "form-not-translated",
    "error",
    _("This is not said in %(language)s."),
    _("Translate it: who reads that language would see another one, or nothing."),
)
NO_MESSAGE = ProblemKind(
    "form-no-message",
    "error",
    _("It must be answered, and nothing says so in words."),
    _("Fill “required_message”: else people read “Condition not satisfied”."),
)
NO_REASON = ProblemKind(
    "form-no-reason",
    "warning",
    _("An answer may be refused here, and nothing says why."),
    _("Fill “constraint_message” with what to write instead."),
)
NO_PURPOSE = ProblemKind(
    "form-no-purpose",
    "error",
    _("Nothing says what this is asked for."),
    _("Write a purpose of consent in “bind::amparo:purpose”, such as case_management."),
)
NO_SENSITIVITY = ProblemKind(
    "form-no-sensitivity",
    "error",
    _("Nothing says what kind of thing the answer tells of somebody."),
    _(
        "Write identity, contact, location, narrative, medical or plain in "
        "“bind::amparo:sensitivity”."
    ),
)
NO_RECORD = ProblemKind(
    "form-no-record",
    "warning",
    _("No record is called %(record)s: the answer stays in the form, and nowhere else."),
    _("Take a name from the table in the handbook, or leave “bind::amparo:target” empty."),
)
NO_FIELD = ProblemKind(
    "form-no-field",
    "warning",
    _("The record %(record)s has no “%(field)s” for an answer to go to."),
    _("Take a name from the table in the handbook, or leave “bind::amparo:target” empty."),
)
NO_SUCH_ANSWER = ProblemKind(
    "form-no-such-answer",
    "warning",
    _("No choice of this question is called %(answer)s, so its answer would never count."),
    _("Write the name of one of its choices in “bind::amparo:target_when”, such as no."),
)
ASKS_A_MAP = ProblemKind(
    "form-map",
    "error",
    _("This would ask a map of a stranger where somebody is."),
    _("Take the appearance of a map away: the place itself is still noted."),
)
NOT_HERE = ProblemKind(
    "form-not-here",
    "warning",
    _("A question of this kind (%(type)s) can be filled in ODK Collect, not in the browser."),
    _("Ask it in another way, or fill the form in Collect alone."),
)
OUTSIDE = ProblemKind(
    "form-outside",
    "error",
    _("This sends answers, or asks for them, elsewhere (%(setting)s)."),
    _("Remove it: what people tell stays in this Amparo site."),
)
# Rules that cannot be followed, as the evaluator tells them.
RULES = {
    code: ProblemKind(f"form-{code}", "error", words, _("Correct the rule in the workbook."))
    for code, words in FAULTS.items()
}
