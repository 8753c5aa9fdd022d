"""`rete validate` and `rete doctor`: is everything in order?"""

import os
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from api.commands.common import Common, Reading, output, print_json
from api.messages import Words
from api.settings import SettingsError, named_catalogue
from graph.errors import CatalogueError, DocumentError, EmptyStoreError, StoreError


def validate(catalogue: Path | None = None, /, *, common: Common | None = None) -> int:
    """Check a catalogue: shape, references, cycles, citations, look-alikes; with documents, every cited value.

    Set RETE_DOCUMENTS to the folder of the source documents to have the cited lines compared with the values.
    Exit code 3 where anything is found.
    """
    from api.render.ingestion_view import tell_finding
    from ingest.catalogue import inspect_catalogue
    from ingest.documents import documents_folder, read_documents
    from ingest.validation.report import validate as check

    common = common or Common()
    words = common.words()
    loaded = inspect_catalogue(named_catalogue(os.environ, catalogue or common.catalogue))
    place = documents_folder(os.environ)
    files = {source.slug: source.file for source in loaded.catalogue.sources if not source.told}
    documents = read_documents(place, files) if place is not None else {}
    report = check(loaded, documents)
    findings = [*report.findings, *(report.verified.findings if report.verified else ())]
    if common.json:
        shown = [{"place": words.tell(found.place), "message": words.tell(found.message)} for found in findings]
        print_json(
            {
                "sound": report.sound,
                "findings": shown,
                "verified": report.verified.checked if report.verified else None,
                "share": report.verified.share if report.verified else None,
            }
        )
        return 0 if report.sound else 3
    for finding in findings:
        print(tell_finding(finding, words), file=sys.stderr)  # noqa: T201 - findings are diagnostics
    console = output()
    counts = loaded.catalogue
    words = common.words()
    parts = (counts.organizations, counts.services, counts.listings, counts.judgements)
    names = ("organizations", "services", "listings", "judgements")
    console.print(", ".join(words.say(f"count.{n}", count=len(p)) for n, p in zip(names, parts, strict=True)) + ".")
    if report.verified is None:
        console.print(words.say("note.not_compared"))
    else:
        share = f"{report.verified.share:.1%}"
        console.print(words.say("note.compared", share=share, count=report.verified.checked))
    console.print(words.say("note.sound") if report.sound else words.say("count.findings", count=len(findings)))
    return 0 if report.sound else 3


def doctor(*, common: Reading | None = None) -> int:
    """Check this installation: Python, where the modules come from, catalogue, documents, planner, and the store."""
    common = common or Reading()
    checks = list(_checks(common))
    url = common.url()
    if url is not None:
        checks.append(_check_store(url, common.words()))
    if common.json:
        print_json([{"check": name, "ok": ok, "detail": detail} for name, ok, detail in checks])
    else:
        console = output()
        for name, ok, detail in checks:
            console.print(f"{'ok  ' if ok else 'FAIL'} {name}: {detail}")
    return 0 if all(ok for _, ok, _ in checks) else 1


def _checks(common: Common) -> Iterator[tuple[str, bool, str]]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield "python", sys.version_info >= (3, 11), f"{version} (3.11 or newer is needed)"
    yield _check_modules()
    yield _check_catalogue(common)
    yield _check_documents(common.words())
    yield _check_planner()


def _check_modules() -> tuple[str, bool, str]:
    """The generic names `graph`, `ingest`, `api`, `cypher` must be ours: another package may hide them."""
    places = {name: find_spec(name) for name in ("graph", "ingest", "api", "cypher")}
    roots = {str(Path(spec.origin).parent.parent) for spec in places.values() if spec and spec.origin}
    try:
        version = distribution("rete-attiva").version
    except PackageNotFoundError:
        return "modules", False, "rete-attiva is not installed here; install it in an environment of its own"
    if len(roots) != 1:
        detail = f"come from {', '.join(sorted(roots))}: another package hides some; use an environment of its own"
        return "modules", False, detail
    return "modules", True, f"rete-attiva {version}"


def _check_catalogue(common: Common) -> tuple[str, bool, str]:
    from graph.network import Network
    from ingest.catalogue import load_catalogue

    try:
        network = Network(load_catalogue(common.folder()))
    except CatalogueError as error:
        return "catalogue", False, common.words()(error.findings[0].told)
    except SettingsError as error:
        return "catalogue", False, common.words()(error.message)
    return "catalogue", True, f"{network.catalogue.city} {network.version}, {len(network.services)} services"


def _check_documents(words: Words) -> tuple[str, bool, str]:
    from ingest.documents import documents_folder

    try:
        folder = documents_folder(os.environ)
    except DocumentError as error:
        return "documents", False, words(error.message)
    return "documents", True, "configured" if folder else "not configured (only needed to read them again)"


def _check_store(url: str, words: Words) -> tuple[str, bool, str]:
    from api.commands.common import connected
    from graph.store.neo4j_views import NetworkViews

    answers = ""
    try:
        with connected(url, os.environ) as bolt:
            views = NetworkViews(bolt)
            answers = f"{views.server()} answers; "
            return "store", True, f"{answers}version {views.version()} is live at {bolt.address}"
    except EmptyStoreError:
        return "store", True, f"{answers}nothing is published yet; `rete publish` does that"
    except StoreError as error:
        return "store", False, f"{answers}{words(error.message)}"


def _check_planner() -> tuple[str, bool, str]:
    from graph.planning.search import solve
    from graph.planning.task import Action, Task

    step = Action(name="x", cost=1, requires=(("a",),), provides=("b",))
    task = Task(init=frozenset({"a"}), goals=(("b",),), actions=(step,))
    solution = solve(task)
    return "planner", solution.cost == 1 and solution.optimal, "finds and proves an optimum"
