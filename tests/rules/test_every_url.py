"""Every URL × every method × every identity has a declared answer; a URL that nobody declared fails.

Who may not, gets the same 404 as for what is not there, and nothing of the patient stands in it. A look changes
nothing but the audit log and the person's own web session. The identities and what the URLs name: world.py.

A new URL is one line in RULES: `page` (GET) or `form` (GET and POST) or `change` (POST) about a patient, or `general`.
"""

import os
from dataclasses import dataclass
from zlib import crc32

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from tests.rules.conftest import Figures
from tests.rules.lives import rows_missing
from tests.rules.sight import listening, sent, shown, words_in
from tests.rules.world import (
    ADMINS,
    EVERYONE,
    HELPERS,
    LOOKERS,
    METHODS,
    NORTHSIDE,
    PATIENT,
    PATTERNS,
    SIGNED_IN,
    SIGNED_OUT,
    STAFF,
    THERAPISTS,
    TREATING,
    World,
    watch_writes,
)

__all__ = ["ADMINS", "PATTERNS", "RULES", "SLUGS", "Rule", "World", "change", "form", "general", "page"]

FULL = bool(os.environ.get("PROVE"))

# A page, nothing to say, a way on (307 takes the form along), or a sentence that says what is missing or has changed.
ANSWERS = frozenset({200, 204, 302, 307, 409, 422})
# allauth also says that there is no such key, that this is not the moment, or not the way.
THEIR_ANSWERS = ANSWERS | {400, 401, 403, 404, 405, 429}

SEE_ROUTINE = PATIENT | HELPERS | LOOKERS | TREATING
RECORD = PATIENT | HELPERS | TREATING
HISTORY = PATIENT | HELPERS | TREATING

LOOK = frozenset({"GET", "HEAD"})
OPEN_TO = {"GET": LOOK, "POST": frozenset({"POST"}), "FORM": LOOK | {"POST"}, "ALLAUTH": frozenset(METHODS)}


@dataclass(frozen=True)
class Rule:
    """`who` gets an answer; everybody else is asked to sign in or gets 404. `data` makes a POST a valid one."""

    who: set[str]
    method: str = "GET"  # or POST, or FORM for both
    data: tuple[tuple[str, str], ...] = ()
    is_about_a_patient: bool = True

    @property
    def methods(self) -> frozenset[str]:
        return OPEN_TO[self.method]

    def lets_in(self, who: str) -> bool:
        return who in self.who or (who in SIGNED_OUT and "anonymous" in self.who)

    def declared(self, who: str, method: str) -> frozenset[int]:
        if not self.lets_in(who):
            # Asked the wrong way, some doors say so before they look who is there: it depends on nobody's data.
            wrong_way = {405} if method not in self.methods else set()
            return frozenset({302} if who in SIGNED_OUT else {404} | wrong_way)
        if method not in self.methods:
            return frozenset({405})
        return THEIR_ANSWERS if self.method == "ALLAUTH" else ANSWERS


def page(who: set[str], **more: bool) -> Rule:
    return Rule(who, **more)


def form(who: set[str], *data: tuple[str, str], **more: bool) -> Rule:
    return Rule(who, "FORM", data, **more)


def change(who: set[str], *data: tuple[str, str], **more: bool) -> Rule:
    return Rule(who, "POST", data, **more)


def general(who: set[str], method: str = "GET") -> Rule:
    return Rule(who, method, is_about_a_patient=False)


def allauths(who: set[str]) -> Rule:
    return general(who, "ALLAUTH")


RULES: dict[str, Rule] = {
    "home:start": general(SIGNED_IN),
    "home:choose_patient": general(SIGNED_IN),
    "home:today": page(SEE_ROUTINE),
    "home:caseload": general(THERAPISTS),
    "home:more": page(SEE_ROUTINE),
    "home:confirm_change": change(PATIENT | HELPERS),
    "home:quick_exit": general(EVERYONE, "POST"),
    "home:calendar": general(EVERYONE),
    "grants:helpers": page(PATIENT | TREATING),
    "grants:helper": form(PATIENT | TREATING),
    "grants:end": form(PATIENT | TREATING),
    "grants:suspend": change(PATIENT | TREATING),
    "grants:allow_again": change(PATIENT | TREATING),
    "grants:renew": change(PATIENT | TREATING),
    "invitations:join": general(EVERYONE, "FORM"),
    "invitations:join_here": general(EVERYONE, "FORM"),
    "invitations:join_by_code": general(EVERYONE, "FORM"),
    "invitations:invite_caregiver": form(PATIENT | TREATING),
    "invitations:invite_patient": form(TREATING),
    "invitations:invite_patient_as_admin": form({"ada"}),
    "invitations:invite_staff": general(ADMINS, "FORM"),
    "invitations:list": general(ADMINS),
    "invitations:invitation": page(PATIENT | TREATING | {"ada"}),
    "invitations:send_again": change(PATIENT | TREATING | {"ada"}),
    "invitations:sheet": change(PATIENT | TREATING | {"ada"}),
    "invitations:withdraw": change(PATIENT | TREATING | {"ada"}),
    "privacy:my_data": page(PATIENT),
    "privacy:take_copy": form(PATIENT),
    "privacy:ask_for_erasure": form(PATIENT),
    "privacy:withdraw_request": change(PATIENT),
    "privacy:looked": page(PATIENT | TREATING),
    "record:clinic": general(ADMINS),
    "clinic:overview": general(ADMINS),
    "clinic:details": general(ADMINS, "FORM"),
    "clinic:hand_over": general(ADMINS, "FORM"),
    "clinic:team": general(ADMINS),
    "clinic:person": general({"ada"}),
    "clinic:give_role": general({"ada"}, "POST"),
    "clinic:stop_work": general({"ada"}, "FORM"),
    "clinic:patients": general(ADMINS),
    "clinic:patient": page({"ada"}),
    "clinic:change_record": form({"ada"}),
    "clinic:begin_treatment": change({"ada"}),
    "clinic:end_treatment": form({"ada"}),
    "clinic:suspend_help": change({"ada"}),
    "clinic:end_help": form({"ada"}),
    "routines:time_zone": form({"ada"}),
    "emergency:cover": general(THERAPISTS, "FORM"),
    "emergency:end": general({"tim"}, "POST"),  # who opened it
    "emergency:reviews": general(ADMINS),
    "emergency:review": form({"ada"}),
    "exercises:stop_texts": general(STAFF),
    "exercises:stop_text": general(STAFF, "FORM"),
    "exercises:review_stop_text": general(THERAPISTS, "POST"),
    "privacy:account_data": general(SIGNED_IN),
    "privacy:take_account_copy": general(SIGNED_IN, "FORM"),
    "privacy:close_account": general(SIGNED_IN, "FORM"),
    "privacy:account_closed": general(EVERYONE),
    "privacy:requests": general(ADMINS),
    "privacy:note_request": general(ADMINS, "FORM"),
    "privacy:request": page({"ada"}),
    "privacy:keep_record": change({"ada"}),
    "privacy:erase_record": change({"ada"}),
    "signed_in:left": general(EVERYONE),
    "signed_in:stay": general(SIGNED_IN, "POST"),
    "signed_in:end_everywhere": general(SIGNED_IN, "POST"),
    "signed_in:kept": general(PATIENT),
    "signed_in:send_again": general(PATIENT, "POST"),
    "signed_in:throw_away": general(PATIENT, "POST"),
    "terms:read": general(EVERYONE),
    "terms:accept": general(SIGNED_IN, "FORM"),
    "csp_report": general(EVERYONE, "POST"),
    "learn:pages": page(SEE_ROUTINE),
    "learn:page": page(SEE_ROUTINE),
    "figure:patient": form(PATIENT | TREATING),
    "figure:clinic": general(STAFF, "FORM"),
    "home:text_size": general(EVERYONE, "POST"),
    "home:set_language": general(EVERYONE, "POST"),
    "sessions:record_session": form(RECORD),
    "sessions:paper": page(SEE_ROUTINE),
    "sessions:paper_pdf": page(SEE_ROUTINE),
    "sessions:paper_print": page(SEE_ROUTINE),
    "sessions:paper_ticks": form(RECORD),
    "sessions:sheet": page(SEE_ROUTINE),
    "sessions:find_sheet": general(SIGNED_IN, "FORM"),
    "sessions:finish": form(RECORD),
    "sessions:exercise": page(SEE_ROUTINE),
    "sessions:tick": change(RECORD),
    "sessions:untick": change(RECORD),
    "sessions:not_today": form(RECORD),
    "routines:new_patient": general(THERAPISTS, "FORM"),
    "routines:edit_profile": form(TREATING),
    "routines:add_order": form(TREATING),
    "routines:change_order": form(TREATING),
    "routines:lift_order": form(TREATING),
    "routines:withdraw_order": form(TREATING),
    "routines:no_precautions": form(TREATING),
    "routines:precautions_again": change(TREATING),
    "routines:assign": page(TREATING),
    "routines:edit_routine": page(TREATING),
    "routines:start_draft": change(TREATING),
    "routines:use_template": change(TREATING, ("template", "tha-weeks-2-6")),
    "routines:save_draft": change(TREATING),
    "routines:add_exercise": change(TREATING, ("exercise", "glute-set")),
    "routines:find_exercise": page(TREATING),
    "routines:find": page(TREATING),
    "routines:add_found": change(TREATING, ("exercise", "glute-set")),
    "routines:remove_exercise": change(TREATING),
    "routines:move_exercise": change(TREATING),
    "routines:use_form": change(TREATING),
    "routines:discard_draft": change(TREATING),
    "routines:review_changes": page(TREATING),
    "routines:publish": change(TREATING),
    "routines:keep_as_template": form(TREATING, ("name", "Kept"), ("for_whom", "Somebody.")),
    "routines:course": page(TREATING),
    "routines:pause": change(TREATING),
    "routines:resume": change(TREATING),
    "routines:change_pause": change(TREATING),
    "routines:end": form(TREATING),
    "routines:give": general(THERAPISTS, "FORM"),
    "routines:given": general(THERAPISTS),
    "progress:handover": page(TREATING),
    "progress:patient": page(TREATING),
    "progress:phase": page(TREATING),
    "progress:stay_in_phase": change(TREATING, ("phase_ends_on", "2030-01-01")),
    "progress:leave_phases": change(TREATING),
    "progress:prepare_next_phase": change(TREATING),
    "progress:mark_reviewed": change(TREATING),
    "progress:mark_notes_read": change(TREATING),
    "progress:history": page(HISTORY),
    "progress:earlier_routines": page(HISTORY),
    "progress:revisions": page(TREATING),
    "progress:revision": page(TREATING),
    "reminders:preferences": page(PATIENT | HELPERS),
    "reminders:switch": change(PATIENT | HELPERS),
    "reminders:pause": change(PATIENT | HELPERS),
    "reminders:resume": change(PATIENT | HELPERS),
    "exercises:library": general(THERAPISTS),
    "exercises:exercise": general(THERAPISTS),
    "exercises:adopt_exercise": general(THERAPISTS, "POST"),
    "exercises:adoption": general(THERAPISTS),
    "exercises:adopt_chosen": general(THERAPISTS, "POST"),
    "exercises:changes": general(THERAPISTS),
    "exercises:precautions": general(THERAPISTS),
    "exercises:sources": general(THERAPISTS),
    "exercises:learn_pages": general(THERAPISTS),
    "exercises:learn_page": general(THERAPISTS),
    "exercises:fixed_text": general(THERAPISTS),
    "exercises:own_copy": general(THERAPISTS, "POST"),
    "exercises:own_words": general(NORTHSIDE, "FORM"),
    "exercises:own_dose": general(NORTHSIDE, "FORM"),
    "exercises:own_pose": general(NORTHSIDE, "FORM"),
    "exercises:own_draw_again": general(NORTHSIDE, "POST"),
    "exercises:own_photo": general(NORTHSIDE, "FORM"),
    "exercises:own_remove_photo": general(NORTHSIDE, "POST"),
    "exercises:own_angles": general(NORTHSIDE, "FORM"),
    "exercises:own_withdraw": general(NORTHSIDE, "FORM"),
    "exercises:own_picture": general(SIGNED_IN),  # its key is random
    "exercises:templates": general(THERAPISTS),
    "exercises:template": general(THERAPISTS),
    "exercises:adopt_template": general(THERAPISTS, "POST"),
    "exercises:new_template": general(THERAPISTS, "FORM"),
    "exercises:copy_template": general(THERAPISTS, "POST"),
    "exercises:change_own_template": general(NORTHSIDE, "FORM"),
    "exercises:retire_own_template": general(NORTHSIDE, "FORM"),
    # The link of a mail: who holds it may stop that one stream of mails, and sees nobody's name.
    "reminders:stop": general(EVERYONE, "FORM"),
    # In demo and development only; portal/urls.py leaves them out elsewhere.
    "mailbox:mailbox": general(EVERYONE),
    "mailbox:codes": general(EVERYONE),  # from this machine only: tests/portal/mailbox
    "mailbox:mail": general(EVERYONE, "ALLAUTH"),
    "mailbox:mail_html": general(EVERYONE, "ALLAUTH"),
    "styleguide:patient_parts": general(EVERYONE),
    "styleguide:staff_parts": general(EVERYONE),
    "styleguide:paper_parts": general(EVERYONE),
    "sign_in:me": general(SIGNED_IN),
    "sign_in:end_device": general(SIGNED_IN, "POST"),
    # allauth's own: what they do with a person's own sign-in is tested in tests/accounts.
    **dict.fromkeys(
        (
            "account_login",
            "account_logout",
            "account_inactive",
            "account_signup",
            "account_email_verification_sent",
            "account_reset_password",
            "account_confirm_login_code",
            "account_confirm_email",
            "account_reset_password_from_key_done",
            "account_reset_password_from_key",
            "account_reset_password_done",
            "account_request_login_code",
            "mfa_authenticate",
            "mfa_login_webauthn",
        ),
        allauths(EVERYONE),
    ),
    **dict.fromkeys(
        (
            "account_reauthenticate",
            "account_email",
            "account_change_password",
            "account_set_password",
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "mfa_reauthenticate_webauthn",
            "mfa_remove_webauthn",
            "mfa_edit_webauthn",
            "usersessions_list",
        ),
        allauths(SIGNED_IN),
    ),
}
# Of what, where it is not the clamshell.
SLUGS = {
    "exercises:template": "tha-weeks-2-6",
    "exercises:adopt_template": "tha-weeks-2-6",
    "exercises:copy_template": "tha-weeks-2-6",
    "exercises:change_own_template": "tha-weeks-2-6-own",
    "exercises:retire_own_template": "tha-weeks-2-6-own",
    "routines:give": "tha-weeks-2-6",
    "routines:given": "tha-weeks-2-6",
    "exercises:learn_page": "balance-and-falls",
    "learn:page": "balance-and-falls",
    "exercises:fixed_text": "stop-and-call",
    **{name: "clamshell-own" for name in RULES if name.startswith("exercises:own_") and name != "exercises:own_copy"},
}


def test_every_url_is_declared() -> None:
    assert [name for name in PATTERNS if name not in RULES] == []
    assert [name for name in RULES if name not in PATTERNS] == []


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(RULES))
def test_everybody_gets_the_declared_answer(world: World, name: str, figures: Figures) -> None:
    cells = [(who, method) for method in METHODS for who in sorted(EVERYONE) if is_tried(name, who, method)]
    with listening() as ear:
        wrong = [what for who, method in cells for what in try_cell(world, name, who, method)]
    wrong += [f"logs {line}" for line in ear.heard if words_in(line)]
    figures("every URL, method and identity", cells=len(cells), mismatches=len(wrong))
    assert not wrong, "\n".join(wrong)


def is_tried(name: str, who: str, method: str) -> bool:
    """`make prove` tries all. A plain run leaves out most of the ways that hardly differ: one of six of the methods that
    a page does not take, and one of six of allauth's pages."""
    is_telling = method in RULES[name].methods and method != "HEAD" and RULES[name].method != "ALLAUTH"
    return FULL or is_telling or crc32(f"{name} {who} {method}".encode()) % 6 == 0


def try_cell(world: World, name: str, who: str, method: str) -> list[str]:
    """What is wrong with the answer to this person, in words."""
    rule = RULES[name]
    may_write = rule.lets_in(who) and method not in LOOK
    with transaction.atomic(), watch_writes() as writes:
        answer = world.ask(who, method, world.url(name), dict(rule.data) if method == "POST" else None)
        transaction.set_rollback(may_write)
    declared = rule.declared(who, method)
    wrong = [] if answer.status_code in declared else [f"{answer.status_code}, not {sorted(declared)}"]
    if not may_write:
        wrong += [f"wrote {write}" for write in writes.found]
    wrong += wrong_way(rule, who, answer) + shown(world, who, answer) + sent(world)
    return [f"{method} {name} for {who}: {what}" for what in wrong]


def wrong_way(rule: Rule, who: str, answer: HttpResponse) -> list[str]:
    goes_to_sign_in = answer.headers.get("Location", "").startswith(reverse("account_login"))
    if rule.lets_in(who):
        return ["was asked to sign in"] if goes_to_sign_in and rule.method != "ALLAUTH" else []
    return ["was not asked to sign in"] if who in SIGNED_OUT and not goes_to_sign_in else []


def test_the_table_knows_every_identity(world: World) -> None:
    assert set(world.people) == EVERYONE


@pytest.mark.thorough
def test_every_patient_has_a_row_of_everything_with_words_of_its_own(world: World, figures: Figures) -> None:
    assert rows_missing(world.patients) == []
    assert {canary.patient for canary in world.canaries.values()} == {"pat", "walt", "bea", "luis"}
    figures("words planted in the texts of four patients", words=len(world.canaries))


def test_the_search_finds_what_stands_there(world: World) -> None:
    """Pat's own page shows her name; for anybody else that would be a leak."""
    answer = world.ask("pat", "GET", world.url("home:more"))
    assert shown(world, "pat", answer) == []
    assert "shows User.name of pat" in shown(world, "sam", answer)
