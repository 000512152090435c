"""Who may invite whom to what, by mail and on paper."""

import smtplib
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.grants.ends import latest_end
from accounts.models import AuditEvent, CareGrant, ClinicRole, GrantBasis, Invitation, InvitationKind
from tests.accounts.invitations.asking import NEW, a_caregiver_asked, a_colleague_asked, path_in
from tests.cast import Cast, a_member, a_user
from tests.conftest import SignIn

NORA = {"name": "Nora Ellis", "relation": "niece", "email": NEW, "may": ["record", "reminders"], "until": "usual"}
BY_STAFF = NORA | {"language": "fr", "basis": "staff_recorded", "evidence_note": "At the visit", "talked_alone": "on"}
COLLEAGUE = {"name": "Nora Quist", "email": NEW, "role": "therapist", "language": "en"}


def form_of(cast: Cast, *, walt: bool = False) -> str:
    patient = cast.walt_record if walt else cast.pat_record
    return reverse("invitations:invite_caregiver", args=[patient.public_id])


def test_pat_invites_in_three_screens(
    cast: Cast, signed_in: SignIn, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    pat = signed_in(cast.pat)
    helpers = reverse("grants:helpers", args=[cast.pat_record.public_id])
    assert form_of(cast) in pat.get(helpers).content.decode()
    sent = pat.post(form_of(cast), NORA)
    assert "is on its way to nora@example.org" in pat.get(sent.headers["Location"]).content.decode()
    invitation = Invitation.objects.get()
    assert invitation.scopes == ["view_routine", "record", "reminders"]
    assert (invitation.basis, invitation.grant_until_on) == (
        GrantBasis.PATIENT_CONSENT,
        latest_end(cast.pat_record.today(timezone.now())),
    )
    client.post(path_in(mailoutbox[0]), {"name": "Nora", "language": "en"})
    assert CareGrant.objects.get(caregiver__email=NEW).decided_by == cast.pat
    assert "Nora" in pat.get(helpers).content.decode()


def test_history_and_shared_notes_are_off_unless_chosen(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.pat).get(form_of(cast)).content.decode()
    ticked = [line for line in page.split("<input") if 'name="may"' in line and "checked" in line]
    assert [
        value for value in ("record", "view_history", "reminders", "view_shared_notes") if f'"{value}"' in str(ticked)
    ] == [
        "record",
        "reminders",
    ]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_mail_says_nothing(cast: Cast, signed_in: SignIn, mailoutbox: list[EmailMessage], language: str) -> None:
    for record in (cast.pat_record, cast.walt_record):
        record.language = language
        record.save()
    signed_in(cast.pat).post(form_of(cast), NORA)
    tess = signed_in(cast.tess)
    tess.post(
        reverse("invitations:invite_patient", args=[cast.walt_record.public_id]),
        {"email": "w@example.org", "language": language},
    )
    signed_in(cast.ada).post(
        reverse("invitations:invite_staff"), COLLEAGUE | {"email": "q@example.org", "language": language}
    )
    assert len(mailoutbox) == 3
    for mail in mailoutbox:
        assert (len(mail.to), mail.cc, mail.bcc) == (1, [], [])
        html = str(mail.alternatives[0][0])  # type: ignore[attr-defined]
        for name in (
            "Pat",
            "Walt",
            "Hanna",
            "Ellis",
            "Nora",
            "Tess",
            "Ada",
            "Northside",
            "555",
            "therap",
            "exercis",
            "hip",
        ):
            assert name not in f"{mail.subject} {mail.from_email} {mail.body}".replace("Path", "")
            assert name not in html
        assert "72" in str(mail.body)
        assert "src=" not in html


def test_the_subject_in_english(cast: Cast, signed_in: SignIn, mailoutbox: list[EmailMessage]) -> None:
    signed_in(cast.pat).post(form_of(cast), NORA)
    assert mailoutbox[0].subject == "An invitation for you"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"email": "pat@example.org"}, "This is your own address."),
        ({"email": "PAT@example.org"}, "This is your own address."),
        ({"email": "cara@example.org"}, "on the list of helpers already"),
        ({"email": "nora"}, "Write the whole address"),
        ({"email": "a\0@example.org"}, "hidden character"),
        ({"name": ""}, "Write the name of the person who helps."),
        ({"name": "x" * 1_000}, "This text is too long."),
        ({"may": ["prescribe"]}, "Choose from the list."),
        ({"until": "12"}, "Choose one from the list."),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(
    cast: Cast, signed_in: SignIn, mailoutbox: list[EmailMessage], sent: dict[str, object], sentence: str
) -> None:
    answer = signed_in(cast.pat).post(form_of(cast), NORA | sent)
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert sentence in page
    assert 'value="niece"' in page
    assert not Invitation.objects.exists()
    assert mailoutbox == []


def test_a_sheet_shows_link_and_code_once(cast: Cast, signed_in: SignIn, mailoutbox: list[EmailMessage]) -> None:
    pat = signed_in(cast.pat)
    page = pat.post(form_of(cast), NORA | {"way": "sheet"}).content.decode()
    assert "<svg" in page
    assert "style=" not in page
    assert NEW in page
    assert "555 0142" in page
    assert mailoutbox == []
    invitation = Invitation.objects.get()
    assert invitation.is_printed
    assert "Printed on" in pat.get(reverse("invitations:invitation", args=[invitation.public_id])).content.decode()
    again = pat.post(reverse("invitations:sheet", args=[invitation.public_id])).content.decode()
    assert "<svg" in again
    assert again != page


def test_a_mail_that_fails_is_said_and_has_a_way_on(
    cast: Cast, signed_in: SignIn, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_any: object, **_more: object) -> int:
        raise smtplib.SMTPServerDisconnected

    pat = signed_in(cast.pat)
    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", refuse)
        sent = pat.post(form_of(cast), NORA)
    page = pat.get(sent.headers["Location"]).content.decode()
    assert "could not be sent" in page
    assert reverse("invitations:sheet", args=[Invitation.objects.get().public_id]) in page
    pat.post(reverse("invitations:send_again", args=[Invitation.objects.get().public_id]))
    assert len(mailoutbox) == 1
    assert Invitation.objects.get().times_sent == 1


def test_pressing_twice_makes_one_invitation_and_one_mail(
    cast: Cast, signed_in: SignIn, mailoutbox: list[EmailMessage], client: Client
) -> None:
    pat = signed_in(cast.pat)
    pat.post(form_of(cast), NORA)
    pat.post(form_of(cast), NORA)
    assert Invitation.objects.count() == len(mailoutbox) == 1
    assert client.get(path_in(mailoutbox[0])).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        signed_in(cast.pat).post(form_of(cast), NORA | {"may": ["record", "view_history"]})
        assert client.get(path_in(mailoutbox[0])).status_code == 404
        assert client.get(path_in(mailoutbox[1])).status_code == 200
    assert Invitation.objects.get().scopes == ["view_routine", "record", "view_history"]


def test_tess_writes_down_how_it_was_decided(
    cast: Cast, signed_in: SignIn, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    tess = signed_in(cast.tess)
    for missing in (
        {"talked_alone": ""},
        {"basis": "power_of_attorney", "evidence_note": ""},
        {"basis": "patient_consent"},
    ):
        assert tess.post(form_of(cast, walt=True), BY_STAFF | missing).status_code == 422
    tess.post(form_of(cast, walt=True), BY_STAFF)
    client.post(path_in(mailoutbox[0]), {"name": "Nora", "language": "fr"})
    grant = CareGrant.objects.get(caregiver__email=NEW)
    assert (grant.patient, grant.basis, grant.evidence_note) == (cast.walt_record, "staff_recorded", "At the visit")
    assert (grant.talked_alone, grant.decided_by) == (True, cast.tess)


def test_tess_invites_walt_to_a_login(cast: Cast, signed_in: SignIn, mailoutbox: list[EmailMessage]) -> None:
    tess = signed_in(cast.tess)
    patient_page = reverse("progress:patient", args=[cast.walt_record.public_id])
    form = reverse("invitations:invite_patient", args=[cast.walt_record.public_id])
    assert form in tess.get(patient_page).content.decode()
    assert "somebody who helps" in tess.post(form, {"email": "cara@example.org", "language": "en"}).content.decode()
    assert "of your clinic already" in tess.post(form, {"email": "pat@example.org", "language": "en"}).content.decode()
    tess.post(form, {"email": "walt@exmaple.org", "language": "en"})
    tess.post(form, {"email": "walt@example.org", "language": "en"})
    assert [one.email for one in Invitation.objects.filter(withdrawn_at__isnull=True)] == ["walt@example.org"]
    assert form not in tess.get(patient_page).content.decode()


def test_ada_invites_staff_and_logins_and_sees_who_never_came(
    cast: Cast, signed_in: SignIn, mailoutbox: list[EmailMessage]
) -> None:
    ada = signed_in(cast.ada)
    ada.post(reverse("invitations:invite_staff"), COLLEAGUE)
    refused = ada.post(reverse("invitations:invite_staff"), COLLEAGUE | {"email": "tess@example.org"})
    assert "in the team already" in refused.content.decode()
    ada.post(
        reverse("invitations:invite_patient_as_admin", args=[cast.walt_record.public_id]),
        {"email": "walt@example.org", "language": "en"},
    )
    assert len(mailoutbox) == 2
    waiting = ada.get(reverse("invitations:list")).content.decode()
    assert "Nora Quist" in waiting
    assert "Walt Hanna" in waiting
    Invitation.objects.filter(kind="staff").update(expires_at=timezone.now())
    assert "Nora Quist" in ada.get(reverse("invitations:list"), {"state": "run_out"}).content.decode()
    assert "Nora Quist" not in ada.get(reverse("invitations:list")).content.decode()
    assert ada.get(reverse("invitations:list"), {"state": "x\0", "page": "-9"}).status_code == 200
    assert AuditEvent.objects.filter(action="opened.invitations:list").exists()


@pytest.mark.thorough
def test_nobody_else_may(cast: Cast, signed_in: SignIn) -> None:
    made = a_caregiver_asked(cast)
    staff = a_colleague_asked(cast)
    opal = a_user("opal", "Opal Other")
    a_member(cast.southgate, opal, ClinicRole.ADMIN)
    pages = {
        form_of(cast): {cast.pat, cast.tess},
        reverse("invitations:invite_patient", args=[cast.walt_record.public_id]): {cast.tess},
        reverse("invitations:invite_patient", args=[cast.pat_record.public_id]): {cast.tess},
        reverse("invitations:invite_staff"): {cast.ada, opal},
        reverse("invitations:list"): {cast.ada, opal},
        reverse("invitations:invite_patient_as_admin", args=[cast.walt_record.public_id]): {cast.ada},
        reverse("invitations:invitation", args=[made.invitation.public_id]): {cast.pat, cast.tess, cast.ada},
        reverse("invitations:invitation", args=[staff.invitation.public_id]): {cast.ada},
    }
    for path, may in pages.items():
        for user in (cast.pat, cast.cara, cast.tess, cast.otto, cast.ada, cast.sam, opal):
            assert signed_in(user).get(path).status_code == (200 if user in may else 404), f"{user} {path}"
    for name in ("send_again", "sheet", "withdraw"):
        path = reverse(f"invitations:{name}", args=[made.invitation.public_id])
        for user in (cast.cara, cast.otto, cast.sam, opal):
            assert signed_in(user).post(path).status_code == 404
        assert signed_in(cast.pat).get(path).status_code == 405
    made.invitation.refresh_from_db()
    assert made.invitation.withdrawn_at is None


def test_extra_fields_change_nothing(cast: Cast, signed_in: SignIn) -> None:
    extra = {
        "kind": "staff",
        "role": "admin",
        "patient": "2",
        "clinic": "2",
        "basis": "best_interests",
        "scopes": "prescribe",
    }
    signed_in(cast.pat).post(form_of(cast), NORA | extra | {"grant_until_on": "2099-01-01", "talked_alone": "on"})
    made = Invitation.objects.get()
    assert (made.kind, made.role, made.patient, made.clinic) == (
        InvitationKind.CAREGIVER,
        "",
        cast.pat_record,
        cast.northside,
    )
    assert (made.basis, made.talked_alone) == (GrantBasis.PATIENT_CONSENT, False)
    assert "prescribe" not in made.scopes


def test_the_pages_stand_in_every_language(cast: Cast, signed_in: SignIn) -> None:
    made = a_caregiver_asked(cast)
    for language in ("en", "fr", "es"):
        cast.pat.language = language
        cast.pat.save()
        with translation.override(language):
            assert (
                signed_in(cast.pat).get(reverse("invitations:invitation", args=[made.invitation.public_id])).status_code
                == 200
            )
