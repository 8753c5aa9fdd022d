"""The pages in Debian's Chromium: how soon something is seen, and how large pages and scripts are on the wire.

Each page is looked at in a fresh tab of a browser that holds nothing of it; the server has shown it once before.
"""

import gzip
import statistics
import sys
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from importlib.resources import files
from time import sleep
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

from benchmarks.generated_networks import generate
from benchmarks.measure import Measure
from benchmarks.processes import NotReadyError, Server, bytecode, serving
from benchmarks.screenshots import CHROMIUM, OPTIONS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SERVICES = 5_000
"""Services of the generated network, which has more than 5,000 partners."""
GENERATED = """
from api.app import create_app
from api.listening import listen, url_of
from api.server import serve_on
from api.settings import Settings
from benchmarks.generated_networks import generate
from graph.store.base import NetworkXStore

store = NetworkXStore(generate({services}, seed=1))
settings = Settings(port=0)
with listen(settings.host, settings.port) as listener:
    print(url_of(listener), flush=True)
    serve_on(listener, create_app(settings, store), settings)
"""
MILAN = (
    "/", "/network", "/network?focus=celav", "/network?q=casa", "/partners/celav", "/services/residenzami", "/needs",
    "/needs/housing", "/documents", "/coverage", "/coverage/cell?need=housing.second-reception&situation=release",
    "/what-if?close=celav", "/papers", "/open?need=housing&day=SU&hour=20:00", "/changes", "/worklist", "/console",
    "/embed/network", "/embed/plan?from=situation:release-san-vittore&need=housing",
)  # fmt: skip
LARGE = (
    "/", "/network", "/network?area={area}", "/network?q=service", "/network?focus={partner}", "/partners/{partner}",
    "/services/{service}", "/needs", "/needs/housing", "/documents", "/coverage", "/open", "/worklist", "/console",
)  # fmt: skip
QUESTIONS = (
    "dall'uscita da San Vittore a casa e lavoro, senza residenza, dorme in strada",
    "da Opera a un posto letto per una donna vittima di violenza",
)
VISITS = 5
TRIES = 20
"""How often a page is asked for that is not ready yet."""


def measure_pages(visits: int = VISITS, services: int = SERVICES) -> Iterator[Measure]:
    """First contentful paint and sizes, on Milan's network and on a generated one; `cpu` is that of the server."""
    large, addresses = _generated(services)
    command = [sys.executable, "-c", GENERATED.format(services=services)]
    with bytecode() as environment:
        with serving(environment) as server:
            yield from _measure(server, "Milan", MILAN, visits, 300)
            origin = f"http://{server.host}:{server.port}"
            size = max(_kilobytes(_ask(origin, words)) for words in QUESTIONS)
            yield Measure(part="pages", name="HTML of an answer, gzip, larger", figure=size, unit="kB", target=100)
        with serving(environment, command) as server:
            yield from _measure(server, large, addresses, visits, 600)
    modules = (each for each in files("api.web").joinpath("static").iterdir() if each.name.endswith(".js"))
    size = _kilobytes(b"".join(module.read_bytes() for module in modules))
    yield Measure(part="pages", name="own script, gzip", figure=size, unit="kB", target=40)


def _generated(services: int) -> tuple[str, tuple[str, ...]]:
    """What a generated network is called, and the addresses of its pages."""
    catalogue = generate(services, seed=1)
    named = {
        "area": catalogue.areas[0].code,
        "partner": catalogue.organizations[-1].slug,
        "service": catalogue.services[-1].slug,
    }
    return f"{len(catalogue.organizations)} partners", tuple(path.format(**named) for path in LARGE)


def _measure(server: Server, network: str, paths: Sequence[str], visits: int, target: float) -> Iterator[Measure]:
    from playwright.sync_api import sync_playwright

    origin = f"http://{server.host}:{server.port}"
    sizes = {path: _kilobytes(_fetch(origin + path)) for path in paths}
    paints, used = {}, {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for path in paths:
            before = server.used()
            paints[path] = statistics.median(_paint(browser, origin + path) for _ in range(visits))
            used[path] = (server.used() - before) / visits
        browser.close()
    slowest, largest = max(paints, key=paints.__getitem__), max(sizes, key=sizes.__getitem__)
    yield Measure(
        part="pages", name=f"first contentful paint, {network}, slowest page", figure=paints[slowest],
        cpu=used[slowest], target=target, note=f"{slowest}; {visits} visits of each of {len(paths)} pages",
    )  # fmt: skip
    middle = statistics.median(paints.values())
    yield Measure(part="pages", name=f"first contentful paint, {network}, median page", figure=middle)
    yield Measure(
        part="pages", name=f"HTML of a page, gzip, {network}, largest", figure=sizes[largest], unit="kB", target=100,
        note=largest,
    )  # fmt: skip


def _kilobytes(body: bytes) -> float:
    """The size of `body` as gzip, in thousands of bytes."""
    return len(gzip.compress(body)) / 1_000


def _fetch(address: str) -> bytes:
    """The page, as soon as the server has it: right after its start it still surveys the network."""
    for _ in range(TRIES):
        try:
            with urlopen(address, timeout=60) as answer:  # noqa: S310 - a server of our own
                return bytes(answer.read())
        except HTTPError as refused:
            if refused.code != HTTPStatus.SERVICE_UNAVAILABLE:
                raise
            sleep(float(refused.headers["Retry-After"]))
    raise NotReadyError(f"{address} does not get ready.")


def _ask(origin: str, words: str) -> bytes:
    with urlopen(f"{origin}/", urlencode({"words": words, "by": "words"}).encode(), timeout=60) as answer:  # noqa: S310
        return bytes(answer.read())


def _paint(browser: "Browser", address: str) -> float:
    """Milliseconds from the beginning of the navigation until something of the page is painted."""
    page = browser.new_page()
    page.goto(address)
    seen = page.evaluate(
        """() => new Promise(resolve => new PerformanceObserver((list, watch) => {
            const [paint] = list.getEntriesByName("first-contentful-paint");
            if (paint) { watch.disconnect(); resolve(paint.startTime); }
        }).observe({ type: "paint", buffered: true }))"""
    )
    page.close()
    return float(seen)
