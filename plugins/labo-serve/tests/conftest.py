"""What the tests of the server share: a plan in a file that is saved again, a site made of it, and a client."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import define, field
from starlette.testclient import TestClient

from labo_serve.app import Reach, make_app
from labo_serve.keys import FeedKey
from labo_serve.memory import Memory
from labo_serve.pages import page_path
from labo_serve.site import Site

HEADER = "Date / période;Action;Territoires\n"
ROWS = ("19/10/2017;Lancement;\n", "5 février 2018;Séminaire;Oisans\n", "27 avril 2018;Évènement;Trièves\n")
WHOLE = FeedKey("fr")
GAIA = Path(__file__).parents[3] / "examples" / "gaia_2017" / "gaia_2017.toml"


@define
class Server:
    """A site and what it says; the source is saved and looked at when a test wants it."""

    source: Path
    state: Path
    public_url: str | None = None
    said: list[str] = field(factory=list)
    site: Site = field(init=False)
    reach: Reach = field(init=False)

    def __attrs_post_init__(self):
        self.start()

    def start(self):
        """Begin, or begin again, with what was kept."""
        memory = Memory.of(self.source, self.state)
        self.site = Site(
            self.source, memory, memory.secret(), "fr", lambda error, _: str(error), self.said.append, self.public_url
        )
        self.reach = Reach("127.0.0.1", 8000, self.public_url)

    def save(self, *rows, header=HEADER):
        """Save the source with *rows*; it is not looked at."""
        self.source.write_text(header + "".join(rows), encoding="utf-8")

    def reload(self):
        """Look twice, as time does."""
        self.site.poll()
        self.site.poll()

    def client(self, host="127.0.0.1:8000", **options):
        """A client that calls the server by *host*, and is told nothing that it does not ask for."""
        app = make_app(self.site, self.reach, poll_seconds=3600)
        client = TestClient(app, base_url=f"http://{host}", follow_redirects=False, **options)
        client.headers.pop("accept-encoding")
        return client

    def path(self, key=WHOLE):
        """The address of a feed."""
        return key.path(self.site.secret.token(key.name))

    @property
    def page(self):
        """The address of the page."""
        return page_path(self.site, "fr")

    def data(self, key=WHOLE):
        """The bytes of a feed."""
        return self.site.feed(key).plain.data


@pytest.fixture
def server(tmp_path):
    """A server of three dated actions, in a file of one table."""
    source = tmp_path / "actions.csv"
    source.write_text(HEADER + "".join(ROWS), encoding="utf-8")
    return Server(source, tmp_path / "state")


@pytest.fixture
def gaia(tmp_path):
    """A server of the example."""
    return Server(GAIA, tmp_path / "state")
