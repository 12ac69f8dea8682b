"""Requests and answers: conditions, encodings, methods, addresses, hostile or not."""

import datetime as dt
import gzip
import re
from email.utils import format_datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from labo_partenariats import check, export, read
from labo_partenariats.plugin import ExportOptions
from labo_serve.keys import FeedKey
from labo_serve.published import Published, accepts_gzip
from labo_serve.site import NotMade

WHOLE = FeedKey("fr")

MOMENT = dt.datetime(2018, 3, 1, 12, 0, 0, tzinfo=dt.UTC)
VERSION = Published.of(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", MOMENT)
TAG, PACKED = VERSION.plain.etag, VERSION.packed.etag
SAME, LATER, EARLIER = "Thu, 01 Mar 2018 12:00:00 GMT", "Fri, 02 Mar 2018 12:00:00 GMT", "Wed, 28 Feb 2018 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"if-none-match": TAG}, 304),
        ({"if-none-match": f"W/{TAG}"}, 304),
        ({"if-none-match": f'"zzz", {TAG}'}, 304),
        ({"if-none-match": f'"a,b" ,W/"c",\tW/{TAG}'}, 304),
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": " * "}, 304),
        ({"if-none-match": '"*"'}, 200),
        ({"if-none-match": '"zzz"'}, 200),
        ({"if-none-match": TAG.strip('"')}, 200),
        ({"if-none-match": ""}, 200),
        ({"if-none-match": TAG.upper()}, 200),
        ({"if-none-match": PACKED}, 200),
        ({"if-none-match": PACKED, "accept-encoding": "gzip"}, 304),
        ({"if-none-match": TAG, "accept-encoding": "gzip"}, 200),
        ({"if-none-match": f"{TAG}, {PACKED}", "accept-encoding": "gzip"}, 304),
        ({"if-modified-since": SAME}, 304),
        ({"if-modified-since": LATER}, 304),
        ({"if-modified-since": EARLIER}, 200),
        ({"if-modified-since": "Thu, 01 Mar 2018 11:59:59 GMT"}, 200),
        ({"if-modified-since": "Thursday, 01-Mar-18 12:00:00 GMT"}, 304),
        ({"if-modified-since": "Thu Mar  1 12:00:00 2018"}, 304),
        ({"if-modified-since": "Thu Mar  1 11:59:59 2018"}, 200),
        ({"if-modified-since": "not a date"}, 200),
        ({"if-modified-since": ""}, 200),
        ({"if-modified-since": "Thu, 01 Mar 99999999999999999999 12:00:00 GMT"}, 200),
        ({"if-none-match": '"zzz"', "if-modified-since": LATER}, 200),
        ({"if-none-match": TAG, "if-modified-since": EARLIER}, 304),
        ({"if-none-match": "", "if-modified-since": LATER}, 200),
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_conditional_requests(method, headers, status):
    """What the client has is judged by tag, else by date, as RFC 9110 13 has it; 304 repeats the validators."""
    answer = VERSION.answer(method, Headers(headers))
    assert answer.status_code == status
    assert answer.headers["etag"] == (PACKED if "accept-encoding" in headers else TAG)
    assert answer.headers["last-modified"] == SAME
    assert (answer.headers["vary"], answer.headers["cache-control"]) == ("Accept-Encoding", "private, max-age=900")
    if status == 304:
        assert answer.body == b""
        assert {"content-length", "content-type", "content-encoding"}.isdisjoint(answer.headers)


def test_several_headers_are_one_list():
    """A tag in the second of two headers counts."""
    request = Headers(raw=[(b"if-none-match", b'"zzz"'), (b"if-none-match", TAG.encode())])
    assert VERSION.answer("GET", request).status_code == 304


@given(st.text(st.characters(max_codepoint=255)), st.text(st.characters(max_codepoint=255)), st.text(max_size=20))
def test_no_condition_fails(tags, day, accepted):
    """Whatever the headers hold, the answer is the feed or 304."""
    raw = [
        (b"if-none-match", tags.encode("latin-1")),
        (b"if-modified-since", day.encode("latin-1")),
        (b"accept-encoding", accepted.encode("utf-8")),
    ]
    assert VERSION.answer("GET", Headers(raw=raw)).status_code in {200, 304}
    assert VERSION.answer("GET", Headers(raw=raw[1:])).status_code in {200, 304}


def test_a_version_of_this_second_has_no_date_yet():
    """A date to come is not sent, nor compared: it could not tell this version from the next."""
    moment = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(minutes=5)
    version = Published.of(b"x", moment)
    answer = version.answer("GET", Headers({"if-modified-since": format_datetime(moment, usegmt=True)}))
    assert answer.status_code == 200
    assert "last-modified" not in answer.headers


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        (None, False),
        ("", False),
        ("identity", False),
        ("gzip", True),
        ("x-gzip", True),
        ("GZIP;Q=0.1", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000", False),
        ("gzip; q=0.5, br", True),
        ("br, *", True),
        ("*;q=0", False),
        ("*, gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("gzip;q=2", False),
        ("gzip;q=nan", False),
        ("notgzip", False),
    ],
)
def test_gzip_is_sent_to_who_takes_it(header, taken):
    """The weights of Accept-Encoding are read; a weight that is none is a refusal."""
    assert accepts_gzip(header) is taken


def test_the_feed_and_its_headers(server):
    """A feed is a calendar for its owner's cache, shown rather than downloaded, without a cookie."""
    with server.client() as client:
        answer = client.get(server.path())
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'inline; filename="plan.ics"'
    assert answer.headers["cache-control"] == "private, max-age=900"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    assert answer.content.count(b"BEGIN:VEVENT") == 3


def test_the_bytes_are_those_of_the_export(server, tmp_path):
    """The server gives what `labo export` writes."""
    target = tmp_path / "plan.ics"
    export(read(server.source), target, options=ExportOptions())
    assert server.data() == target.read_bytes()


def test_a_public_address_is_the_source_of_the_feed(server, tmp_path):
    """With a public address, the feed says where it is read, as the export does when told."""
    server.public_url = "https://exemple.fr/agenda"
    server.start()
    target = tmp_path / "plan.ics"
    url = server.public_url + server.path()
    export(read(server.source), target, options=ExportOptions(extra={"source": url}))
    assert b"SOURCE;VALUE=URI:https://exemple.fr/agenda/flux/" in server.data()
    assert server.data() == target.read_bytes()


def test_gzip_is_the_same_feed(server):
    """The packed feed unpacks to the same bytes, under another strong tag; packing twice gives the same bytes."""
    with server.client() as client:
        plain, packed = (client.get(server.path(), headers={"accept-encoding": each}) for each in ("identity", "gzip"))
        with client.stream("GET", server.path(), headers={"accept-encoding": "gzip"}) as stream:
            raw = b"".join(stream.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert not packed.headers["etag"].startswith("W/")
    assert int(packed.headers["content-length"]) == len(raw) < len(plain.content)
    assert raw == Published.of(plain.content, MOMENT).packed.data


def test_head_is_get_without_a_body(server):
    """HEAD has the headers of GET, length included."""
    with server.client() as client:
        got, head = client.get(server.path()), client.head(server.path())
    assert (head.status_code, head.content) == (200, b"")
    assert {**got.headers} == {**head.headers}


@pytest.mark.parametrize("agent", ["Google-Calendar-Importer", "Microsoft.Exchange", "Mozilla/5.0", ""])
def test_every_agent_gets_the_same(server, agent):
    """The answer depends neither on the User-Agent nor on Accept."""
    with server.client() as client:
        answer = client.get(server.path(), headers={"user-agent": agent, "accept": "text/html"})
    assert answer.content == server.data()


# Addresses


def test_a_feed_for_any_part(gaia):
    """Territory, kind and any combination have a feed of their own; several values of one criterion add up."""
    count = {
        name: gaia.data(FeedKey.of("fr", wanted)).count(b"BEGIN:VEVENT")
        for name, wanted in {
            "oisans": {"territory": ["oisans"]},
            "trieves": {"territory": ["trieves"]},
            "both": {"territory": ["trieves", "oisans"]},
            "training": {"kind": ["training"]},
            "oisans meetings": {"territory": ["oisans"], "kind": ["meeting"]},
            "edf": {"actor": ["edf"]},
            "edf's appointments": {"personal": ["edf"]},
        }.items()
    }
    whole = gaia.data().count(b"BEGIN:VEVENT")
    assert 0 < count["oisans"] < count["both"] < whole
    assert 0 < count["oisans meetings"] < count["oisans"] + count["training"]
    assert count["training"] == 6
    assert 0 < count["edf"] < whole
    assert count["edf"] <= count["edf's appointments"] <= whole


def test_a_feed_of_what_never_was_is_not_made(gaia):
    """An empty calendar would empty those of subscribers."""
    with pytest.raises(NotMade):
        gaia.data(FeedKey.of("fr", {"actor": ["personne"]}))


def test_the_feeds_are_those_of_the_export(gaia, tmp_path):
    """A part is what `labo export --only` writes, in either language."""
    report = check(read(gaia.source))
    for language in ("fr", "en"):
        target = tmp_path / f"{language}.ics"
        options = ExportOptions(language=language, only={"territory": ("Oisans",), "kind": ("Formation", "Rencontre")})
        export(report, target, options=options)
        key = FeedKey.of(language, {"territory": ["oisans"], "kind": ["meeting", "training"]})
        assert re.findall(rb"UID:.*", gaia.data(key)) == re.findall(rb"UID:.*", target.read_bytes())


def test_addresses_are_readable_and_one_each(gaia):
    """A combination has one address, in the order of criteria and values; any other spelling leads nowhere."""
    key = FeedKey.of("fr", {"kind": ["training"], "territory": ["trieves", "oisans"]})
    path, token = gaia.path(key), gaia.site.secret.token(key.name)
    assert path == f"/flux/{token}/territoire/oisans,trieves/type/training/plan.ics"
    with gaia.client() as client:
        assert client.get(path).status_code == 200
        for other in (
            "territoire/trieves,oisans/type/training/plan.ics",
            "type/training/territoire/oisans,trieves/plan.ics",
            "territoire/oisans,oisans,trieves/type/training/plan.ics",
            "territoire/Oisans,trieves/type/training/plan.ics",
            "territoire/oisans,trieves/type/training/PLAN.ICS",
            "territoire/oisans,trieves/type/training/plan.ics/",
            "territoire/oisans,trieves/type/training",
            "territory/oisans,trieves/kind/training/plan.ics",
            "territoire/oisans/plan.ics",
            "plan.ics",
        ):
            assert client.get(f"/flux/{token}/{other}").status_code == 404, other


def test_the_same_feeds_in_english(gaia):
    """Under its English address a feed speaks English; it has the same secret."""
    fr, en = (FeedKey.of(language, {"kind": ["training"]}) for language in ("fr", "en"))
    assert gaia.path(en) == gaia.path(fr).replace("/flux/", "/feed/").replace("/type/", "/kind/")
    with gaia.client() as client:
        assert "Training" in client.get(gaia.path(en)).text
        assert "Training" not in client.get(gaia.path(fr)).text


def test_one_secret_opens_one_feed(gaia):
    """The secret of one feed opens neither another feed nor the page."""
    oisans = FeedKey.of("fr", {"territory": ["oisans"]})
    token = gaia.site.secret.token(oisans.name)
    with gaia.client("exemple.fr") as client:
        answers = [
            client.get(path)
            for path in (WHOLE.path(token), f"/abonnement/{token}/", "/flux/plan.ics", WHOLE.path("é" * 26), "/")
        ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert len({answer.content for answer in answers}) == 1


def test_letters_of_other_scripts_are_quoted(server):
    """A territory of another script has an address that holds in any client."""
    server.save("5 février 2018;Séminaire;Горы\n")
    server.reload()
    key = FeedKey.of("fr", {"territory": ["горы"]})
    assert server.path(key).isascii()
    with server.client() as client:
        assert client.get(server.path(key)).content.count(b"BEGIN:VEVENT") == 1


def test_robots_are_not_barred(server):
    """Nothing is disallowed: some calendars obey."""
    with server.client() as client:
        assert client.get("/robots.txt").text == "User-agent: *\nDisallow:\n"


# Hostile requests

HOSTILE = [
    "/flux/../../etc/passwd",
    "/flux/%2e%2e/%2e%2e/etc/passwd",
    "/flux/{token}/%2e%2e/plan.ics",
    "/flux/{token}/../plan.ics",
    "/flux/{token}/%2e%2e%2fsecret.json",
    "/flux/{token}/territoire/%2e%2e%2f%2e%2e%2fsecret/plan.ics",
    "/flux/{token}/territoire/..%5c..%5csecret/plan.ics",
    "/flux/{token}/plan.ics%00",
    "/flux/{token}/plan.ics%0d%0aX-Injected:%20yes",
    "/flux/{token}%0d%0aX-Injected:%20yes/plan.ics",
    "/flux/{token}/territoire/oisans%0d%0a/plan.ics",
    "/flux/{token}//plan.ics",
    "//exemple.fr/%2f..",
    "/abonnement/{token}",
    "/%0d%0aSet-Cookie:%20a=b",
    "/flux/%F0%9F%92%A9/plan.ics",
    "/flux/%ff%fe/plan.ics",
    "/static/style.css",
    "/secret.json",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_nothing_but_feeds_is_served(server, path):
    """No spelling of an address reaches a file, redirects, or adds a header."""
    token = server.site.secret.token("plan")
    with server.client() as client:
        answer = client.get(path.replace("{token}", token))
    assert answer.status_code == 404
    assert {"x-injected", "set-cookie", "location"}.isdisjoint(answer.headers)
    assert "Il n'y a rien à cette adresse" in unescape(answer.text)
    assert server.site.secret.value.hex() not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "territoire=oisans%0d%0aX-Injected:%20yes",
        "territoire=%3Cscript%3Ealert(1)%3C/script%3E",
        "%3Cscript%3E=1&territoire=oisans&territoire=oisans",
        "territoire=..%2f..%2fsecret.json",
        "territoire=%00%ff&type=&=&&&;",
    ],
)
def test_a_query_adds_nothing(server, query):
    """A query chooses among what there is; the feed does not look at it, the page does not repeat it."""
    with server.client() as client:
        assert client.get(f"{server.path()}?{query}").content == server.data()
        answer = client.get(f"{server.page}?{query}")
    assert answer.status_code == 200
    assert "x-injected" not in answer.headers
    assert not re.search(r"<script|X-Injected|secret\.json|alert", answer.text)


@pytest.mark.parametrize("size", [2_100, 60_000])
def test_an_endless_address_is_refused(server, size):
    """Path and query have a longest length."""
    with server.client() as client:
        for address in ("/flux/" + "a" * size, f"{server.path()}?{'a' * size}"):
            answer = client.get(address)
            assert answer.status_code == 414
            assert "trop longue" in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "REPORT"])
def test_nothing_can_be_written(server, method):
    """Any method but GET and HEAD is told so, in French; a part of the words of CalDAV changes nothing."""
    before = server.data()
    with server.client() as client:
        for path in (server.path(), server.page, "/", "/robots.txt"):
            answer = client.request(method, path, content=b"x" * 1000)
            assert answer.status_code == 405
            assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
            assert "Cette adresse se lit seulement" in answer.text
    assert server.data() == before


def test_errors_speak_the_language_of_the_address(server):
    """Under an English address, an error is told in English."""
    with server.client() as client:
        assert "There is nothing at this address" in client.get("/feed/x/plan.ics").text
        assert '<html lang="en">' in client.get("/subscribe/x/").text


HOSTS = [
    ("127.0.0.1:8000", 200),
    ("localhost", 200),
    ("[::1]:8000", 200),
    ("LOCALHOST:1", 200),
    ("exemple.fr", 404),
    ("127.0.0.1.exemple.fr", 404),
    ("localhost.", 404),
    ("", 404),
    ('"><script>', 404),
    ("a b", 404),
    ("127.0.0.1:8000/x", 404),
    ("user@127.0.0.1", 404),
]


@pytest.mark.parametrize(("host", "status"), HOSTS)
def test_only_this_machine_sees_the_page_without_its_secret(server, host, status):
    """`/` is for whoever sits at the machine: not for a name that was made to lead here, nor for a broken one."""
    with server.client() as client:
        assert client.get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize("name", ["x-forwarded-for", "forwarded", "via", "x-real-ip"])
def test_who_comes_through_a_proxy_is_not_local(server, name):
    """A proxy on the same machine does not open the page to the world."""
    with server.client() as client:
        assert client.get("/", headers={name: "1.2.3.4"}).status_code == 404
        assert client.get(server.page, headers={name: "1.2.3.4"}).status_code == 200


@pytest.mark.parametrize("host", ["exemple.fr\\x", '"><b>', "javascript:alert(1)", "a b", "ex\tample"])
def test_a_broken_host_is_in_no_address(server, host):
    """Addresses are made of the Host of the request only where it is spelt like one."""
    with server.client() as client:
        answer = client.get(server.page, headers={"host": host})
    assert f"http://127.0.0.1:8000{server.path()}" in answer.text
    assert host not in answer.text


def test_a_defect_is_a_page_and_a_line(server, monkeypatch):
    """What nothing foresaw is a French page for the reader and a line for whoever runs the server."""
    monkeypatch.setattr("labo_serve.app.subscription_page", lambda *_: 1 / 0)
    with server.client() as client:
        answer = client.get(server.page)
    assert answer.status_code == 500
    assert "Le serveur a rencontré une erreur" in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert "ZeroDivisionError" in server.said[-1]
