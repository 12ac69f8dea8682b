"""The source changes while it is served: what shows, what is held back, what a restart keeps."""

import csv
import json
import os
import re
import shutil
import stat
import threading
import time
from pathlib import Path

import pytest

from labo_partenariats import UnreadableSource
from labo_serve.keys import FeedKey
from labo_serve.memory import Memory, UnusableMemory
from labo_serve.published import Published
from labo_serve.site import NotMade, Site

WHOLE = FeedKey("fr")
GAIA = Path(__file__).parents[3] / "examples" / "gaia_2017"
LAUNCH, SEMINAR, EVENT = (
    "19/10/2017;Lancement;\n",
    "5 février 2018;Séminaire;Oisans\n",
    "27 avril 2018;Évènement;Trièves\n",
)


def events(data):
    """Summary → (UID, SEQUENCE, day, STATUS) of each event."""
    found = {}
    for block in data.decode("utf-8").replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
        lines = dict(re.findall(r"^(UID|SEQUENCE|DTSTART|STATUS|SUMMARY)[^:\r\n]*:(.*)\r$", block, re.MULTILINE))
        found[lines["SUMMARY"]] = (lines["UID"], int(lines["SEQUENCE"]), lines["DTSTART"], lines["STATUS"])
    return found


def test_a_saved_source_shows(server):
    """What is saved is served after two looks, as an edit of the same event, under another tag and a later date."""
    first = server.site.feed(WHOLE)
    before = events(first.plain.data)["Séminaire"]
    server.save(LAUNCH, "6 février 2018;Séminaire;Oisans\n", EVENT)
    server.site.poll()
    assert server.data() == first.plain.data
    server.site.poll()
    second = server.site.feed(WHOLE)
    assert events(second.plain.data)["Séminaire"] == (before[0], before[1] + 1, "20180206", "CONFIRMED")
    assert second.plain.etag != first.plain.etag
    assert second.modified > first.modified
    assert "3 séance(s)" in server.said[-1]


def test_a_removed_session_stays_cancelled(server):
    """A session that leaves the plan is cancelled in the feed, and still is after further saves and a restart."""
    before = events(server.data())["Séminaire"]
    server.save(LAUNCH, EVENT)
    server.reload()
    cancelled = (before[0], before[1] + 1, before[2], "CANCELLED")
    assert events(server.data())["Annulé : Séminaire"] == cancelled
    server.save(LAUNCH, EVENT, "3 mai 2018;Bilan;\n")
    server.reload()
    assert events(server.data())["Annulé : Séminaire"] == cancelled
    served = server.site.feed(WHOLE)
    server.start()
    assert server.site.feed(WHOLE) == served


def test_a_restart_keeps_addresses_and_versions(server):
    """Begun again with the same memory, the server gives the same bytes, tag and date at the same address."""
    address, served = server.path(), server.site.feed(WHOLE)
    time.sleep(0.01)
    server.start()
    assert (server.path(), server.site.feed(WHOLE)) == (address, served)


def test_versions_lost_break_no_subscription(server):
    """Without the version before, what did not move is as it was, and who asks by date gets what did."""
    served = server.site.feed(WHOLE)
    for kept in (server.state / "feeds").iterdir():
        kept.unlink()
    server.save(LAUNCH, "6 février 2018;Séminaire;Oisans\n", EVENT)
    server.start()
    again = server.site.feed(WHOLE)
    was, now = events(served.plain.data), events(again.plain.data)
    assert all(now[summary] == was[summary] for summary in ("Lancement", "Évènement"))
    assert again.plain.etag != served.plain.etag
    assert again.modified >= served.modified


@pytest.mark.parametrize("damage", [b"", b"BEGIN:VCALENDAR", b"\x00\xff" * 100])
def test_a_damaged_version_is_passed_over(server, damage):
    """A kept version that was damaged is as good as lost."""
    served = server.data()
    (kept,) = (server.state / "feeds").iterdir()
    kept.write_bytes(damage)
    server.start()
    assert events(server.data()) == events(served)


def test_two_versions_within_a_second_have_two_dates(server):
    """However quickly saves follow, each version is later than the one before."""
    moments = [server.site.feed(WHOLE).modified]
    for day in range(6, 10):
        server.save(LAUNCH, f"{day} février 2018;Séminaire;Oisans\n", EVENT)
        server.reload()
        moments.append(server.site.feed(WHOLE).modified)
    assert moments == sorted(set(moments))


def test_saving_the_same_changes_nothing(server):
    """A file saved again with the same content keeps bytes, tag and date."""
    served = server.site.feed(WHOLE)
    server.save(LAUNCH, SEMINAR, EVENT)
    os.utime(server.source, (2_000_000_000, 2_000_000_000))
    server.reload()
    assert "relu" in server.said[-1]
    assert server.site.feed(WHOLE) == served


def test_a_save_that_sets_back_the_clock_is_seen(server):
    """A program that keeps the time of modification and the size is not overlooked."""
    server.data()
    times = server.source.stat()
    server.save(LAUNCH, SEMINAR.replace("5", "6"), EVENT)
    os.utime(server.source, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert server.source.stat().st_size == times.st_size
    server.reload()
    assert events(server.data())["Séminaire"][2] == "20180206"


# What is held back


def broken_csv(server):
    """A file that is no table."""
    server.source.write_bytes(b"\x00\x01\x02" * 50)


def gone(server):
    """No file at all."""
    server.source.unlink()


def emptied(server):
    """A table without a row."""
    server.save()


def empty(server):
    """A file of no octet, as it is for a moment while some programs save."""
    server.source.write_bytes(b"")


def mistyped(server):
    """A day that does not exist."""
    server.save(LAUNCH, SEMINAR.replace("5 février", "30 février"), EVENT)


def nonsense(server):
    """A date in words that say no date."""
    server.save(LAUNCH, SEMINAR.replace("5 février 2018", "on verra"), EVENT)


@pytest.mark.parametrize("save", [broken_csv, gone, emptied, empty, mistyped, nonsense], ids=lambda save: save.__name__)
def test_a_broken_save_keeps_the_last_good_feed(server, save):
    """
    A save that cannot be read, or would announce cancellations by mistake, changes nothing; it is said once on the
    standard error, and on the page in full for whoever sits at the machine.
    """
    served = server.site.feed(WHOLE)
    save(server)
    for _ in range(4):
        server.site.poll()
    assert server.site.feed(WHOLE) == served
    assert len(server.said) == 1
    assert "ne change pas" in server.said[0]
    with server.client() as client:
        assert "le calendrier publié ne change pas" in client.get("/").text
        shared = client.get(server.page, headers={"host": "exemple.fr"}).text
    assert "attend d&#39;être corrigée" in shared
    assert "ne change pas" not in shared


def test_a_corrected_save_shows(server):
    """Once corrected, the source is served again and nothing is said of the mistake any more."""
    server.data()
    mistyped(server)
    server.reload()
    server.save(LAUNCH, SEMINAR.replace("5", "6"), EVENT)
    server.reload()
    assert server.site.problem is None
    found = events(server.data())
    assert found["Séminaire"][1:] == (1, "20180206", "CONFIRMED")
    with server.client() as client:
        assert "ne change pas" not in client.get("/").text


def test_the_last_good_save_coming_back_ends_the_problem(server):
    """A source restored to what is served is no problem any more."""
    served = server.site.feed(WHOLE)
    broken_csv(server)
    server.reload()
    server.save(LAUNCH, SEMINAR, EVENT)
    server.reload()
    assert (server.site.problem, server.site.feed(WHOLE)) == (None, served)


def test_a_mistake_elsewhere_holds_nothing_back(server):
    """A new mistake that costs no session, or a session that was removed without one, is published."""
    server.data()
    server.save(LAUNCH, SEMINAR, EVENT, "on verra;Bilan;\n")
    server.reload()
    assert server.site.problem is None
    server.save(LAUNCH, EVENT, "on verra;Bilan;\n")
    server.reload()
    assert "Annulé : Séminaire" in events(server.data())


def test_a_removal_that_other_tables_still_name_is_published(server, tmp_path):
    """An action removed on purpose is cancelled, though another table names it in vain from then on."""
    folder = tmp_path / "dossier"
    shutil.copytree(GAIA / "csv", folder)
    server.source = folder
    server.start()
    assert any("Évènement" in summary for summary in events(server.data()))
    with (folder / "actions.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = [row for row in csv.reader(table, delimiter=";") if "Évènement Start up de Territoire" not in row]
    with (folder / "actions.csv").open("w", encoding="utf-8", newline="") as table:
        csv.writer(table, delimiter=";").writerows(rows)
    server.reload()
    assert "SRC504" in {found.code for found in server.site.edition.result.findings}
    assert server.site.problem is None
    assert sum(status == "CANCELLED" for *_, status in events(server.data()).values()) == 1


def test_a_save_in_progress_is_not_read(server):
    """A file that grows between two looks is left alone until it has stopped."""
    served = server.site.feed(WHOLE)
    for rows in ([], [LAUNCH], [LAUNCH, SEMINAR]):
        server.save(*rows)
        server.site.poll()
    assert (server.said, server.site.feed(WHOLE)) == ([], served)
    server.save(LAUNCH, SEMINAR, EVENT, "3 mai 2018;Bilan;\n")
    server.reload()
    assert len(events(server.data())) == 4


def test_a_save_during_the_reading_is_read_next_time(server, monkeypatch):
    """What was read of a file that changed meanwhile is dropped."""
    server.data()
    read, saves = Site._read, iter([True, False])

    def slow(site):
        edition = read(site)
        if next(saves):
            server.save(LAUNCH, SEMINAR, EVENT, "3 mai 2018;Bilan;\n")
        return edition

    server.save(LAUNCH, EVENT)
    monkeypatch.setattr(Site, "_read", slow)
    server.reload()
    assert (server.said, len(events(server.data()))) == ([], 3)
    server.reload()
    assert set(events(server.data())) == {"Lancement", "Séminaire", "Évènement", "Bilan"}


def test_a_source_replaced_by_another_file_is_seen(server, tmp_path):
    """Programs that write beside the file and rename it are followed."""
    server.data()
    other = tmp_path / "other.csv"
    other.write_text(server.source.read_text(encoding="utf-8").replace("5 février", "6 février"), encoding="utf-8")
    other.replace(server.source)
    server.reload()
    assert events(server.data())["Séminaire"][2] == "20180206"


def test_a_folder_is_watched(server, tmp_path):
    """A source that is a folder is read again when one of its files is saved; lock files do not count."""
    folder = tmp_path / "dossier"
    folder.mkdir()
    server.source.rename(folder / "actions.csv")
    server.source = folder
    server.start()
    server.data()
    (folder / "~$actions.csv").write_text("", encoding="utf-8")
    server.reload()
    assert server.said == []
    (folder / "actions.csv").write_text(
        f"Date / période;Action;Territoires\n{LAUNCH}{EVENT}3 mai 2018;Bilan;\n", encoding="utf-8"
    )
    server.reload()
    assert "Bilan" in events(server.data())


def test_a_defect_of_a_reader_does_not_end_the_watch(server, monkeypatch):
    """Whatever reading raises is said and the last good feed stays."""
    served = server.site.feed(WHOLE)
    monkeypatch.setattr("labo_serve.site.read", lambda _: 1 / 0)
    server.save(LAUNCH)
    server.reload()
    assert server.site.feed(WHOLE) == served
    assert "ZeroDivisionError" in server.said[-1]


def test_a_source_that_another_program_held_is_tried_again(server, monkeypatch):
    """A file that could not be opened for a moment is read later though nothing changed; it was said once."""
    server.data()
    server.save(LAUNCH, SEMINAR, EVENT, "3 mai 2018;Bilan;\n")

    def held(_):
        raise UnreadableSource("SRC002", {"file": "actions.csv", "reason": "held"})

    with monkeypatch.context() as patch:
        patch.setattr("labo_serve.site.read", held)
        for _ in range(25):
            server.site.poll()
    assert len(server.said) == 1
    for _ in range(12):
        server.site.poll()
    assert server.site.problem is None
    assert "Bilan" in events(server.data())
    assert len(server.said) == 2


def test_a_full_disk_keeps_the_version_before(server, monkeypatch):
    """A feed that cannot be written stays as it was; one that never was is not available for now."""
    served = server.site.feed(WHOLE)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("labo_serve.site.export", full)
    server.save(LAUNCH, SEMINAR.replace("5", "6"), EVENT)
    server.reload()
    assert server.site.feed(WHOLE) == served
    assert "la version d'avant reste" in server.said[-1]
    oisans = FeedKey.of("fr", {"territory": ["oisans"]})
    with pytest.raises(NotMade):
        server.site.feed(oisans)
    with server.client() as client:
        answer = client.get(server.path(oisans))
    assert answer.status_code == 503
    assert "réessaiera" in answer.text


def test_a_territory_that_left_the_programme_still_answers(server):
    """The feed of a territory that is no more says that its sessions are cancelled."""
    oisans = FeedKey.of("fr", {"territory": ["oisans"]})
    assert set(events(server.data(oisans))) == {"Séminaire"}
    server.save(LAUNCH, EVENT)
    server.reload()
    with server.client() as client:
        answer = client.get(server.path(oisans))
    assert answer.status_code == 200
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"STATUS:CANCELLED" in answer.content


PLAN = """
schema_version = 1
title = "{title}"
[[actors]]
id = "cci"
name = "CCI"
[[actions]]
id = "b"
title = "Séminaire"
actors = ["cci"]
[[actions.sessions]]
id = "s2"
period = {{ start = "2018-02-05", end = "2018-02-05" }}
"""
LEAVING = """
[[territories]]
id = "t-1"
name = "Oisans"
[[actors]]
id = "edf"
name = "Électricité de France"
[[actions]]
id = "a"
title = "Atelier"
actors = ["edf"]
territories = ["t-1"]
[[actions.sessions]]
id = "s1"
period = { start = "2018-01-10", end = "2018-01-10" }
"""


@pytest.mark.parametrize("chosen", [{"territory": ["t-1"]}, {"personal": ["edf"]}], ids=str)
def test_what_left_is_cancelled_although_addresses_have_ids_and_calendars_names(server, tmp_path, chosen):
    """Also when the programme took another name, and an actor's appointments when the actor left."""
    source = tmp_path / "plan.toml"
    here, there = PLAN.format(title="Labo"), PLAN.format(title="Labo des partenariats")
    source.write_text(here + LEAVING, encoding="utf-8")
    server = type(server)(source, tmp_path / "of-plan")
    key = FeedKey.of("fr", chosen)
    assert b"STATUS:CONFIRMED" in server.data(key)
    source.write_text(there, encoding="utf-8")
    server.reload()
    assert re.findall(rb"\nSTATUS:(.+)\r", server.data(key)) == [b"CANCELLED"]


def test_an_unreadable_source_is_refused_at_the_start(tmp_path):
    """Without a first good reading there is nothing to serve."""
    source = tmp_path / "none.csv"
    memory = Memory.of(source, tmp_path / "state")
    with pytest.raises(UnreadableSource):
        Site(source, memory, memory.secret(), "fr", str, print)


# Several at once


def test_readers_during_a_reload_get_one_version_or_the_other(server):
    """Requests while the source is read again get the feed before or after it, whole, and the feed is made once."""
    before = server.site.feed(WHOLE)
    server.save(LAUNCH, SEMINAR.replace("5", "6"), EVENT)
    got, stop = set(), threading.Event()

    def ask():
        while not stop.is_set():
            got.add(server.site.feed(WHOLE))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    server.reload()
    after = server.site.feed(WHOLE)
    stop.set()
    for thread in threads:
        thread.join()
    assert got <= {before, after}
    assert events(after.plain.data)["Séminaire"][1] == 1


def test_two_first_requests_make_the_feed_once(server, monkeypatch):
    """Those who ask for a feed that is being made wait for it."""
    made = []
    of = Published.of

    def slowly(data, modified):
        made.append(data)
        time.sleep(0.05)
        return of(data, modified)

    monkeypatch.setattr(Published, "of", slowly)
    got = []
    threads = [threading.Thread(target=lambda: got.append(server.site.feed(WHOLE))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert len(set(got)) == 1


# What outlives a run


def test_the_secret_is_for_its_owner(server):
    """The folder and the file of the secret are closed to other users, and beside neither source nor feeds."""
    secret = server.state / "secret.json"
    assert stat.S_IMODE(server.state.stat().st_mode) == 0o700
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert sorted(path.name for path in server.source.parent.iterdir()) == ["actions.csv", "state"]


def test_one_address_is_renewed(server):
    """Renewing one address changes it and no other, each time anew; renewing all changes every one."""
    oisans = "territory=oisans"
    secret = server.site.secret
    once = secret.renewed(oisans)
    assert once.token(oisans) != secret.token(oisans)
    assert (once.token("plan"), once.token("page")) == (secret.token("plan"), secret.token("page"))
    assert len({each.token(oisans) for each in (secret, once, once.renewed(oisans))}) == 3
    assert once.renewed(None).token("plan") != secret.token("plan")


def test_addresses_are_alike_in_form_and_differ_in_all(server):
    """The secret part is 26 letters and digits, and neither name nor renewal can be made to collide."""
    secret = server.site.secret
    names = ["plan", "page", "territory=a", "territory=a\n1", "territory=a\n", ""]
    tokens = {secret.renewed(name).token(name) for name in names} | {secret.token(name) for name in names}
    assert len(tokens) == 2 * len(names)
    assert all(re.fullmatch("[a-z2-7]{26}", token) for token in tokens)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'{"secret": "", "renewals": {}}',
        b'{"secret": "00", "renewals": {}}',
        b'{"secret": 1, "renewals": {}}',
        b'{"secret": "zz", "renewals": {}}',
        b"\xff\xfe",
        json.dumps({"secret": "00" * 32}).encode(),
        json.dumps({"secret": "00" * 32, "renewals": []}).encode(),
        json.dumps({"secret": "00" * 32, "renewals": {"plan": "x"}}).encode(),
    ],
)
def test_a_damaged_secret_is_no_secret(tmp_path, content):
    """A file that does not hold a whole secret is refused, not replaced: addresses were given out."""
    memory = Memory.of(tmp_path / "a.csv", tmp_path / "state")
    (tmp_path / "state" / "secret.json").write_bytes(content)
    with pytest.raises(UnusableMemory):
        memory.secret()
    assert (tmp_path / "state" / "secret.json").read_bytes() == content


def test_each_source_has_a_memory_of_its_own(tmp_path, monkeypatch):
    """By default what outlives a run is kept with what the user's programs remember, by source."""
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: tmp_path / "user")
    one, two = (Memory.of(tmp_path / name, None) for name in ("a.csv", "b.csv"))
    assert one.folder != two.folder
    assert one == Memory.of(tmp_path / "x" / ".." / "a.csv", None)
    assert one.folder.is_relative_to(tmp_path / "user")
