"""`python -m benchmarks [part ...] [--json FILE]`: measures beside their targets, a calibration loop and peers."""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.coverage import measure_coverage
from benchmarks.graphql_http import measure_http, measure_mixed
from benchmarks.latency import measure_latency
from benchmarks.live import measure_live
from benchmarks.measure import Measure, Timing, calibrate
from benchmarks.neo4j_part import measure_neo4j
from benchmarks.pages import measure_pages
from benchmarks.peers import measure_peers
from benchmarks.planning import measure_answer, measure_optimum
from benchmarks.processes import measure_cold, measure_memory, measure_server
from benchmarks.referrals import measure_referrals
from benchmarks.report import HEAD, Row, as_json, line, verdict
from benchmarks.scale import measure_scale
from benchmarks.sheets import measure_sheets
from benchmarks.word_report import run as print_words

PARTS: Mapping[str, Callable[[], Iterator[Measure]]] = {
    "milan": measure_optimum,
    "answer": measure_answer,
    "oracle": measure_peers,
    "chains": measure_referrals,
    "cold": measure_cold,
    "server": measure_server,
    "memory": measure_memory,
    "http": measure_http,
    "pages": measure_pages,
    "latency": measure_latency,
    "mixed": measure_mixed,
    "scale": measure_scale,
    "cover": measure_coverage,
    "sheets": measure_sheets,
    "neo4j": measure_neo4j,
    "live": measure_live,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts that are named, or all; 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join((*PARTS, "words")))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--faults", action="store_true", help="with words: each fault of the work part")
    options = parser.parse_args(arguments)
    if options.parts == ["words"]:
        print_words(options.faults)
        return 0
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]!r}; there are: {', '.join(PARTS)}")
    rows: list[Row] = []
    print(HEAD, flush=True)
    for part in options.parts or PARTS:
        for row in _run(part):
            print(line(row), flush=True)
            rows.append(row)
    found = Counter(verdict(row) for row in rows)
    print(f"targets: {found['pass']} met, {found['short']} missed, {found['busy']} missed while the machine was busy")
    if options.json is not None:
        options.json.write_text(json.dumps(as_json(rows), indent=2) + "\n")
    return 1 if found["short"] else 0


def _run(part: str) -> Iterator[Row]:
    """The measures of `part`, after the calibration loop, which ran before and after them."""
    before = calibrate()
    measures = list(PARTS[part]())
    after = calibrate()
    both = Timing(before.wall + after.wall, before.cpu + after.cpu)
    loop = both.median(part, "calibration loop")
    for measure in (loop, *measures):
        yield measure, loop


if __name__ == "__main__":
    raise SystemExit(main())
