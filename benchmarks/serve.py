"""
Requests a second: a feed, whole and not modified, against a static file served by the same stack.

The feed of the example and a copy of it as a file are served by one uvicorn in another process, in turn, over one kept
connection of this process; what is measured is what our answers cost over those of Starlette's `StaticFiles`.

Run it with ``python benchmarks/serve.py [REQUESTS] [ROUNDS]``.
"""

from __future__ import annotations

import multiprocessing
import socket
import statistics
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from labo_serve.app import Reach, make_app
from labo_serve.keys import FeedKey
from labo_serve.memory import Memory
from labo_serve.site import Site

EXAMPLE = Path(__file__).parents[1] / "examples" / "gaia_2017" / "gaia_2017.toml"


def make_site(folder: Path) -> Site:
    """The example, remembered in *folder*."""
    memory = Memory.of(EXAMPLE, folder)
    return Site(EXAMPLE, memory, memory.secret(), "fr", lambda error, _: str(error), print)


def run(listener: socket.socket, folder: Path) -> None:
    """Serve the feeds at the root and the folder of files under /static, until ended."""
    feeds = make_app(make_site(folder), Reach("127.0.0.1", listener.getsockname()[1]))
    app = Starlette(routes=[Mount("/static", StaticFiles(directory=folder / "files")), Mount("/", feeds)])
    uvicorn.Server(uvicorn.Config(app, log_config=None, http="h11", lifespan="off")).run(sockets=[listener])


def rate(port: int, path: str, headers: dict[str, str], status: int, count: int) -> float:
    """Requests a second, *count* of them one after the other."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    start = time.perf_counter()
    for _ in range(count):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status, answer.status
    elapsed = time.perf_counter() - start
    connection.close()
    return count / elapsed


def etag(port: int, path: str) -> str:
    """The tag of what stands at *path*, once the server is there."""
    for _ in range(100):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", path)
            return connection.getresponse().getheader("etag") or ""
        except ConnectionError:
            time.sleep(0.1)
    message = "the server does not answer"
    raise SystemExit(message)


def main() -> None:
    """Measure every case in turn and print the medians and ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    # the protocol is named, or asyncio leaves Nagle's algorithm on and each answer waits 40 ms for the reader's word
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    with tempfile.TemporaryDirectory() as name, listening as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        folder = Path(name)
        site, key = make_site(folder), FeedKey("fr")
        (folder / "files").mkdir()
        (folder / "files" / "plan.ics").write_bytes(site.feed(key).plain.data)
        port = listener.getsockname()[1]
        server = multiprocessing.get_context("fork").Process(target=run, args=(listener, folder))
        server.start()
        try:
            measure(port, key.path(site.secret.token(key.name)), count, rounds)
        finally:
            server.terminate()
            server.join()


def measure(port: int, feed: str, count: int, rounds: int) -> None:
    """Print the table."""
    cases = {
        "200 static file": ("/static/plan.ics", {}, 200),
        "200 feed": (feed, {}, 200),
        "200 feed, gzip": (feed, {"Accept-Encoding": "gzip"}, 200),
        "304 static file": ("/static/plan.ics", {"If-None-Match": etag(port, "/static/plan.ics")}, 304),
        "304 feed": (feed, {"If-None-Match": etag(port, feed)}, 304),
    }
    rates: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, (path, headers, status) in cases.items():
            rates[name].append(rate(port, path, headers, status, count))
    print(f"{'':24}{'median':>12}{'best':>12}{'x static':>10}   ({rounds} rounds of {count}, {sys.version.split()[0]})")
    for name, found in rates.items():
        static = statistics.median(rates[f"{name[:3]} static file"])
        median = statistics.median(found)
        print(f"{name:24}{median:10.0f}/s{max(found):10.0f}/s{median / static:10.2f}")


if __name__ == "__main__":
    main()
