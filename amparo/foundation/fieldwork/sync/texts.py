"""Texts of the offline app, by the name under which its scripts ask for them.

They stand here, and not in the scripts, so that they are translated and read like all the others.
`APP_TEXTS` are whole; of `PLURAL_TEXTS` there is one for each plural form of a language.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Texts about a case, and about what is written down of it

CASE_TEXTS: dict[str, str | Promise] = {
    # A case.
    "who": pgettext_lazy("column", "Person"),
    "next": _("Next"),
    "last_contact": _("Last contact"),
    "speaks": _("Speaks"),
    "about_what": pgettext_lazy("column", "Subject"),
    "safe_contact": _("Safe contact"),
    "safe_unknown": _("How to reach them safely is not known. Ask."),
    "alert": _("Safety alert"),
    "do_not_contact_now": _("Do not contact them for now."),
    "tasks": _("To do"),
    "needs": _("Needs"),
    "actions": _("Case plan actions"),
    "notes": _("Notes"),
    "services": _("Services provided"),
    "followups": _("Follow-ups"),
    "forms_filled": _("Forms filled in"),
    "form_filled": _("Form"),
    "people": _("People of this case"),
    "change": pgettext_lazy("field entry", "Change"),
    "done": pgettext_lazy("field entry", "Applied"),
    "do_it": pgettext_lazy("action", "Mark as done"),
    "end_it": pgettext_lazy("consent or agreement", "End"),
    "reached": _("Spoke with them"),
    "not_reached": _("Did not reach them"),
    "read_only": _("You can read this case; others work on it."),
    "not_here": _("This case is not on this telephone"),
    "not_here_words": _("It may have gone to somebody else, or was closed."),
    # Writing down.
    "write_down": pgettext_lazy("button", "Record"),
    "write_down_words": _("It is kept here at once, and sent when there is signal."),
    "register": pgettext_lazy("button", "Register"),
    "quick_note": pgettext_lazy("record", "Note"),
    "quick_service": _("Service"),
    "quick_followup": _("Follow-up"),
    "quick_task": _("To do"),
    "quick_form": _("Form"),
    "quick_alert": _("Alert"),
    "refused_because": _("The office did not take this:"),
    # What entries are called.
    "verb_sealed": _("Sealed entry"),
    "verb_case_open": pgettext_lazy("field", "Person registered"),
    "verb_note_write": pgettext_lazy("record", "Note"),
    "verb_service_give": _("Service provided"),
    "verb_followup_hold": _("Follow-up"),
    "verb_task_plan": _("Add to calendar"),
    "verb_task_do": pgettext_lazy("action", "Mark as done"),
    "verb_alert_sound": _("Safety alert"),
    "verb_person_change": _("Change of personal details"),
    "verb_action_end": _("Action of the plan"),
    "verb_form_fill": _("Completed form"),
    "verb_entry_discard": _("Entry discarded on the device"),
    # A note.
    "deed_note": _("Write a note"),
    "note_kind": pgettext_lazy("field", "Description"),
    "note_words": pgettext_lazy("field", "Note"),
    "note_hint": _("Only what helps to assist. Colleagues of this case can read it."),
    "save_note": _("Save the note"),
    "note_saved": _("The note is kept here."),
    # A service.
    "deed_service": _("Record service"),
    "service_type": pgettext_lazy("field", "Service provided"),
    "service_action": _("Related plan action"),
    "service_emergency": _("Urgent: outside the plan"),
    "service_emergency_hint": _("An emergency: no action of the plan is needed."),
    "service_where": _("Choose the action that this serves, or say that it could not wait."),
    "when": pgettext_lazy("column", "Date"),
    "how_many": _("Quantity"),
    "of_what": _("Unit"),
    "worth_keeping": pgettext_lazy("field", "Notes"),
    "save_service": _("Record service"),
    "service_saved": _("The service is kept here."),
    # A follow-up.
    "deed_followup": _("Record follow-up"),
    "how": _("Mode of contact"),
    "reached_ask": _("Spoke with the person"),
    "change_ask": _("Change in risk level"),
    "progress": _("Progress and obstacles"),
    "story": _("Account of the person"),
    "next_contact": _("Next contact"),
    "save_followup": _("Save the follow-up"),
    "followup_saved": _("The follow-up is kept here."),
    # The calendar.
    "deed_task": _("Put into the calendar"),
    "task_what": pgettext_lazy("column", "Item"),
    "day": _("Day"),
    "where": pgettext_lazy("column", "Location"),
    "task_words": pgettext_lazy("field", "Purpose"),
    "save_task": _("Put it there"),
    "task_saved": _("It is in the calendar of this telephone."),
    "deed_task_do": pgettext_lazy("action", "Mark as done"),
    "task_how": pgettext_lazy("task", "Result"),
    "save_task_do": pgettext_lazy("action", "Mark as done"),
    "task_done": _("Done, and kept here."),
    "deed_action": _("End this action"),
    "action_how": pgettext_lazy("action", "Result"),
    "action_words": pgettext_lazy("task", "Result"),
    "save_action": _("End the action"),
    "action_ended": _("The end of the action is kept here."),
    # An alert.
    "deed_alert": _("Raise safety alert"),
    "alert_kind": _("Description of the danger"),
    "do_not_contact": _("Do not contact for now"),
    "do_not_contact_hint": _("A call or a message could put them in danger."),
    "alert_words": pgettext_lazy("field", "Summary"),
    "alert_empty": _("Choose what is happening, or write it in a few words."),
    "save_alert": _("Sound the alert"),
    "alert_saved": _(
        "The alert is kept here. Without signal nobody hears it yet: call your team."
    ),
    # A form.
    "forms": _("Forms"),
    "forms_lede": _("About nobody’s file. To fill one in about somebody, begin at their case."),
    "no_forms": _("No forms here"),
    "no_forms_words": _("Forms come with your cases, once your office has published some."),
    "deed_form": _("Fill a form in"),
    "form_begun": pgettext_lazy("date", "Started"),
    "form_opening": _("The form is opening…"),
    "form_failed": _("The form does not open on this telephone. Fill it in at the office."),
    "form_needs_signal": _("This form comes with the next signal."),
    "form_saved": _("The form is kept here."),
    # Somebody new.
    "register_title": _("Register somebody"),
    "register_lede": _("Their yes first. Then only what they want to tell."),
    "section_consent": pgettext_lazy("heading", "Consents to"),
    "section_consent_hint": _("Without their yes nothing is kept, here or anywhere."),
    "explained": pgettext_lazy("consent", "Information given"),
    "explain_first": _("Explain each point first: consent counts when it is understood."),
    "purposes": _("They agree to"),
    "purposes_hint": _("Each is asked on its own; what is not asked is not agreed."),
    "not_agreed": _("Without a yes to being accompanied nothing is kept. Ask, or stop here."),
    "consent_how": _("Mode of answer"),
    "explained_in": _("Explained in"),
    "given_by": _("Consent given by"),
    "given_by_hint": _(
        "For a child, a parent who is present, a guardian or an authority consents; the child is "
        "asked too."
    ),
    "giver_name": _("Name of the parent, guardian or authority"),
    "exception": _("Reason for urgency"),
    "exception_hint": pgettext_lazy("consent", "Second approval within 72 hours."),
    "relationship": _("What they are to the child"),
    "document": _("The document that shows it"),
    "document_hint": _("Which document it is, and its number. You have read it yourself."),
    "document_issuer": _("Who issued the document"),
    "document_on": _("Day of the document"),
    "section_who": pgettext_lazy("help", "Identity"),
    "given_names": _("Given names"),
    "given_names_hint": _("Or a word by which you will both know them."),
    "family_names": _("Family name"),
    "second_family_name": _("Second family name"),
    "original_name": _("Name in original script"),
    "child_alone": _(
        "They are a child: a parent who is present, a guardian, or an authority with its document "
        "consents. If there is none, choose that nobody can consent now."
    ),
    "name_missing": _("Write a name, or a word by which you will both know them."),
    "sex": _("Sex"),
    "birth_date": _("Date of birth"),
    "age": _("Or age"),
    "age_hint": _("What you know is enough: about 30 will do."),
    "section_reach": _("Safe contact"),
    "language_best": _("Language they speak best"),
    "safe_channel": _("Safe contact"),
    "safe_minded": pgettext_lazy("contact", "Precautions"),
    "safe_minded_hint": _("At what hours, who may answer, which word to say first."),
    "support_needs": _("Support needed to participate"),
    "section_case": pgettext_lazy("section", "Case"),
    "case_kind": pgettext_lazy("field", "Subject"),
    "channel": _("How the person reached us"),
    "first_words": _("Needs in the person’s words"),
    "save_register": _("Register them"),
    "registered_saved": _("They are registered on this telephone."),
    # A change.
    "change_title": _("Change what is known of them"),
    "save_change": _("Save the change"),
    "change_saved": _("The change is kept here."),
    "nothing_changed": _("Nothing was changed."),
}


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
    "let_go": pgettext_lazy("draft", "Discard"),
    "let_go_title": _("Let this entry go?"),
    "let_go_words": _(
        "It is removed from this telephone, and nothing of it will be done. The office is told "
        "that you discarded it."
    ),
    "let_go_done": _("Entry discarded."),
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
