"""Every field of every table: is it in a copy of somebody's data, what does erasure do to it, how long is it kept.

Plain data to be read from top to bottom. Each field is named once, so that a new one belongs nowhere until somebody
has decided: tests/portal/privacy/test_classes.py fails until then. docs/data.md says the same in words for people.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Copy(enum.StrEnum):
    """Whose copy a field goes into. A patient's copy holds their account as well."""

    PATIENT = "patient"
    ACCOUNT = "account"
    CLINIC = "clinic"


@dataclass(frozen=True)
class Export:
    copies: frozenset[Copy]
    reason: str = ""  # why it is left out


class Step(enum.StrEnum):
    """Erasure is two steps: the account at once by its owner, the record by the clinic when the patient asks."""

    ACCOUNT = "account"
    RECORD = "record"


class How(enum.StrEnum):
    DELETE = "delete"
    ANONYMISE = "anonymise"
    KEEP = "keep"


@dataclass(frozen=True)
class Erasure:
    how: How
    steps: frozenset[Step] = frozenset()
    reason: str = ""  # why it is kept


class Period(enum.StrEnum):
    """How long; the words stand in docs/data.md, the days in purging.py."""

    CARE_RECORD = "care record"
    ACCOUNT = "account"
    DELIVERY = "delivery"
    ATTEMPT = "attempt"
    INVITATION = "invitation"
    SIGN_IN_LOG = "sign-in log"
    WEB_SESSION = "web session"
    KEPT_FORM = "kept form"
    AUDIT = "audit"
    MAIL_BLOCK = "mail block"
    TOMBSTONE = "tombstone"
    CLINIC = "clinic"
    LIBRARY = "library"
    RUNNING = "running"


@dataclass(frozen=True)
class Line:
    """The same answers for some fields of one table."""

    fields: str
    export: Export
    erasure: Erasure
    period: Period

    @property
    def names(self) -> list[str]:
        return self.fields.split()


def copies(*named: Copy) -> Export:
    return Export(frozenset(named))


def left_out(reason: str) -> Export:
    return Export(frozenset(), reason)


def keep(reason: str) -> Erasure:
    return Erasure(How.KEEP, reason=reason)


PATIENT = copies(Copy.PATIENT)
ACCOUNT = copies(Copy.PATIENT, Copy.ACCOUNT)
CLINIC = copies(Copy.CLINIC)
OF_A_CLINIC = copies(Copy.PATIENT, Copy.CLINIC)
SECRET = left_out("a secret of the sign-in: whoever holds the copy could use it")
TECHNICAL = left_out("a counter or key of the program, which says nothing about the person")
NOBODY = left_out("about no person")
DERIVED = left_out("worked out from rows that are in the copy")
LINKED = left_out("stands in the table between the two")

GONE_WITH_ACCOUNT = Erasure(How.DELETE, frozenset({Step.ACCOUNT}))
BLANK_WITH_ACCOUNT = Erasure(How.ANONYMISE, frozenset({Step.ACCOUNT}))
GONE_WITH_RECORD = Erasure(How.DELETE, frozenset({Step.RECORD}))
GONE_WITH_EITHER = Erasure(How.DELETE, frozenset({Step.ACCOUNT, Step.RECORD}))
KEEP_KNOWLEDGE = keep("knowledge, about no person")
KEEP_PROFESSIONAL = keep("the name of a professional who stands for it, as text, like a signature")
KEEP_CLINIC = keep("about the clinic, not about a person")
KEEP_AUDIT = keep("numbers only; without the erased row they lead to nobody, and the chain must stay whole")
KEEP_RUNNING = keep("about the program, not about a person")

CLASSES: dict[str, tuple[Line, ...]] = {
    # --- Who -----------------------------------------------------------------------------
    "accounts.user": (
        Line(
            "id", ACCOUNT, keep("what was written keeps pointing at one row, which then names nobody"), Period.ACCOUNT
        ),
        Line("email name", ACCOUNT, BLANK_WITH_ACCOUNT, Period.ACCOUNT),
        Line("password", SECRET, BLANK_WITH_ACCOUNT, Period.ACCOUNT),
        Line("last_login sessions_from", ACCOUNT, BLANK_WITH_ACCOUNT, Period.ACCOUNT),
        Line("time_zone language text_size", ACCOUNT, BLANK_WITH_ACCOUNT, Period.ACCOUNT),
        Line("is_active", ACCOUNT, keep("says that the sign-in is off"), Period.ACCOUNT),
        Line(
            "date_joined", ACCOUNT, keep("with the number it makes the key of the list of the erased"), Period.ACCOUNT
        ),
        Line("erased_at", ACCOUNT, keep("says that the account was erased"), Period.ACCOUNT),
    ),
    "accounts.clinic": (
        Line("id name phone emergency_number hours time_zone language figure", OF_A_CLINIC, KEEP_CLINIC, Period.CLINIC),
        Line("out_of_office out_of_office_from_on out_of_office_until_on", OF_A_CLINIC, KEEP_CLINIC, Period.CLINIC),
    ),
    "accounts.clinicmember": (
        Line(
            "id clinic user role is_active deactivated_at",
            copies(Copy.ACCOUNT, Copy.CLINIC),
            keep("who worked at the clinic when a record was written"),
            Period.CARE_RECORD,
        ),
    ),
    "accounts.patient": (
        Line("id public_id clinic name born_on", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("time_zone language figure", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("user", PATIENT, BLANK_WITH_ACCOUNT, Period.CARE_RECORD),
    ),
    "accounts.treatmentlink": (
        Line("id patient therapist starts_on ends_on", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "accounts.caregrant": (
        Line("id relation scopes decided_at expires_on", ACCOUNT, GONE_WITH_RECORD, Period.CARE_RECORD),
        # The helper's own copy must not tell what the patient did in private: stopping is silent.
        Line("public_id patient caregiver basis decided_by", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("evidence_note talked_alone review_on", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("suspended_at suspended_why suspended_by", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("revoked_at revoked_by", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "accounts.grantchange": (
        Line("id grant at kind by scopes expires_on", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "accounts.emergencyaccess": (
        Line("id public_id patient staff reason words", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("started_at ends_at", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("reviewed_at reviewed_by decision review_words", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "accounts.invitation": (
        Line("id public_id kind clinic patient email name language", PATIENT, GONE_WITH_EITHER, Period.INVITATION),
        Line("relation scopes basis evidence_note talked_alone", PATIENT, GONE_WITH_EITHER, Period.INVITATION),
        Line("grant_until_on is_printed invited_by created_at", PATIENT, GONE_WITH_EITHER, Period.INVITATION),
        Line("sent_at expires_at times_sent accepted_at", PATIENT, GONE_WITH_EITHER, Period.INVITATION),
        Line("accepted_by withdrawn_at withdrawn_by", PATIENT, GONE_WITH_EITHER, Period.INVITATION),
        Line("role", left_out("set for staff only"), GONE_WITH_EITHER, Period.INVITATION),
        Line("token_hash code_hash", SECRET, GONE_WITH_EITHER, Period.INVITATION),
    ),
    "accounts.auditevent": (
        Line("id at action actor_id role clinic_id patient_id", PATIENT, KEEP_AUDIT, Period.AUDIT),
        Line("on_behalf_of_id grant_id scope object_type object_id", PATIENT, KEEP_AUDIT, Period.AUDIT),
        Line("purpose emergency_id", PATIENT, KEEP_AUDIT, Period.AUDIT),
        Line("request_id seal", TECHNICAL, KEEP_AUDIT, Period.AUDIT),
        Line("ip_prefix", left_out("the network of somebody else as well"), KEEP_AUDIT, Period.AUDIT),
    ),
    "accounts.auditseal": (
        Line("id number month count digest previous chain sealed_at", NOBODY, KEEP_AUDIT, Period.AUDIT),
    ),
    "accounts.auditanchor": (Line("id month events seals chain dropped_at", NOBODY, KEEP_AUDIT, Period.AUDIT),),
    "accounts.termsacceptance": (Line("id user version language at", ACCOUNT, GONE_WITH_ACCOUNT, Period.ACCOUNT),),
    "accounts.keptform": (Line("id public_id user path fields kept_at", ACCOUNT, GONE_WITH_ACCOUNT, Period.KEPT_FORM),),
    # --- Signing in: allauth's and Django's own tables ---------------------------------------
    "account.emailaddress": (Line("id user email verified primary", ACCOUNT, GONE_WITH_ACCOUNT, Period.ACCOUNT),),
    "account.emailconfirmation": (
        Line("id email_address created sent", left_out("about one mail"), GONE_WITH_ACCOUNT, Period.ACCOUNT),
        Line("key", SECRET, GONE_WITH_ACCOUNT, Period.ACCOUNT),
    ),
    "mfa.authenticator": (
        Line("id user type created_at last_used_at", ACCOUNT, GONE_WITH_ACCOUNT, Period.ACCOUNT),
        Line("data", SECRET, GONE_WITH_ACCOUNT, Period.ACCOUNT),
    ),
    "usersessions.usersession": (
        Line("id user created_at ip last_seen_at user_agent data", ACCOUNT, GONE_WITH_ACCOUNT, Period.SIGN_IN_LOG),
        Line("session_key", SECRET, GONE_WITH_ACCOUNT, Period.SIGN_IN_LOG),
    ),
    "sessions.session": (Line("session_key session_data expire_date", SECRET, GONE_WITH_ACCOUNT, Period.WEB_SESSION),),
    "auth.permission": (Line("id name content_type codename", NOBODY, KEEP_RUNNING, Period.RUNNING),),
    "auth.group": (Line("id name permissions", NOBODY, KEEP_RUNNING, Period.RUNNING),),
    "auth.group_permissions": (Line("id group permission", NOBODY, KEEP_RUNNING, Period.RUNNING),),
    "contenttypes.contenttype": (Line("id app_label model", NOBODY, KEEP_RUNNING, Period.RUNNING),),
    # --- What: the library, and what a clinic adds to it ---------------------------------------
    "exercises.exercise": (
        Line("id clinic slug code version is_retired", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("digest", TECHNICAL, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("category second_category start_position laterality", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("working_leg muscles equipment tags", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("load_working load_other after_hip_replacement", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("earliest_week_after_replacement", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("default_sets default_reps default_hold_seconds", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("default_breaths default_rest_seconds tempo seconds_per_rep", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("easier_exercises harder_exercises synonyms", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("sources", LINKED, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("author reviewer angles_declared_by", CLINIC, KEEP_PROFESSIONAL, Period.LIBRARY),
        Line("reviewed_on review_by_on copied_from copied_version", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("own_pictures angles_declared_at", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
    ),
    "exercises.exercisetext": (
        Line("id exercise variant language name instead purpose start", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("steps feel mistakes cautions helping pictures reviewed_on", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("translator reviewer", CLINIC, KEEP_PROFESSIONAL, Period.LIBRARY),
        Line("search_words", DERIVED, KEEP_KNOWLEDGE, Period.LIBRARY),
    ),
    "exercises.exercisevariant": (
        Line("id exercise slug kind tags order is_retired", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
    ),
    "exercises.exercisepose": (
        Line("id exercise variant order pose leg", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("hip_flex hip_abd hip_rot knee_flex ankle trunk", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("low_back side_bend load", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
    ),
    "exercises.exercisesource": (Line("id exercise variant source", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),),
    "exercises.source": (
        Line("id key kind title authors year doi address note", NOBODY, KEEP_KNOWLEDGE, Period.LIBRARY),
    ),
    "exercises.owndrawing": (
        Line("id exercise numbers state reason asked_at drawn_at", CLINIC, KEEP_KNOWLEDGE, Period.CLINIC),
    ),
    "exercises.ownpicture": (
        Line("id exercise key name media_type width height", CLINIC, KEEP_KNOWLEDGE, Period.CLINIC),
        Line("content", left_out("lies beside the rows as a file"), KEEP_KNOWLEDGE, Period.CLINIC),
    ),
    "exercises.adoption": (
        Line("id clinic kind slug version adopted_at", CLINIC, KEEP_CLINIC, Period.CLINIC),
        Line("adopted_by", CLINIC, KEEP_PROFESSIONAL, Period.CLINIC),
    ),
    "exercises.edition": (
        Line("id kind clinic slug version content stored_at", CLINIC, KEEP_KNOWLEDGE, Period.CLINIC),
        Line("digest", TECHNICAL, KEEP_KNOWLEDGE, Period.CLINIC),
    ),
    "exercises.stoptext": (
        Line("id clinic language version call_signs urgent_signs follow_note", CLINIC, KEEP_CLINIC, Period.CLINIC),
        Line("written_at reviewed_at", CLINIC, KEEP_CLINIC, Period.CLINIC),
        Line("written_by reviewed_by", CLINIC, KEEP_PROFESSIONAL, Period.CLINIC),
    ),
    "exercises.routinetemplate": (
        Line("id clinic slug version is_retired name order for_whom", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("phase from_week to_week checked_against how_often", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("besides phases leads_to move_on_when leave_out status_note", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("sources", LINKED, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("reviewed_on review_by_on copied_from copied_version", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("author reviewer", CLINIC, KEEP_PROFESSIONAL, Period.LIBRARY),
        Line("digest", TECHNICAL, KEEP_KNOWLEDGE, Period.LIBRARY),
    ),
    "exercises.templateexercise": (
        Line("id template exercise variant order sets reps", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line(
            "hold_seconds breaths rest_seconds resistance is_core times_per_day", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY
        ),
        Line("weekdays from_week to_week is_optional note staff_note", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
    ),
    "exercises.templatesource": (Line("id template source", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),),
    "exercises.learnpage": (
        Line("id clinic slug version is_retired order picture", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("exercises for_helpers reviewed_on review_by_on", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("sources", LINKED, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("author reviewer", CLINIC, KEEP_PROFESSIONAL, Period.LIBRARY),
        Line("digest", TECHNICAL, KEEP_KNOWLEDGE, Period.LIBRARY),
    ),
    "exercises.learntext": (
        Line("id page language title summary picture_words sections", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("not_this reviewed_on", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),
        Line("translator reviewer", CLINIC, KEEP_PROFESSIONAL, Period.LIBRARY),
    ),
    "exercises.learnsource": (Line("id page source", CLINIC, KEEP_KNOWLEDGE, Period.LIBRARY),),
    # --- The care loop ---------------------------------------------------------------------------
    "portal.clinicalprofile": (
        Line("id patient side diagnosis operation operated_on", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("approach weight_bearing pain_limit goals", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line(
            "operation_kind weight_percent no_precautions_by no_precautions_on",
            PATIENT,
            GONE_WITH_RECORD,
            Period.CARE_RECORD,
        ),
        Line("conditions seated_only due_on saved_at saved_by", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "portal.precautionorder": (
        Line("id patient rule words starts_on ends_on", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("ordered_by recorded_by", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("recorded_at lifted_on lifted_by lift_recorded_by", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("lift_recorded_at withdrawn_at withdrawn_by", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "portal.routine": (
        Line("id public_id patient started_by created_at", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("starts_on review_by_on ended_on", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("end_reason end_words ended_by", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("sessions_until_on", TECHNICAL, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "portal.routinetime": (Line("id routine slot local_time", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),),
    "portal.routinerevision": (
        Line("id public_id routine number author created_at", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("published_at effective_on times change_notice", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("from_template learn_pages", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("from_template_version phase phase_ends_on stop_reasons", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("saved_at sheet_code", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("saved_count", TECHNICAL, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "portal.prescribedexercise": (
        Line("id public_id revision exercise variant exercise_version", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("order side sets reps hold_seconds breaths", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("rest_seconds resistance note is_core weekdays slots", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("caution_reason caution_reason_by caution_reason_at", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("cautions_left_out", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("caution_codes published_check", DERIVED, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "portal.revisionconfirmation": (
        Line("id revision confirmed_by is_on_behalf confirmed_at", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "portal.routinepause": (
        Line("id routine starts_on ends_on kind reason recorded_by", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "portal.exercisesession": (
        Line("id public_id routine revision local_date slot", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("due_at status", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "portal.exerciseresult": (
        Line("id exercise_session prescribed_exercise side outcome", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("reason sets_done reps_done source recorded_by", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("on_behalf_of recorded_at voided_at voided_by", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "portal.sessionnote": (
        Line("id exercise_session pain_during pain_next_morning", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("effort help_needed words is_shared written_by", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("on_behalf_of written_at read_at read_by voided_at", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "portal.caseloadrow": (
        Line("id patient routine_since_on due_weekdays", DERIVED, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("last_recorded_on unread_since unread_count", DERIVED, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("pain_above_limit_on pain_above_limit pain_limit", DERIVED, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("reviewed_at review_by_on", DERIVED, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("paused_from_on paused_until_on attention_on", DERIVED, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("clash_from_on clash_until_on clash_verdict", DERIVED, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("phase_ends_on unconfirmed_since_on", DERIVED, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "portal.reminderpreference": (
        Line("id patient recipient session_due", ACCOUNT, GONE_WITH_EITHER, Period.ACCOUNT),
        Line("paused_until_on stopped_at", ACCOUNT, GONE_WITH_EITHER, Period.ACCOUNT),
        Line("stop_token", SECRET, GONE_WITH_EITHER, Period.ACCOUNT),
    ),
    # No address in it: the mail went to the account's own, which is gone with the account.
    "portal.reminderdelivery": (
        Line("id patient recipient channel kind state reason", ACCOUNT, GONE_WITH_RECORD, Period.DELIVERY),
        Line("planned_for expires_at attempts sent_at", ACCOUNT, GONE_WITH_RECORD, Period.DELIVERY),
        Line("occasion exercise_session revision grant", PATIENT, GONE_WITH_RECORD, Period.DELIVERY),
        Line("emergency_access", PATIENT, GONE_WITH_RECORD, Period.DELIVERY),
        Line("public_id next_attempt_at lease_token lease_until", TECHNICAL, GONE_WITH_RECORD, Period.DELIVERY),
        Line("unknown_outcomes", TECHNICAL, GONE_WITH_RECORD, Period.DELIVERY),
    ),
    "portal.deliveryattempt": (
        Line("id delivery started_at ended_at outcome smtp_code", TECHNICAL, GONE_WITH_RECORD, Period.ATTEMPT),
    ),
    "portal.mailblock": (
        Line(
            "id address_hash cause created_at",
            left_out("a hash, from which no address can be read"),
            keep("as a hash, while it keeps us from writing to an address that is not there"),
            Period.MAIL_BLOCK,
        ),
    ),
    "portal.pumpheartbeat": (
        Line("id name last_tick_at last_ok_at planned_until_at", NOBODY, KEEP_RUNNING, Period.RUNNING),
        Line("broken_until failures_in_a_row trouble", NOBODY, KEEP_RUNNING, Period.RUNNING),
    ),
    "portal.erasurerequest": (
        Line("id public_id patient asked_by asked_at words", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
        Line("answer_by_on answered_at answered_by answer reason", PATIENT, GONE_WITH_RECORD, Period.CARE_RECORD),
    ),
    "portal.tombstone": (
        Line(
            "id kind key_hash erased_at",
            NOBODY,
            keep("a hash, so that a restored backup erases the same again"),
            Period.TOMBSTONE,
        ),
    ),
}


def fields_in(model: str, copy: Copy) -> list[str]:
    """The fields of one table that go into this kind of copy, in the order of the list above."""
    return [name for line in CLASSES[model] if copy in line.export.copies for name in line.names]
