"""Texts of the offline app, by the name under which its scripts ask for them.

They stand here, and not in the scripts, so that they are translated and read like all the others.
`APP_TEXTS` are whole; of `PLURAL_TEXTS` there is one for each plural form of a language.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .attendance_texts import ATTENDANCE_TEXTS
from .case_texts import CASE_TEXTS
from .observation_texts import OBSERVATION_TEXTS


def ngettext(one: str, many: str) -> tuple[str, str]:
    """Both, as they stand: called as gettext's own, so that translators are given them."""
    return one, many


APP_TEXTS: dict[str, str | Promise] = CASE_TEXTS | {
    # The frame.
    "field": pgettext_lazy("work away from the office", "Field"),
    "skip": _("Skip to the content"),
    "lock": _("Lock"),
    "close": pgettext_lazy("window, message", "Close"),
    "to_the_house": pgettext_lazy("link", "To the office"),
    "way_back": _("Way back"),
    "cases_short": pgettext_lazy("title", "Cases"),
    "forms_short": _("Forms"),
    "new_short": pgettext_lazy("something to write down", "New"),
    "outbox_short": _("Send"),
    "settings_short": _("Telephone"),
    "yes": _("Yes"),
    "no": _("No"),
    "optional": _("(optional)"),
    "choose": pgettext_lazy("select, first line", "Choose"),
    "stop_here": pgettext_lazy("button", "Stop here"),
    "leave_it": pgettext_lazy("button", "Cancel"),
    "draft_restored": _("What you had begun is here again."),
    "missing": _("This is still missing."),
    "something_missing": _("Something is missing before saving"),
    "not_a_number": _("Write a number."),
    "still_to_come": _("This day is still to come."),
    "has_passed": _("This day has passed."),
    "not_saved": _("This could not be saved. What you wrote is still here: try again."),
    "no_room": _(
        "There is no room left on this telephone. Nothing was saved: make room, then try again."
    ),
    # What is unsent.
    "kept_here": _("Nothing is lost: it is sent when there is signal."),
    "will_be_kept": _("What you write is kept here, sealed."),
    "no_signal": _("No signal."),
    "all_sent": _("All sent."),
    "all_sent_words": _("The office has all that you wrote."),
    "sending": _("Sending…"),
    "taking": _("Renewing your cases."),
    "taken_of": _("%(came)s of %(of)s"),
    "send_now": _("Send now"),
    "sync_now": _("Send and renew now"),
    "going_on": _("In progress…"),
    "sign_in_to_renew": _("Sign in to renew your cases."),
    "use_newer": _("Use the newer version"),
    "outbox": _("Outbox"),
    "outbox_lede": _("An entry leaves this telephone only when the office says that it has it."),
    "unsent": _("Not sent yet"),
    "told": _("The office decided"),
    "understood": _("Understood"),
    "state_waits": _("Waits for signal"),
    "state_waits_words": _("It is sent by itself, also while the telephone is locked."),
    "state_held": _("Waits for another"),
    "state_held_words": _("The office has it, and waits for what comes before it."),
    "state_refused": _("Not taken"),
    "state_refused_words": _("Correct it and it is sent as a new entry, or delete it."),
    "state_unreadable": _("Not read"),
    "state_unreadable_words": _(
        "The office could not open it. It stays here: ask the administrator."
    ),
    "told_conflict": _(
        "Somebody else had changed the same. Both are kept until a person chooses."
    ),
    "told_review": _("A person in the office decides what becomes of it."),
    "house_says": _("The office says:"),
    "what_it_says": pgettext_lazy("field", "Content"),
    "sealed_words": _(
        "It was written before this telephone was emptied. Only the office can read it."
    ),
    "mend": _("Mend it"),
    "discard": pgettext_lazy("draft", "Discard"),
    "discard_title": _("Discard this entry?"),
    "discard_words": _(
        "It is removed from this telephone, and nothing of it will be done. The office is told "
        "that you discarded it."
    ),
    "discard_done": _("Entry discarded."),
    "by_hand": _("Where there is no network"),
    "by_hand_words": _(
        "Save what is unsent as a sealed file. Anybody may carry it; only the office can open it."
    ),
    "save_file": _("Save as a sealed file"),
    "bring_file": _("Import encrypted file"),
    "bring_file_hint": _("From another telephone: it is sent from here."),
    "bring_failed": _("This file was not taken. Try again with signal, or choose another."),
    "stopped_away": _("The office did not answer. It is tried again."),
    "stopped_cut": _("The signal dropped. What came is kept; the rest comes next time."),
    "stopped_stumbled": _("That did not work on the side of the office. Nothing is lost."),
    "stopped_sign_in": _("Sign in to renew your cases. What waits is sent without it."),
    "stopped_other": _(
        "Somebody else is signed in here. Your cases are renewed when you sign in."
    ),
    # Setting up, opening, locking.
    "set_up": _("Set up this telephone"),
    "set_up_lede": _(
        "Take your cases to where there is no network. Sign in first; you come back here."
    ),
    "set_up_for": _("For %(name)s. Your cases are kept on it, sealed."),
    "set_up_now": _("Set up and take my cases"),
    "set_up_done": _("This telephone is ready. Your cases are on their way."),
    "set_up_needs_signal": _("Setting up needs a network. Come back here when there is one."),
    "not_able": _(
        "This browser cannot keep files safely. Use a newer one, over a secure connection."
    ),
    "sign_in": _("Sign in"),
    "telephone_name": _("What you call this telephone"),
    "telephone_name_hint": _("To tell it from others: “the old Samsung”."),
    "passphrase": _("Passphrase"),
    "passphrase_hint": _(
        "At least 10 letters and figures, or four words. Whoever finds the telephone may try for"
        " years: a long one keeps them out. Nobody can tell it to you again."
    ),
    "passphrase_again": _("The passphrase once more"),
    "passphrase_weak": _(
        "Make it longer: 10 letters and figures that are not in a row, or four words."
    ),
    "passphrase_differs": _("The two are not the same. Write it again."),
    "passphrase_now": _("The passphrase of now"),
    "passphrase_other": _("That is not the passphrase of this telephone."),
    "passphrase_changed": _("The passphrase is changed."),
    "passphrase_words": _("It opens your cases on this telephone, and nothing else."),
    "change_passphrase": _("Change the passphrase"),
    "locked": _("Locked"),
    "locked_words": _("%(telephone)s, of %(holder)s."),
    "unlock": _("Unlock"),
    "unlocking": _("Opening…"),
    "forgotten": _("I do not know the passphrase"),
    "forgotten_words": _(
        "Nobody can open these files without it. Set the telephone up anew, with signal:"
        " your cases come again, and what is unsent is still sent."
    ),
    "for_another": _("Empty and set up anew"),
    "for_another_title": _("Empty this telephone?"),
    "for_another_words": _(
        "The cases on it are destroyed and come again from the office. What is unsent"
        " stays, and is sent."
    ),
    "for_another_verb": _("Empty it"),
    "emptied_title": _("The cases on this telephone were destroyed."),
    "emptied_words": _(
        "It was emptied to protect them. What you had not sent is still here, and is sent."
    ),
    "days_left_words": _("Connect before then, and they are renewed."),
    # My cases.
    "my_cases": _("My cases on this telephone"),
    "taken": _("Taken %(day)s, %(hour)s."),
    "not_taken": _("Not taken yet."),
    "case": _("Case"),
    "cases": pgettext_lazy("title", "Cases"),
    "cases_order": _("By risk, then by date"),
    "seek": _("Search my cases"),
    "seek_hint": _("Name or number"),
    "nobody_found": _("No one is found"),
    "nobody_found_words": _(
        "Try a piece of the name, or its first letters. Only your own cases are here."
    ),
    "nobody_here": _("No cases here yet"),
    "nobody_here_words": _(
        "With signal they come by themselves. You can register somebody already."
    ),
    "show_all": _("Show all"),
    "pick": _("About whom?"),
    "go_on_writing": _("Continue writing"),
    "no_name": _("No name given"),
    "no_number": _("No number yet"),
    "no_next": _("No date set"),
    "next_on": _("Next: %(day)s"),
    "overdue_since": _("Overdue since %(day)s"),
    "registered_here": _("Registered here"),
    "registered_here_words": _(
        "You registered them on this telephone. Their number comes when it is sent."
    ),
    "not_sent": _("Not sent yet"),
    "sent_since": pgettext_lazy("field entry", "Sent"),
    # Guidance.
    "guidance": _("Guidance"),
    "guidance_for_step": _("Guidance for this step"),
    "guidance_as_of": _("Guidance as of %(day)s"),
    "guidance_none": _("No guidance yet"),
    "guidance_none_words": _("It comes with the next signal, together with your cases."),
    "guidance_left_out": _("More stands on the pages that need a network."),
    "guidance_draft": _("Draft, not endorsed"),
    "guidance_unreviewed": _("Translation not reviewed by a native speaker"),
    "guidance_due": _("Review due"),
    # This telephone.
    "settings": _("This telephone"),
    "this_telephone": _("What lies on it"),
    "expires": _("Your cases stay for"),
    "expires_words": _(
        "Without contact for so long they are destroyed here. Any contact begins it anew."
    ),
    "last_taken": _("Last taken"),
    "idle": _("Locks by itself after"),
    "never": pgettext_lazy("text", "Not yet"),
    "storage": _("Kept by the browser"),
    "storage_used": _("Room used"),
    "kept_for_good": _("For good"),
    "not_kept_for_good": _("It may clear them when room is short"),
    "keep_for_good": _("Ask it to keep them"),
    "who_looks": _("Who looks over your shoulder"),
    "discreet": _("Show initials only"),
    "discreet_hint": _("For crowded rooms: no names in lists and titles."),
    "lock_now": _("Lock now"),
    "language": _("Language"),
    "language_needs_signal": _("This language comes with the next signal."),
    "install": _("On the screen of the telephone"),
    "install_words": _("It opens like an app, also without a network."),
    "install_now": _("Put it there"),
    "install_by_menu": _(
        "To have it on the screen of the telephone, choose “Add to screen” in the menu of"
        " the browser."
    ),
}
APP_TEXTS |= ATTENDANCE_TEXTS | OBSERVATION_TEXTS

PLURAL_TEXTS: dict[str, tuple[str, str]] = {
    "n_unsent": ngettext("%(n)s unsent.", "%(n)s unsent."),
    "n_unsent_since": ngettext(
        "%(n)s unsent since %(since)s.",
        "%(n)s unsent since %(since)s.",
    ),
    "n_refused": ngettext(
        "%(n)s was not taken: look at it.",
        "%(n)s were not taken: look at them.",
    ),
    "waiting": ngettext(
        "%(n)s entry waits for a person in the office.",
        "%(n)s entries wait for a person in the office.",
    ),
    "saved_file": ngettext(
        "%(n)s entry saved as a sealed file. It stays here too.",
        "%(n)s entries saved as a sealed file. They stay here too.",
    ),
    "bring_done": ngettext(
        "The office has %(n)s entry of this file.",
        "The office has %(n)s entries of this file.",
    ),
    "promise_days": ngettext(
        "Your cases stay on it for %(n)s day without contact, then they are destroyed.",
        "Your cases stay on it for %(n)s days without contact, then they are destroyed.",
    ),
    "promise_tries": ngettext(
        "After %(n)s wrong passphrase they are destroyed. What is unsent stays, and is sent.",
        "After %(n)s wrong passphrases they are destroyed. What is unsent stays, and is sent.",
    ),
    "wrong_passphrase": ngettext(
        "Not this one. %(n)s try left before the cases here are destroyed.",
        "Not this one. %(n)s tries left before the cases here are destroyed.",
    ),
    "days_left": ngettext(
        "Your cases stay for %(n)s more day.",
        "Your cases stay for %(n)s more days.",
    ),
    "n_cases": ngettext("%(n)s case, sealed.", "%(n)s cases, sealed."),
    "found": ngettext("%(n)s found", "%(n)s found"),
    "began": ngettext(
        "%(n)s text begun and not saved.",
        "%(n)s texts begun and not saved.",
    ),
    "pending": ngettext("%(n)s not sent", "%(n)s not sent"),
    "days": ngettext("%(n)s day", "%(n)s days"),
    "minutes": ngettext("%(n)s minute", "%(n)s minutes"),
    "years": ngettext("%(n)s year old", "%(n)s years old"),
    "years_about": ngettext("about %(n)s year old", "about %(n)s years old"),
}
