"""`rete open`: what is open at a time for a need, such as a bed on a Sunday evening."""

from datetime import datetime

from api.commands.common import Common, Fact, output, print_json, print_records, read_facts
from api.render.hours_view import day_text
from graph.opening_hours import OpenState, now, on_clock


def opened(
    need: str,
    /,
    *,
    at: datetime | None = None,
    fact: Fact = (),
    common: Common | None = None,
) -> int:
    """What is open at a time for a need: `rete open housing --at 2026-11-29T20:00 -f residence=none`.

    Services that meet it and do not exclude the person, those whose door is open first, then those of which nobody
    knows, then the closed ones with their next opening. Exit code 1 where none is known to be open.
    """
    from graph.availability import find_next_door_opening
    from graph.referral.planner import ReferralPlanner

    common = common or Common()
    words, network = common.words(), common.network()
    moment = on_clock(at or now())
    found = ReferralPlanner(network).open_services(need, moment, read_facts(fact))
    if common.json:
        print_json([{"service": service.slug, "state": str(state)} for service, state in found])
    else:
        rows = []
        for service, state in found:
            opening = find_next_door_opening(service, network.catalogue.city, moment)
            again = opening is not None and state is OpenState.CLOSED
            next_time = f"→ {day_text(opening.date(), words)} {opening:%H:%M}" if opening is not None and again else ""
            rows.append((words.say(f"open_state.{state.lower()}"), service.name, next_time))
        if output().is_terminal:
            output().print(f"{day_text(moment.date(), words)} {moment:%H:%M}")
        print_records(rows)
    return 0 if any(state is OpenState.OPEN for _, state in found) else 1
