"""The command and a real server: what it prints, refuses, and how it ends; slow senders, the page in a browser."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from labo_partenariats.cli.app import run
from labo_serve.app import Reach
from labo_serve.connection import PatientProtocol
from labo_serve.keys import FeedKey
from labo_serve.pages import page_path
from labo_serve.server import make_server

WHOLE = FeedKey("fr")


@contextmanager
def running(server):
    """The server on a free port of this machine, in a thread; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        web = make_server(server.site, Reach("127.0.0.1", port, server.public_url))
        thread = threading.Thread(target=web.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield port
        finally:
            web.should_exit = True
            thread.join(timeout=10)
            assert not thread.is_alive()


def ask(port, method, path, headers=None):
    """One request over a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def raw(port, data, wait=5):
    """What comes back for *data*, until the server closes or *wait* seconds passed."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as connection:
        connection.sendall(data)
        got = b""
        while part := connection.recv(65536):
            got += part
        return got


def test_a_real_server(server):
    """Over a real socket: feed, 304 without a body, HEAD, and errors; no name of the software."""
    with running(server) as port:
        status, headers, data = ask(port, "GET", server.path())
        assert (status, data) == (200, server.data())
        assert "server" not in headers
        status, again, body = ask(port, "GET", server.path(), {"If-None-Match": headers["etag"]})
        assert (status, body) == (304, b"")
        assert again["etag"] == headers["etag"]
        status, head, body = ask(port, "HEAD", server.path())
        assert (status, body, head["content-length"]) == (200, b"", str(len(data)))
        assert ask(port, "BREW", server.path())[0] == 405
        assert ask(port, "GET", "/flux/../secret.json")[0] == 404


@pytest.mark.parametrize(
    "data",
    [
        b"GET /flux/x\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: b\x00c\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"b" * 70_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\xff\xfe\x00\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused(server, data):
    """Whatever comes over the socket is answered by 4xx or closed, and the server goes on."""
    with running(server) as port:
        try:
            got = raw(port, data + b"\r\n\r\n")
        except ConnectionResetError:
            got = b""
        assert got == b"" or re.match(rb"HTTP/1\.1 4\d\d ", got)
        assert ask(port, "GET", server.path())[0] == 200


def drip(connection, stop):
    """Send a letter now and then, until told to stop or refused."""
    with suppress(OSError):
        while not stop.wait(0.05):
            connection.sendall(b"a")


def test_a_connection_does_not_last(server, monkeypatch):
    """Who sends a request drop by drop, or none, is let go after a while."""
    monkeypatch.setattr(PatientProtocol, "life_seconds", 0.3)
    with running(server) as port, socket.create_connection(("127.0.0.1", port), timeout=5) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
        dripping = threading.Event()
        threading.Thread(target=drip, args=(slow, dripping)).start()
        try:
            assert slow.recv(1) == b""
        except ConnectionResetError:
            pass
        finally:
            dripping.set()
        assert ask(port, "GET", server.path())[0] == 200


def test_a_body_is_not_waited_for(server):
    """A body is answered before it is read."""
    head = f"POST {server.path()} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n".encode()
    with running(server) as port, socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(head + b"x" * 1000)
        assert connection.recv(12) == b"HTTP/1.1 405"


def test_a_saved_source_shows_over_http(server):
    """The watch runs with the server: a save shows within a few seconds."""
    with running(server) as port:
        first = ask(port, "GET", server.path())[2]
        server.save("6 février 2018;Séminaire;Oisans\n")
        for _ in range(100):
            if (second := ask(port, "GET", server.path())[2]) != first:
                break
            time.sleep(0.1)
        assert b"20180206" in second


# The command


@pytest.fixture
def labo(capsys, monkeypatch, tmp_path):
    """Run the command in a folder of its own; its status, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LABO_LANG", raising=False)

    def labo_(*arguments):
        status = run(["serve", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out, err

    return labo_


def test_the_addresses_are_shown(labo, gaia, tmp_path):
    """``--addresses`` shows those of the page, of the whole and of each part, the same each time."""
    arguments = (gaia.source, "--state", tmp_path / "s", "--addresses", "--public-url", "https://exemple.fr/agenda/")
    status, out, err = labo(*arguments)
    assert (status, err) == (0, "")
    assert re.search(r"^Page d'abonnement : https://exemple\.fr/agenda/abonnement/[a-z2-7]{26}/$", out, re.MULTILINE)
    assert re.search(
        r"^Oisans : https://exemple\.fr/agenda/flux/[a-z2-7]{26}/territoire/oisans/plan\.ics$", out, re.MULTILINE
    )
    assert labo(*arguments) == (status, out, err)
    _, english, _ = labo(*arguments, "--lang", "en")
    assert re.search(
        r"^Training: https://exemple\.fr/agenda/feed/[a-z2-7]{26}/kind/training/plan\.ics$", english, re.MULTILINE
    )


def test_addresses_are_renewed_by_name(labo, gaia, tmp_path):
    """``--renew`` changes the addresses that it names."""
    base = (gaia.source, "--state", tmp_path / "s", "--addresses")
    before = labo(*base)[1].splitlines()
    status, out, err = labo(*base, "--renew", "territory=Oisans", "--renew", "page")
    assert status == 0
    assert err.splitlines() == ["Adresse renouvelée : territory=oisans.", "Adresse renouvelée : page."]
    changed = {old.split(" : ")[0] for old, new in zip(before, out.splitlines(), strict=True) if old != new}
    assert changed == {"Page d'abonnement", "Oisans"}
    assert labo(*base)[1] == out
    renewed = labo(*base, "--renew", "all")[1].splitlines()
    assert not {line for line in out.splitlines() if "http" in line} & set(renewed)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["none.csv"], "none.csv"),
        (["{source}", "--renew", "mood"], "« mood » : écrivez all, page, plan"),
        (["{source}", "--renew", "mood=x"], "« mood=x » : écrivez"),
        (["{source}", "--renew", "territory="], "« territory= » : écrivez"),
        (["{source}", "--renew", "territory=oisan"], "« territory=oisan » : écrivez"),
        (["{source}", "--renew", "territory=oisans;kind"], "« territory=oisans;kind » : écrivez"),
        (["{source}", "--public-url", "ftp://x"], "« ftp://x » n'est pas une adresse de serveur"),
        (["{source}", "--public-url", "https://x/?a=1"], "n'est pas une adresse de serveur"),
        (["{source}", "--public-url", "https://x\r\nX: y"], "n'est pas une adresse de serveur"),
        (["{source}", "--port", "70000"], "70000"),
        (["{source}", "--host", "999.999.999.999", "--port", "0"], "On ne peut pas écouter sur « 999.999.999.999 »"),
        (["{source}", "--host", "a..b", "--port", "0"], "On ne peut pas écouter sur « a..b »"),
        (["{source}", "--host", "192.0.2.1", "--port", "0"], "On ne peut pas écouter sur « 192.0.2.1 »"),
    ],
)
def test_what_cannot_be_served_is_one_line(labo, server, arguments, sentence):
    """A start that cannot be is one French sentence and status 2."""
    given = [argument.replace("{source}", str(server.source)) for argument in arguments]
    status, out, err = labo(*given, *([] if "--state" in given else ["--state", server.state]))
    assert (status, out) == (2, "")
    assert sentence in err


def test_a_port_that_is_taken(labo, server):
    """A port in use is said, with another one to try."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, out, err = labo(server.source, "--state", server.state, "--port", port)
    assert (status, out) == (2, "")
    assert f"Le port {port} est déjà pris" in err
    assert len(err.splitlines()) == 1


def test_a_memory_that_cannot_be_used(labo, server):
    """A folder that cannot be made, or a damaged secret, is said and nothing is served."""
    status, _, err = labo(server.source, "--state", server.source / "x", "--addresses")
    assert status == 2
    assert "indiquez un autre dossier par --state" in err
    (server.state / "secret.json").write_text("{}", encoding="utf-8")
    status, _, err = labo(server.source, "--state", server.state, "--addresses")
    assert status == 2
    assert "est abîmé" in err


def test_without_the_distribution(labo, server, monkeypatch):
    """Without labo-serve, or one of the libraries it needs, one line says what to install."""
    for missing in ("labo_serve", "starlette"):
        monkeypatch.setattr(
            "labo_partenariats.cli.commands.serve.import_module",
            lambda _, name=missing: (_ for _ in ()).throw(ModuleNotFoundError(name=name)),
        )
        status, out, err = labo(server.source)
        assert (status, out) == (2, "")
        assert f"il manque {missing}" in err


@contextmanager
def ended(process):
    """Whatever fails on the way, the server is not left running, nor waited for without end."""
    watch = threading.Timer(60, process.kill)
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        process.kill()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_the_command_from_start_to_ctrl_c(server):
    """The command prints its addresses on a free port, serves, says a broken save, and ends quietly on Ctrl-C."""
    labo = [sys.executable, "-c", "from labo_partenariats.cli import main; main()"]
    arguments = ["serve", str(server.source), "--port", "0", "--state", str(server.state)]
    with (
        subprocess.Popen(
            [*labo, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        ) as process,
        ended(process),
    ):
        lines = []
        while not lines or "Ctrl-C" not in lines[-1]:
            lines.append(process.stdout.readline())
            assert lines[-1], process.stderr.read()
        url = next(line for line in lines if line.endswith("plan.ics\n")).split(" : ")[1].strip()
        port, path = re.fullmatch(r"http://127\.0\.0\.1:([0-9]+)(/.*)", url).groups()
        for _ in range(100):
            try:
                status, _, data = ask(int(port), "GET", path)
                break
            except ConnectionError:
                time.sleep(0.05)
        assert (status, data) == (200, server.data())
        server.source.write_bytes(b"\x00\x01")
        assert "ne change pas" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert (out, err) == ("Arrêté.\n", "")


# The page in a browser

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


@pytest.fixture
def browser():
    """A phone of 360 by 740 points."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    phone = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    yield driver
    driver.quit()


@pytest.mark.slow
@pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium and its driver are not installed")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_on_a_phone(gaia, browser, language):
    """
    On a phone the page is as wide as the screen, its targets large enough to touch, labelled, without any request to
    elsewhere or complaint of the browser; choosing gives an address that answers.
    """
    from selenium.webdriver.support.ui import WebDriverWait

    with running(gaia) as port:
        browser.get(f"http://127.0.0.1:{port}{page_path(gaia.site, language)}")
        run_script = browser.execute_script
        run_script("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert run_script("return document.documentElement.scrollWidth") == 360
        sizes = run_script(
            "return [...document.querySelectorAll('a, button, summary, label')]"
            ".map(each => [each.textContent.trim(), each.getBoundingClientRect().height])"
        )
        assert sizes
        assert [text for text, height in sizes if height < 44 or not text] == []
        assert run_script("return document.documentElement.lang") == language
        assert run_script("return document.querySelectorAll('h1').length") == 1
        assert run_script("return getComputedStyle(document.querySelector('.card')).borderRadius") != "0px"
        browser.find_element("css selector", "input[value=oisans]").click()
        browser.find_element("css selector", "input[value=meeting]").click()
        browser.find_element("css selector", "button").click()
        WebDriverWait(browser, 10).until(lambda page: len(page.find_elements("css selector", ".card code")) == 2)
        cards = browser.find_elements("css selector", ".card code")
        path = re.fullmatch(r"http://127\.0\.0\.1:[0-9]+(/.*)", cards[1].text)[1]
        assert ask(port, "GET", path)[2].count(b"BEGIN:VEVENT") > 0
        logs = browser.get_log("performance")
        sent = [json.loads(entry["message"])["message"] for entry in logs]
        urls = [each["params"]["request"]["url"] for each in sent if each["method"] == "Network.requestWillBeSent"]
        assert urls
        assert all(url.startswith((f"http://127.0.0.1:{port}/", "data:")) for url in urls)
        assert browser.get_log("browser") == []


CHECKER = os.environ.get("LABO_CHECK_ICS", "")


@pytest.mark.slow
@pytest.mark.skipif(not CHECKER, reason="LABO_CHECK_ICS names no checker")
def test_subscribers_of_another_origin_find_nothing_wrong(gaia, tmp_path):
    """
    An acceptance checker asks for the whole feed, that of a territory and that of a partner, as clients do: headers,
    conditional requests, every parser, and a client that synchronises twice, the second time without moving anything.
    """
    choices = ({}, {"territory": ["oisans"]}, {"personal": ["edf"]})
    known = type(gaia)(gaia.source, tmp_path / "known", "https://exemple.fr")  # a feed says where it is if it knows
    with running(known) as port:
        asked = [f"http://127.0.0.1:{port}{known.path(FeedKey.of('fr', each))}" for each in choices]
        command = [CHECKER, "--strict", "--khal", *(part for url in asked for part in ("--http", url))]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_the_page_says_how_each_client_subscribes(gaia):
    """The page has the link that each client documents: webcal for Apple, webcal by Google's address, the address."""
    with gaia.client() as client:
        page = client.get(gaia.page).text
    path = gaia.path()
    assert f'href="webcal://127.0.0.1:8000{path}"' in page
    assert (
        f"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F127.0.0.1%3A8000{path.replace('/', '%2F')}" in page
    )
    assert f"<code>http://127.0.0.1:8000{path}</code>" in page
    for name in ("Google Agenda", "Outlook", "Apple", "Thunderbird", "Nextcloud"):
        assert f"<summary>{name}" in page or name in page


def test_the_page_keeps_what_is_not_for_partners(gaia):
    """Findings and the name of the file are for whoever sits at the machine."""
    with gaia.client() as client:
        assert "ICS101" in client.get("/").text
        shared = client.get(gaia.page, headers={"host": "exemple.fr"}).text
    assert "ICS101" not in shared
    assert Path(gaia.source).name not in shared


def test_the_words_of_the_source_are_only_words(server):
    """Names from the user's file are escaped in the page."""
    server.save('5 février 2018;<img src=x>;"<script>alert(1)</script> & co"\n')
    server.reload()
    with server.client() as client:
        page = client.get("/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page
    assert "<script" not in page
    assert "<img" not in page
