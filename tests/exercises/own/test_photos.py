"""GET and POST /library/<slug>/change/photos/: made small and plain, or refused with nothing half-saved."""

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from accounts.models import AuditEvent
from exercises import actions
from exercises.models import OwnPicture
from exercises.own.uploads import LARGEST_REQUEST
from tests.cast import Cast
from tests.conftest import SignIn
from tests.exercises.own.conftest import Own
from tests.exercises.own.photos import moving, picture, png_of_any_size, upload

pytestmark = [pytest.mark.thorough, pytest.mark.django_db, pytest.mark.usefixtures("library")]

WORDS = "Tess lies on her side and lifts the upper knee."


def sent(own: Own, content: bytes, name: str = "photo.jpg", **more: object) -> dict[str, object]:
    return {"stamp": own.stamp, "view": "end", "photo": upload(content, name), "alt_en": WORDS, **more}


def kept() -> Image.Image:
    return Image.open(BytesIO(bytes(OwnPicture.objects.get().content)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_small_jpeg(own: Own, kind: str) -> None:
    assert own.client.post(own.url("photos/"), sent(own, picture(kind, (3000, 2000)))).status_code == 302
    row = OwnPicture.objects.get()
    assert (row.media_type, row.width, row.height) == ("image/jpeg", 1200, 800)
    assert kept().format == "JPEG"
    assert AuditEvent.objects.filter(action="own_exercise.photo_saved").exists()


def test_place_camera_and_profile_are_removed_and_it_stands_upright(own: Own) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif[0x010F] = "CameraMaker"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture("JPEG", (1600, 900), exif=exif, icc_profile=b"secret profile " * 20, comment=b"at home")
    own.client.post(own.url("photos/"), sent(own, content))
    image = kept()
    assert image.size == (675, 1200)
    assert dict(image.getexif()) == {}
    raw = bytes(OwnPicture.objects.get().content)
    assert not any(word in raw for word in (b"CameraMaker", b"secret profile", b"at home", b"Exif"))


def test_clear_parts_become_white(own: Own) -> None:
    image = Image.new("RGBA", (600, 400), (0, 0, 0, 0))
    file = BytesIO()
    image.save(file, "PNG")
    own.client.post(own.url("photos/"), sent(own, file.getvalue()))
    assert min(kept().convert("RGB").getpixel((300, 200))) > 250  # type: ignore[type-var, arg-type]


def test_the_name_of_the_file_is_never_used(own: Own) -> None:
    for name in ("../../x", "..\\..\\x.php", "<script>.jpg", "a" * 300 + ".jpg"):
        assert own.client.post(own.url("photos/"), sent(own, picture(), name)).status_code == 302
    row = OwnPicture.objects.get()  # the newest took the place of the others
    assert row.name.endswith("/photo-end.jpg")


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)


@pytest.mark.parametrize(
    ("what", "content", "sentence"),
    [
        ("drawing.svg", SVG, "not a photo"),
        ("photo.jpg", b"  \n<svg onload='x'></svg>", "not a photo"),
        ("photo.jpg", b"<!doctype html><script>1</script>", "not a photo"),
        ("photo.heic", HEIC, "HEIC"),
        ("photo.gif", moving("GIF"), "This is a GIF."),
        ("photo.png", moving("PNG"), "This picture moves."),
        ("photo.webp", moving("WEBP"), "This picture moves."),
        ("photo.png", png_of_any_size(50_000, 50_000), "damaged or is no photo"),
        ("photo.png", png_of_any_size(50_000, 1_000), "50000 × 1000 points"),
        ("photo.png", png_of_any_size(4_000, 4_000), "damaged or is no photo"),
        ("photo.jpg", picture()[:3000], "damaged or is no photo"),
        ("photo.png", picture("PNG")[:300], "damaged or is no photo"),
        ("photo.webp", picture("WEBP")[:200], "damaged or is no photo"),
        ("photo.jpg", b"Dear Tess, this is a letter.", "damaged or is no photo"),
        ("photo.jpg", b"\xff\xd8\xff" + bytes(4000), "damaged or is no photo"),
        ("photo.tiff", picture("TIFF"), "damaged or is no photo"),
        ("photo.bmp", picture("BMP"), "damaged or is no photo"),
        ("photo.jpg", b"PK\x03\x04" + bytes(500), "damaged or is no photo"),
        ("photo.jpg", b"", "This file is empty."),
        ("photo.jpg", picture("PNG", (60, 40)), "too small"),
        ("photo.jpg", b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), "larger than 10 MB"),
    ],
)
def test_what_is_no_plain_photo_is_refused_with_a_sentence(own: Own, what: str, content: bytes, sentence: str) -> None:
    before = own.row.digest
    response = own.client.post(own.url("photos/"), sent(own, content, what))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert WORDS in page
    assert not OwnPicture.objects.exists()
    assert own.row.digest == before


def test_a_request_beyond_all_bounds_leaves_its_file_out(own: Own) -> None:
    content = bytes(LARGEST_REQUEST + 1)
    response = own.client.post(own.url("photos/"), sent(own, content))
    assert response.status_code == 422
    assert "larger than 10 MB" in response.content.decode()
    assert not OwnPicture.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"alt_en": " "}, "Say in a sentence what the photo shows."),
        ({"alt_en": "x" * 301}, "Keep it to 300 characters"),
        ({"view": "above"}, "Choose one from the list."),
        ({"photo": ""}, "Choose a photo."),
    ],
)
def test_what_is_missing_is_said(own: Own, changed: dict[str, object], sentence: str) -> None:
    response = own.client.post(own.url("photos/"), sent(own, picture()) | changed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not OwnPicture.objects.exists()


def test_the_words_are_read_in_every_language_that_has_none_of_its_own(own: Own) -> None:
    own.client.post(own.url("photos/"), sent(own, picture(), alt_fr="Tess, couchée sur le côté."))
    said = {text.language: text.pictures["end"] for text in own.row.texts.all()}
    assert said["en"] == WORDS
    assert said.get("es", WORDS) == WORDS
    assert said["fr"] == "Tess, couchée sur le côté."


def test_a_photo_takes_the_place_of_one_drawing_and_can_be_removed(own: Own) -> None:
    own.client.post(own.url("photos/"), sent(own, picture()))
    row = own.row
    end, start = row.picture("end", alt=WORDS), row.picture("start")
    assert end is not None
    assert start is not None
    assert end.src.startswith("/library/own-picture/")
    assert (end.alt, end.shows_parent, start.shows_parent) == (WORDS, False, True)
    assert "Your photo" in own.client.get(own.url("photos/")).content.decode()
    assert own.client.post(own.url("photos/remove/"), {"stamp": own.stamp, "view": "end"}).status_code == 302
    assert not OwnPicture.objects.exists()
    removed = own.row.picture("end")
    assert removed is not None
    assert removed.shows_parent
    assert own.row.texts.get(language="en").pictures["end"].startswith("The heels still touch.")


@pytest.mark.parametrize("view", ["end", "", "\x00", "../x"])
def test_removing_what_is_not_there_changes_nothing(own: Own, view: str) -> None:
    before = own.row.digest
    assert own.client.post(own.url("photos/remove/"), {"stamp": own.stamp, "view": view}).status_code == 302
    assert own.row.digest == before


def test_a_new_photo_waits_for_its_adoption(own: Own, cast: Cast) -> None:
    """Whoever does the exercise now keeps the picture that was adopted."""
    own.client.post(own.url("photos/"), sent(own, picture()))
    actions.adopt_exercise(own.row, version=1, by=own.member)
    adopted = own.row.picture("end")
    own.client.post(own.url("photos/"), sent(own, picture("PNG")))
    row = own.row
    assert row.version == 2
    assert row.picture("end") == adopted
    newest = row.picture("end", newest=True)
    assert newest is not None
    assert newest != adopted
    assert OwnPicture.objects.count() == 2
    actions.adopt_exercise(own.row, version=2, by=own.member)
    assert own.row.picture("end") == newest
    assert OwnPicture.objects.count() == 1


def test_the_second_of_two_tabs_saves_no_photo(own: Own) -> None:
    stale = sent(own, picture())
    own.client.post(own.url(), own.words(en_name="Ours"))
    response = own.client.post(own.url("photos/"), stale)
    assert response.status_code == 409
    assert WORDS in response.content.decode()
    assert not OwnPicture.objects.exists()


def test_a_picture_is_served_to_whoever_is_signed_in(own: Own, cast: Cast, signed_in: SignIn) -> None:
    own.client.post(own.url("photos/"), sent(own, picture()))
    found = own.row.picture("end")
    assert found is not None
    for who in (cast.tess, cast.pat, cast.cara):
        answer = signed_in(who).get(found.src)
        assert answer.status_code == 200
        assert answer.content == bytes(OwnPicture.objects.get().content)
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Client().get(found.src).status_code == 302


@pytest.mark.parametrize("name", ["photo-start.jpg", "x", "photo-end.jpg%00", "..%2fphoto-end.jpg"])
def test_any_other_name_is_404(own: Own, name: str) -> None:
    own.client.post(own.url("photos/"), sent(own, picture()))
    key = OwnPicture.objects.get().key
    assert own.client.get(f"/library/own-picture/{key}/{name}").status_code == 404
    assert own.client.get(f"/library/own-picture/{'x' * 24}/photo-end.jpg").status_code == 404
