"""Coming in, for each kind of person, by link and by sheet."""

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.access import Role
from accounts.models import (
    AuditEvent,
    CareGrant,
    ClinicMember,
    ClinicRole,
    GrantChange,
    Invitation,
    Suspension,
    TreatmentLink,
    User,
)
from accounts.terms.actions import accept_terms
from accounts.terms.current import current_terms
from portal.sessions.models import ExerciseResult
from tests.accounts.invitations.asking import (
    NEW,
    a_caregiver_asked,
    a_colleague_asked,
    a_patient_asked,
    code_in,
    path_of,
)
from tests.cast import Cast, access_of, give_routine, give_second_factor
from tests.conftest import SignIn

TYPED = {"name": "Nora Ellis", "language": "fr", "own_device": "on"}


def who(client: Client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


# --- Somebody new, by link


def test_a_new_caregiver_is_in_with_one_press(cast: Cast, client: Client) -> None:
    made = a_caregiver_asked(cast)
    answer = client.post(path_of(made), TYPED)
    nora = User.objects.get(email=NEW)
    assert answer.headers["Location"] == reverse("home:today", args=[cast.pat_record.public_id])
    assert (who(client), nora.name, nora.language) == (nora, "Nora Ellis", "fr")
    assert EmailAddress.objects.get(user=nora).verified
    assert client.session["own_device"] is True
    grant = CareGrant.objects.get(caregiver=nora)
    assert (grant.relation, grant.scopes, grant.decided_by) == (
        "niece",
        ["view_routine", "record", "reminders"],
        cast.pat,
    )
    assert GrantChange.objects.get(grant=grant).kind == "given"
    assert {"account.opened", "grant.given", "invitation.accepted"} <= set(
        AuditEvent.objects.values_list("action", flat=True)
    )


def test_the_page_names_no_patient_and_no_clinic(cast: Cast, client: Client) -> None:
    for made in (a_caregiver_asked(cast), a_patient_asked(cast)):
        page = client.get(path_of(made)).content.decode()
        for name in ("Pat", "Walt", "Hanna", "Northside", "Tess", "555 0142"):
            assert name not in page.replace("Path", "")


def test_the_page_speaks_the_language_of_the_invitation(cast: Cast, client: Client) -> None:
    made = a_caregiver_asked(cast)
    Invitation.objects.update(language="fr")
    assert '<html lang="fr"' in client.get(path_of(made)).content.decode()
    client.post("/language/", {"language": "en", "next": "/"})
    assert '<html lang="en"' in client.get(path_of(made)).content.decode()


def test_walt_gets_a_login_later_and_sees_all_of_it(
    cast: Cast, library: None, signed_in: SignIn, client: Client
) -> None:
    give_routine(cast, cast.walt_record, times=["00:01"])
    day = cast.walt_record.today(timezone.now())
    page = reverse("sessions:tick", args=[cast.walt_record.public_id, day, 1, first_of(cast)])
    signed_in(cast.cara).post(page)
    answer = client.post(path_of(a_patient_asked(cast)), {"language": "en"})
    assert answer.status_code == 302
    cast.walt_record.refresh_from_db()
    walt = cast.walt_record.user
    assert walt == who(client)
    assert walt
    assert walt.name == "Walt Hanna"
    accept_terms(current_terms().version, language="en", by=walt)
    assert client.get(reverse("progress:history", args=[cast.walt_record.public_id])).status_code == 200
    assert ExerciseResult.objects.get().recorded_by == cast.cara
    today = client.get(reverse("home:today", args=[cast.walt_record.public_id])).content.decode()
    assert "1 of 3 done" in today


def first_of(cast: Cast) -> object:
    result = cast.walt_record.routines.get().revisions.get().prescribed.first()
    assert result
    return result.public_id


def test_a_new_therapist_chooses_a_password_and_sets_up_the_second_step(cast: Cast, client: Client) -> None:
    path = path_of(a_colleague_asked(cast))
    assert client.post(path, {"name": "Nora Quist", "language": "en"}).status_code == 422
    assert client.post(path, {"name": "Nora Quist", "language": "en", "password": "short"}).status_code == 422
    answer = client.post(path, {"name": "Nora Quist", "language": "en", "password": "seven green apples"})
    assert answer.status_code == 302
    assert ClinicMember.objects.get(user__email=NEW).role == ClinicRole.THERAPIST
    assert client.get("/caseload/").headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200, "the password is not asked for again"
    assert client.session["own_device"] is False


# --- Somebody who signs in here already


def test_a_known_address_signs_in_first(cast: Cast, client: Client) -> None:
    path = path_of(a_caregiver_asked(cast, "sam@example.org"))
    assert "Sign in first" in client.get(path).content.decode()
    client.post(path, TYPED)
    assert who(client) is None
    assert not CareGrant.objects.filter(caregiver=cast.sam).exists()


def test_and_then_accepts_with_one_press(cast: Cast, signed_in: SignIn) -> None:
    made = a_caregiver_asked(cast, "SAM@example.org", name="Sam Reyes")
    sam = signed_in(cast.sam)
    assert "Pat Ellis would like your help" in sam.get(path_of(made)).content.decode()
    assert not CareGrant.objects.filter(caregiver=cast.sam).exists()
    sam.post(path_of(made))
    assert CareGrant.objects.filter(caregiver=cast.sam, patient=cast.pat_record).count() == 1
    assert Invitation.objects.get().accepted_by == cast.sam


def test_sign_in_by_code_comes_back_to_the_invitation(
    cast: Cast, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    path = path_of(a_caregiver_asked(cast, "sam@example.org"))
    answer = client.post("/account/login/code/", {"email": "sam@example.org", "next": path})
    answer = client.post(answer.headers["Location"], {"code": code_in(mailoutbox[-1]), "next": path})
    assert answer.headers["Location"] == path
    assert "Accept" in client.get(path).content.decode()


def test_somebody_else_is_told_so(cast: Cast, signed_in: SignIn) -> None:
    path = path_of(a_caregiver_asked(cast))
    sam = signed_in(cast.sam)
    for answer in (sam.get(path), sam.post(path)):
        page = answer.content.decode()
        assert "This invitation is for another address" in page
        assert NEW not in page
        assert "Pat Ellis" not in page
    assert not CareGrant.objects.filter(caregiver=cast.sam).exists()


def test_an_unverified_address_is_not_ones_own(cast: Cast, signed_in: SignIn) -> None:
    EmailAddress.objects.create(user=cast.sam, email=NEW, verified=False)
    signed_in(cast.sam).post(path_of(a_caregiver_asked(cast)))
    assert not CareGrant.objects.filter(caregiver=cast.sam).exists()


# --- By sheet


def test_a_sheet_leads_in_by_its_code(cast: Cast, client: Client, mailoutbox: list[EmailMessage]) -> None:
    made = a_patient_asked(cast, is_printed=True)
    assert made.secrets
    typed = {"code": made.secrets.shown_code.lower(), "email": "Walt@Example.org"}
    assert client.post("/join/", typed).headers["Location"] == "/join/here/"
    answer = client.post("/join/here/", {"language": "en"})
    assert who(client) is None, "a sheet proves nothing about an address"
    cast.walt_record.refresh_from_db()
    assert cast.walt_record.user is None
    assert not EmailAddress.objects.get(email="walt@example.org").verified
    answer = client.post(answer.headers["Location"], {"code": code_in(mailoutbox[-1]), "next": "/join/here/"})
    assert answer.headers["Location"] == "/join/here/"
    assert EmailAddress.objects.get(email="walt@example.org").verified
    client.post("/join/here/")
    cast.walt_record.refresh_from_db()
    assert cast.walt_record.user == who(client)


@pytest.mark.parametrize(
    "typed",
    [
        {"code": "", "email": ""},
        {"code": "AAAAA-AAAAA", "email": "walt@example.org"},
        {"code": "a\0b", "email": "walt@example.org"},
        {"code": "x" * 1_000_000, "email": "y" * 1_000_000},
        {"code": "AAAAA-AAAAA", "email": "a\0@b"},
    ],
)
def test_a_wrong_code_gets_a_sentence(cast: Cast, client: Client, typed: dict[str, str]) -> None:
    a_patient_asked(cast, is_printed=True)
    answer = client.post("/join/", typed)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_wrong_address_and_wrong_code_read_the_same(cast: Cast, client: Client) -> None:
    made = a_patient_asked(cast, is_printed=True)
    assert made.secrets
    wrong_address = client.post("/join/", {"code": made.secrets.code, "email": "sam@example.org"}).content.decode()
    wrong_code = client.post("/join/", {"code": "AAAAAAAAAA", "email": "walt@example.org"}).content.decode()
    sentence = "This code and this e-mail do not open an invitation"
    assert sentence in wrong_address
    assert sentence in wrong_code


def test_guessing_codes_is_stopped(cast: Cast, client: Client) -> None:
    made = a_patient_asked(cast, is_printed=True)
    assert made.secrets
    answers = [client.post("/join/", {"code": f"A{n}", "email": "walt@example.org"}).status_code for n in range(12)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert client.post("/join/", {"code": made.secrets.code, "email": "walt@example.org"}).status_code == 429


# --- What has changed since it was sent


def refused(made: object, client: Client) -> None:
    answer = client.get(path_of(made))  # type: ignore[arg-type]
    assert answer.status_code == 404
    client.post(path_of(made), TYPED)  # type: ignore[arg-type]
    assert Invitation.objects.get().accepted_at is None


def test_a_therapist_who_treats_no_more_lets_nobody_in(cast: Cast, client: Client) -> None:
    made = a_caregiver_asked(cast, by=cast.tess)
    TreatmentLink.objects.filter(therapist=cast.tess).update(ends_on="2026-09-02")
    refused(made, client)


def test_an_admin_who_has_left_lets_nobody_in(cast: Cast, client: Client) -> None:
    made = a_colleague_asked(cast)
    ClinicMember.objects.filter(user=cast.ada).update(is_active=False)
    refused(made, client)


def test_a_login_that_is_there_by_now_is_not_taken(cast: Cast, client: Client) -> None:
    made = a_patient_asked(cast)
    cast.walt_record.user = cast.sam
    cast.walt_record.save()
    refused(made, client)


def test_a_helper_cannot_become_the_patient(cast: Cast, signed_in: SignIn) -> None:
    made = a_patient_asked(cast, "cara@example.org")
    refused(made, signed_in(cast.cara))


def test_an_invitation_does_not_undo_what_the_clinic_stopped(cast: Cast, signed_in: SignIn) -> None:
    grant = cast.cara_for_pat
    grant.suspended_at, grant.suspended_why = timezone.now(), Suspension.STAFF
    grant.save()
    signed_in(cast.cara).post(path_of(a_caregiver_asked(cast, "cara@example.org")))
    grant.refresh_from_db()
    assert grant.suspended_at is not None
    assert CareGrant.objects.filter(caregiver=cast.cara, patient=cast.pat_record).count() == 1


def test_who_left_and_comes_back_is_one_member(cast: Cast, signed_in: SignIn) -> None:
    ClinicMember.objects.filter(user=cast.tess).update(is_active=False, deactivated_at=timezone.now())
    signed_in(cast.tess).post(path_of(a_colleague_asked(cast, "tess@example.org")))
    member = ClinicMember.objects.get(user=cast.tess)
    assert member.is_active
    assert member.deactivated_at is None


def test_who_becomes_staff_signs_in_anew_with_the_second_step(cast: Cast, signed_in: SignIn) -> None:
    """Cara's phone may have been signed in by a mailed code alone."""
    give_second_factor(cast.cara)
    client = signed_in(cast.cara)
    made = a_colleague_asked(cast, cast.cara.email)
    client.post(path_of(made))
    assert ClinicMember.objects.filter(user=cast.cara, role="therapist").exists()
    answer = client.get(reverse("home:caseload"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_sign_up_without_an_invitation_stays_closed(db: None, client: Client) -> None:
    typed = {"email": NEW, "password1": "correct horse battery"}
    assert "by invitation" in client.post("/account/signup/", typed).content.decode()
    assert not User.objects.exists()


def test_tess_ticks_for_walt_and_it_says_so(cast: Cast, library: None, signed_in: SignIn) -> None:
    give_routine(cast, cast.walt_record, times=["00:01"])
    day = cast.walt_record.today(timezone.now())
    tess = signed_in(cast.tess)
    assert tess.get(reverse("sessions:record_session", args=[cast.walt_record.public_id, day, 1])).status_code == 200
    tess.post(reverse("sessions:tick", args=[cast.walt_record.public_id, day, 1, first_of(cast)]))
    result = ExerciseResult.objects.get()
    assert (result.recorded_by, result.on_behalf_of) == (cast.tess, cast.walt_record)
    assert "Tess for Walt" in tess.get(reverse("progress:patient", args=[cast.walt_record.public_id])).content.decode()
    assert access_of(cast.tess, cast.walt_record, Role.THERAPIST).on_behalf
