"""What stands in the record, in plain words. The patient reads them, so they are short and name nobody."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.audit import Purpose

Words = str | Promise

_PEOPLE = _("Looked at who helps")
_CONTACT = _("Looked at the contact details and who may sign in")
_CHANGING = _("Opened the routine to change it")
_CHANGED = _("Changed a draft of the routine")
_INVITING = _("Opened an invitation")
_ORDERS = _("Opened the surgeon’s orders to change them")
_OWN_DATA = _("Opened the page about the data")
_PAPER = _("Opened the exercises on paper")
_LIBRARY = _("Changed the clinic’s own exercises")
_TEMPLATES = _("Changed the clinic’s own templates")
_ADOPTED = _("Said which exercises the clinic uses")
_KINDS = ("exercise", "variant", "template", "learn", "fixed_text")

# By the name of the view. Several pages that are one thing to the reader have the same words, and count as one.
OPENED: dict[str, Words] = {
    "home:today": _("Opened the page for today"),
    "home:more": _("Opened the list of pages"),
    "home:caseload": _("Opened the list of patients"),
    "learn:pages": _("Opened a page to read"),
    "learn:page": _("Opened a page to read"),
    "sessions:record_session": _("Opened a session"),
    "sessions:exercise": _("Opened an exercise"),
    "sessions:not_today": _("Opened an exercise"),
    "sessions:finish": _("Opened the questions after a session"),
    "sessions:paper": _PAPER,
    "sessions:paper_pdf": _PAPER,
    "sessions:paper_print": _PAPER,
    "sessions:sheet": _PAPER,
    "sessions:paper_ticks": _("Opened the ticks from paper"),
    "progress:history": _("Looked at the last weeks"),
    "progress:patient": _("Looked at the whole record, with notes and pain"),
    "reminders:preferences": _("Looked at the reminders"),
    "figure:patient": _("Opened the choice of pictures"),
    "routines:edit_profile": _("Looked at the health facts"),
    "routines:add_order": _ORDERS,
    "routines:change_order": _ORDERS,
    "routines:lift_order": _ORDERS,
    "routines:withdraw_order": _ORDERS,
    "routines:no_precautions": _ORDERS,
    "routines:assign": _CHANGING,
    "routines:edit_routine": _CHANGING,
    "routines:review_changes": _CHANGING,
    "routines:find_exercise": _CHANGING,
    "routines:find": _CHANGING,
    "progress:phase": _("Looked at the phase of the routine"),
    "routines:course": _("Looked at the dates of the routine"),
    "routines:end": _("Opened the page that ends the routine"),
    "progress:revisions": _("Looked at the earlier routines"),
    "progress:revision": _("Looked at the earlier routines"),
    "progress:earlier_routines": _("Looked at the earlier routines"),
    "routines:give": _("Opened a list of patients to give exercises to"),
    "routines:given": _("Looked at what several patients were given"),
    "progress:handover": _("Wrote a summary for the clinic’s notes"),
    "routines:time_zone": _("Looked at the time zone"),
    "grants:helpers": _PEOPLE,
    "grants:helper": _PEOPLE,
    "grants:end": _PEOPLE,
    "grants:suspend": _PEOPLE,
    "grants:allow_again": _PEOPLE,
    "grants:renew": _PEOPLE,
    "invitations:list": _("Looked at the list of who is invited"),
    "invitations:invitation": _INVITING,
    "invitations:invite_patient": _INVITING,
    "invitations:invite_caregiver": _INVITING,
    "invitations:invite_patient_as_admin": _INVITING,
    "invitations:invite_staff": _INVITING,
    "invitations:send_again": _INVITING,
    "invitations:sheet": _("Printed an invitation"),
    "invitations:withdraw": _INVITING,
    "clinic:overview": _("Opened the page of the clinic"),
    "clinic:details": _("Opened the page of the clinic"),
    "clinic:hand_over": _("Opened the page to hand patients over"),
    "clinic:team": _("Looked at the team"),
    "clinic:person": _("Looked at the team"),
    "clinic:give_role": _("Looked at the team"),
    "clinic:stop_work": _("Looked at the team"),
    "clinic:patients": _("Looked for a patient by name"),
    "clinic:patient": _CONTACT,
    "clinic:change_record": _CONTACT,
    "clinic:begin_treatment": _CONTACT,
    "clinic:end_treatment": _CONTACT,
    "clinic:suspend_help": _PEOPLE,
    "clinic:end_help": _PEOPLE,
    "emergency:cover": _("Asked to look in an emergency"),
    "emergency:reviews": _("Looked at who looked in an emergency"),
    "emergency:review": _("Looked at who looked in an emergency"),
    "privacy:my_data": _OWN_DATA,
    "privacy:take_copy": _OWN_DATA,
    "privacy:ask_for_erasure": _OWN_DATA,
    "privacy:withdraw_request": _OWN_DATA,
    "privacy:requests": _("Looked at who asked for their record to be erased"),
    "privacy:request": _("Read a wish to erase the record"),
    "privacy:note_request": _("Opened a form to note such a wish"),
    "privacy:keep_record": _("Read a wish to erase the record"),
    "privacy:erase_record": _("Read a wish to erase the record"),
    "privacy:looked": _("Read this list"),
}

DONE: dict[str, Words] = {
    "form.returned": _("Sent a page that had a mistake in it"),
    "session.ticked": _("Ticked an exercise"),
    "session.unticked": _("Took a tick back"),
    "session.recorded": _("Said how an exercise went"),
    "session.typed_from_paper": _("Typed in ticks from paper"),
    "session.noted": _("Answered the questions after a session"),
    "notes.read": _("Read the new notes"),
    "patient.reviewed": _("Looked through everything, and said so"),
    "patient.registered": _("Made the record"),
    "patient.record_changed": _("Changed the contact details"),
    "patient.moved": _("Changed the time zone"),
    "patient.figure_chosen": _("Chose who the pictures show"),
    "profile.saved": _("Changed the health facts"),
    "profile.order_added": _("Wrote down what the surgeon ordered"),
    "profile.order_changed": _("Changed what the surgeon ordered"),
    "profile.order_lifted": _("Wrote down that the surgeon lifted a limit"),
    "profile.order_withdrawn": _("Took back an order that was a mistake"),
    "profile.no_precautions_set": _("Wrote down that the surgeon set no limits"),
    "profile.no_precautions_unset": _("Took back that the surgeon set no limits"),
    "routine.draft_opened": _CHANGING,
    "routine.draft_filled": _CHANGED,
    "routine.draft_saved": _CHANGED,
    "routine.draft_discarded": _("Threw away a draft of the routine"),
    "routine.template_used": _CHANGED,
    "routine.exercise_added": _CHANGED,
    "routine.exercise_removed": _CHANGED,
    "routine.exercise_moved": _CHANGED,
    "routine.form_changed": _CHANGED,
    "routine.given": _("Used a set of exercises that several people were given"),
    "routine.published": _("Gave a new routine"),
    "routine.change_confirmed": _("Said that a change was read"),
    "routine.pause_changed": _("Changed the end of a pause"),
    "routine.times_changed": _("Changed the times of the routine"),
    "routine.phase_prolonged": _("Let a part of the routine go on longer"),
    "routine.phases_left": _("Let the routine go on without an end"),
    "routine.paused": _("Paused the routine"),
    "routine.resumed": _("Let the routine go on"),
    "routine.ended": _("Ended the routine"),
    "reminders.switched_on": _("Switched the reminders on"),
    "reminders.switched_off": _("Switched the reminders off"),
    "reminders.paused": _("Paused the reminders"),
    "reminders.resumed": _("Let the reminders go on"),
    "reminders.stopped_by_link": _("Stopped the reminders from a mail"),
    "grant.given": _("Became a helper"),
    "grant.changed": _("Changed what a helper may do"),
    "grant.renewed": _("Let a helper stay longer"),
    "grant.suspended": _("Stopped a helper for now"),
    "grant.resumed": _("Let a helper in again"),
    "grant.revoked": _("Ended what a helper may do"),
    "invitation.made": _("Sent an invitation"),
    "invitation.sent_again": _("Sent an invitation again"),
    "invitation.not_sent": _("Could not send an invitation"),
    "invitation.accepted": _("Said yes to an invitation"),
    "invitation.withdrawn": _("Took an invitation back"),
    "treatment.begun": _("Gave a therapist the care"),
    "treatment.ended": _("Ended a therapist’s care"),
    "treatment.handed_over": _("Gave the care to another therapist"),
    "emergency.opened": _("Began to look in an emergency"),
    "emergency.ended": _("Ended the look in an emergency"),
    "emergency.reviewed": _("Checked a look in an emergency"),
    "emergency.not_found": _("Asked to look in an emergency, and found nobody"),
    "data.copied": _("Took a copy of the data"),
    "data.exported": _("Took a copy of the whole clinic’s data"),
    "erasure.asked": _("Asked for the record to be erased"),
    "erasure.withdrawn": _("Took back the wish to erase the record"),
    "erasure.refused": _("Answered that the record is kept"),
    "record.erased": _("Erased the record"),
    "record.erased_again": _("Erased the record again after a backup came back"),
    "record.searched": _("Searched who looked"),
    "record.month_dropped": _("Let an old month of this list go"),
    "terms.accepted": _("Agreed to the terms"),
    "account.opened": _("Opened an account"),
    "account.closed": _("Closed the account"),
    "account.purged": _("Closed an account that nobody used"),
    "account.erased_again": _("Closed the account again after a backup came back"),
    "sessions.ended": _("Signed out on all devices"),
    "member.role_given": _("Gave somebody a place in the team"),
    "member.deactivated": _("Ended somebody’s place in the team"),
    "clinic.added": _("Added the clinic"),
    "clinic.details_changed": _("Changed the page of the clinic"),
    "clinic.figure_chosen": _("Chose who the clinic’s pictures show"),
    "stop_text.written": _("Wrote the text about when to stop and call"),
    "stop_text.reviewed": _("Checked the text about when to stop and call"),
    **{f"{kind}.{what}": _ADOPTED for kind in _KINDS for what in ("adopted", "unadopted")},
}

# By the first word of the action; what an admin can ask for.
GROUPS: dict[str, Words] = {
    "opened": _("Looked at a page"),
    "session": _("Recorded a session"),
    "routine": _("Changed a routine"),
    "grant": _("Changed what a helper may do"),
    "invitation": _("Invitations"),
    "reminders": _("Reminders"),
    "patient": _("Patients’ records"),
    "profile": _("Health facts"),
    "notes": _("Notes read"),
    "treatment": _("Who is whose therapist"),
    "emergency": _("Emergencies"),
    "data": _("Copies of data"),
    "erasure": _("Wishes to erase"),
    "record": _("This record itself"),
    "member": _("Team"),
    "clinic": _("Clinic"),
    "stop_text": _("Stop-and-call text"),
    "own_exercise": _("The clinic’s own exercises"),
    "own_template": _("The clinic’s own templates"),
    "exercise": _("Exercises in use"),
    "variant": _("Variants in use"),
    "template": _("Templates in use"),
    "learn": _("Pages to read in use"),
    "fixed_text": _("Fixed texts in use"),
    "account": _("Accounts"),
    "sessions": _("Signed out everywhere"),
    "terms": _("Terms"),
    "form": _("Mistakes in a form"),
}

PURPOSES: dict[str, Words] = {
    Purpose.OWN: _("Own affairs"),
    Purpose.HELPING: _("Helping"),
    Purpose.CARE: _("Care"),
    Purpose.EMERGENCY: _("Emergency"),
    Purpose.CLINIC: _("Running the clinic"),
    Purpose.PORTAL: _("Done by the portal"),
}


def words_for(action: str) -> Words:
    """What has no words yet is still told."""
    group, _dot, what = action.partition(".")
    if group == "opened":
        return OPENED.get(what, _("Opened a page"))
    if group == "own_exercise":
        return _LIBRARY
    if group == "own_template":
        return _TEMPLATES
    return DONE.get(action, _("Changed something"))
