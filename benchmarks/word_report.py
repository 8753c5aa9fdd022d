"""`python -m benchmarks words`: how well questions are read, and how far two readers of them agree."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.agreement import measure_agreement
from benchmarks.words import PARTS, Score, load, score
from graph.language.lexicon import Lexicon
from graph.language.parse import parse
from graph.network import Network
from ingest.catalogue import load_catalogue


def report(name: str, result: Score) -> Iterator[str]:
    """The sums of one part, as lines."""
    counts = result.counts
    yield f"{name}: {counts['utterances']} utterances"
    answered = 1 - counts["refused"] / max(1, counts["plans"])
    yield f"  answered           {answered:7.1%}   refused {counts['refused']} of {counts['plans']}"
    yield f"  labels understood  {result.rate('understood', 'labels'):7.1%}   of {counts['labels']}"
    for kind in ("needs", "starts", "facts"):
        precision, recall = result.rate(f"{kind} right", f"{kind} stated"), result.rate(f"{kind} found", kind)
        yield f"  {kind:18} {precision:7.1%} precision, {recall:.1%} recall"
    wrong = counts["wrong"] / max(1, counts["statements"])
    yield f"  wrong statements   {wrong:7.1%}   {counts['wrong']} of {counts['statements']}"
    yield f"  dangerous          {counts['dangerous']:7}"
    kinds = {name: count for name, count in sorted(counts.items()) if name.startswith("danger: ")}
    yield from (f"    {name.removeprefix('danger: '):30} {count}" for name, count in kinds.items())
    if counts["microseconds"]:
        yield f"  ms a question      {counts['microseconds'] / 1000 / counts['utterances']:7.1f}"


def run(faults: bool = False) -> None:
    """Print the sums of both parts, and with `faults` each fault of the work part."""
    network = Network(load_catalogue())
    catalogue = network.catalogue
    lexicon = Lexicon.build(
        facts=catalogue.facts,
        needs=catalogue.needs,
        situations=catalogue.situations,
        organizations=catalogue.organizations,
        services=catalogue.services,
    )
    folder = Path(__file__).parent.parent / "tests" / "acceptance" / "words"
    parse("casa", lexicon)
    parse("xyzzyq", lexicon)
    for part in PARTS:
        result = score(load(folder, part), lexicon, network)
        print("\n".join(report(part, result)))
        if faults and part == "work":
            print("\n".join(f"  - {fault}" for fault in result.faults))
    for name, result in zip(("the second reader", "the first reader"), measure_agreement(folder, network), strict=True):
        print("\n".join(report(f"{name}, by the labels of the other", result)))
