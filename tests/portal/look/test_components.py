from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client, override_settings

ROOT = Path(settings.BASE_DIR)
COMPONENTS = sorted(path.name for path in (ROOT / "templates/components").glob("*.html"))
ICONS = sorted((ROOT / "templates/components/icons").glob("*.svg"))
GUIDES = ["/styleguide/", "/styleguide/staff/", "/styleguide/paper/"]

pytestmark = [pytest.mark.urls("tests.portal.look.stub_urls"), pytest.mark.django_db]


def drawn(client: Client) -> set[str]:
    """Names of all templates that the style guide, the page of a missing address and a signed-in page draw."""
    names: set[str] = set()
    for address in [*GUIDES, "/nowhere/"]:
        names |= {template.name or "" for template in client.get(address).templates}
    return names


def test_every_component_is_in_the_style_guide(client: Client) -> None:
    missing = {f"components/{name}" for name in COMPONENTS} - drawn(client)
    assert missing == set()


@pytest.mark.parametrize("address", GUIDES)
@pytest.mark.parametrize("query", ["", "?theme=dark", "?text=largest", "?theme=%00&text=enormous"])
def test_a_stranger_can_open_the_style_guide_in_every_look(client: Client, address: str, query: str) -> None:
    response = client.get(address + query)
    assert response.status_code == 200
    html = response.content.decode()
    assert ('data-theme="dark"' in html) == (query == "?theme=dark")
    assert ('data-text="largest"' in html) == (query == "?text=largest")


@pytest.mark.parametrize("address", GUIDES)
def test_a_page_has_one_main_heading_and_no_id_twice(client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    assert html.count("<h1") == 1
    ids = [part.split('"', 1)[0] for part in html.split(' id="')[1:]]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_is_a_drawing(path: Path) -> None:
    ElementTree.fromstring(f"<svg>{path.read_text()}</svg>")  # noqa: S314  our own files


@override_settings(LANGUAGE_CODE="fr")
def test_drawings_have_no_decimal_commas_in_french(client: Client) -> None:
    html = client.get("/styleguide/staff/", headers={"accept-language": "fr"}).content.decode()
    chart = html[html.index('class="chart"') : html.index("</svg>", html.index('class="chart"'))]
    assert 'lang="fr"' in html
    assert 'cx="34.0"' in chart
    assert 'y1="80,0"' not in chart
