"""Checks names and forms.

Each name exists, each means one thing, and nothing is part of itself; telephone numbers, e-mail addresses and opening
hours have the form of one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from graph.concepts import Effect
from graph.formula import Formula, tests
from graph.message import Finding, Message
from graph.model import Figure, Judgement
from graph.organizations import Email, Phone, Schedule
from graph.question import GivenFact
from graph.services import Capacity, Closure, Listing, NeedLink, Offer, Requirement, Route, Service, Waiting
from graph.vocabulary import OrganizationKind, RouteKind
from ingest.identifiers import IDENTIFIERS
from ingest.validation.context import Context, walk
from ingest.yaml_entries import Path

WITH_FORMULAS = ("facts", "needs", "situations", "services", "listings", "profiles", "safety")
"""The parts whose entries hold formulas, effects or given facts."""
_CLOSE = 65.0
"""From this similarity on, of 100, a name may be a slip of the pen for another."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SLUG = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def check_identifiers(context: Context) -> Iterator[Finding]:
    """Check that each identifier names one thing."""
    for part, (key, *others) in IDENTIFIERS.items():
        if others:
            continue
        seen: set[str] = set()
        for index, item in context.listed(part):
            identifier = getattr(item, key)
            if identifier in seen:
                both = Message.of(f"parts.{part}")
                yield context.finding(part, index, (key,), Message.of("finding.two", name=identifier, part=both))
            seen.add(identifier)


def check_formulas(context: Context) -> Iterator[Finding]:
    """Check that formulas and effects use facts and values of the vocabulary."""
    for part in WITH_FORMULAS:
        for index, item in context.listed(part):
            for path, value in walk(item):
                for reason in _wrong(context, value):
                    yield context.finding(part, index, path, Message.of("finding.vocabulary", reason=reason))


def _wrong(context: Context, value: object) -> Iterator[Message]:
    if isinstance(value, Effect):
        reason = context.wrong_value(value.fact, value.value)
        if reason is not None:
            yield reason
    elif isinstance(value, GivenFact):
        reasons = (context.wrong_value(value.name, code) for code in value.values or ("0",))
        yield from (reason for reason in reasons if reason is not None)
    elif isinstance(value, Formula):
        for test in sorted(tests(value), key=lambda test: (test.fact, sorted(test.values))):
            limit = test.maximum if test.minimum is None else test.minimum
            for code in [str(limit)] if test.is_range else sorted(test.values):
                reason = context.wrong_value(test.fact, code)
                if reason is not None:
                    yield reason


def check_references(context: Context) -> Iterator[Finding]:
    """Check that slugs and codes name something that exists."""
    catalogue = context.catalogue
    areas = {area.code for area in catalogue.areas}
    about = context.organizations | context.services
    if catalogue.hub is not None and catalogue.hub not in context.services:
        yield Finding("catalogue.yaml", Message.of("finding.hub", hub=catalogue.hub))
    for part in ("services", "listings", "organizations", "needs", "situations", "figures", "gaps"):
        for index, item in context.listed(part):
            for path, value in walk(item):
                for field, reason in _dangling(context, value, areas, about):
                    yield context.finding(part, index, (*path, *field), reason)
    for index, fact in enumerate(catalogue.facts):
        codes = {value.code for value in fact.values}
        for number, one in enumerate(fact.values):
            if one.broader is not None and one.broader not in codes:
                path = ("values", number, "broader")
                message = Message.of("finding.no_value", fact=fact.name, value=one.broader)
                yield context.finding("facts", index, path, message)
    for index, need in enumerate(catalogue.needs):
        if need.parent is not None and need.parent not in context.needs:
            yield context.finding("needs", index, ("parent",), _absent_need(context, need.parent))
    yield from _check_safety(context, areas)
    for index, situation in enumerate(catalogue.situations):
        for slug in situation.known_to:
            if slug not in about:
                yield context.finding("situations", index, ("known_to",), Message.of("finding.no_partner", code=slug))
    for index, organization in enumerate(catalogue.organizations):
        for number, membership in enumerate(organization.part_of):
            if membership.organization not in context.organizations:
                path = ("part_of", number)
                message = Message.of("finding.no_organization", code=membership.organization)
                yield context.finding("organizations", index, path, message)


def _check_safety(context: Context, areas: set[str]) -> Iterator[Finding]:
    """Check that safety rules name needs, services, areas and rules that exist."""
    services = context.services | context.listed_services
    rules = {rule.code for rule in context.catalogue.safety}
    for index, rule in enumerate(context.catalogue.safety):
        named: tuple[tuple[str, tuple[str, ...], Iterable[str], str], ...] = (
            ("needs", rule.needs, context.needs, "need"),
            ("cautioned", rule.cautioned, context.needs, "need"),
            ("instead_of", rule.instead_of, context.needs, "need"),
            ("prefer", (rule.prefer,) if rule.prefer else (), context.needs, "need"),
            ("contacts", rule.contacts, services, "service"),
            ("ask", rule.ask, services, "service"),
            ("areas", rule.areas, areas, "area"),
        )
        for field, codes, known, sort in named:
            for code in codes:
                if code not in known:
                    yield context.finding("safety", index, (field,), _absent(sort, code, known))
        for code in (code for code in rule.unless if code not in rules):
            yield context.finding("safety", index, ("unless",), _absent("rule", code, rules, "safety"))


def _dangling(
    context: Context, value: object, areas: set[str], about: frozenset[str]
) -> Iterator[tuple[Path, Message]]:
    """The names in `value` that do not exist: the field, and the reason."""
    match value:
        case NeedLink() if value.need not in context.needs:
            yield (), _absent_need(context, value.need)
        case Offer() if value.organization not in context.organizations:
            yield (), _absent("organization", value.organization, context.organizations)
        case Listing():
            if value.area not in areas:
                yield ("area",), _absent("area", value.area, areas)
            if value.service is not None and value.service not in context.services:
                yield ("service",), _absent("service", value.service, context.services)
        case Figure() if value.about not in about:
            yield ("about",), Message.of("finding.nobody", code=value.about)
        case Service():
            territories = {item.code for item in context.catalogue.territories}
            for territory in value.covers:
                if territory not in territories:
                    yield ("covers",), _absent("territory", territory, territories, "territories")
            for number, item in enumerate(value.collaborations):
                if item.organization is not None and item.organization not in context.organizations:
                    yield ("collaborations", number), _absent("organization", item.organization, context.organizations)
        case Route():
            yield from (((), reason) for reason in _dangling_route(context, value))


def _absent(sort: str, code: str, known: Iterable[str], file: str | None = None) -> Message:
    from rapidfuzz import fuzz, process

    close = process.extractOne(code, sorted(known), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return _no_such(sort, code, close[0] if close else None, f"curated/{file or f'{sort}s'}.yaml")


def _no_such(sort: str, code: str, near: str | None, file: str) -> Message:
    hint = Message.of("reading.near", near=near) if near is not None else Message.of("finding.see", file=file)
    return Message.of("finding.no_such", sort=Message.of(f"kind.{sort}"), code=code, hint=hint)


def _absent_need(context: Context, text: str) -> Message:
    """The finding on a need that no code has; its label or a word for it leads to the code."""
    names = {
        name.casefold(): need.code
        for need in context.catalogue.needs
        for name in (need.code, need.label.it, need.label.en, *need.words)
    }
    from rapidfuzz import fuzz, process

    close = process.extractOne(text.casefold(), sorted(names), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return _no_such("need", text, names[close[0]] if close else None, "curated/needs.yaml")


def _dangling_route(context: Context, route: Route) -> Iterator[Message]:
    if route.kind is RouteKind.REFERRAL and not route.by:
        yield Message.of("finding.no_sender")
    contacts = (
        {value.code for value in context.facts["in_charge_of"].values} if "in_charge_of" in context.facts else set()
    )
    known: Mapping[str, Iterable[str]] = {
        "organization": context.organizations,
        "service": context.services,
        "kind": [str(kind) for kind in OrganizationKind],
        "contact": contacts,
    }
    for sender in route.by:
        sort, _, code = sender.partition(":")
        if sort not in known:
            yield Message.of("finding.sender_form", sender=sender)
        elif code not in known[sort]:
            yield Message.of("finding.no_such_sender", sort=Message.of(f"kind.{sort}"), code=code)


def check_cycles(context: Context) -> Iterator[Finding]:
    """Check that nothing is part of itself."""
    parents = {need.code: (need.parent,) for need in context.catalogue.needs if need.parent}
    yield from _cycles(context, "needs", [need.code for need in context.catalogue.needs], parents)
    for index, fact in enumerate(context.catalogue.facts):
        broader = {value.code: (value.broader,) for value in fact.values if value.broader}
        yield from (context.finding("facts", index, (), told) for _, told in _circles(list(broader), broader))
    wholes = {o.slug: tuple(m.organization for m in o.part_of) for o in context.catalogue.organizations}
    yield from _cycles(context, "organizations", [o.slug for o in context.catalogue.organizations], wholes)


def _cycles(context: Context, part: str, names: list[str], above: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    for index, message in _circles(names, above):
        yield context.finding(part, index, (), message)


def _circles(names: list[str], above: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[int, Message]]:
    for index, name in enumerate(names):
        seen: set[str] = set()
        queue = list(above.get(name, ()))
        while queue:
            current = queue.pop()
            if current == name:
                yield index, Message.of("finding.circle", name=name)
                break
            if current not in seen:
                seen.add(current)
                queue.extend(above.get(current, ()))


def check_judgements(context: Context) -> Iterator[Finding]:
    """Check that judgements are about things that exist."""
    known = context.organizations | context.services | {listing.id for listing in context.catalogue.listings}
    for index, item in context.listed("judgements"):
        assert isinstance(item, Judgement)  # noqa: S101 - the part tells its type
        for side in ("left", "right"):
            if getattr(item, side) not in known:
                message = Message.of("finding.none", code=getattr(item, side))
                yield context.finding("judgements", index, (side,), message)


CHECKS: tuple[Callable[[Context], Iterator[Finding]], ...] = (
    check_identifiers, check_formulas, check_references, check_cycles, check_judgements,
)  # fmt: skip


def check_formats(context: Context) -> Iterator[Finding]:
    """Check identifiers, telephone numbers, e-mail addresses, opening hours and contested requirements."""
    for part in ("organizations", "services"):
        for index, item in context.listed(part):
            slug = getattr(item, "slug", "")
            if not _SLUG.fullmatch(slug):
                yield context.finding(part, index, ("slug",), Message.of("finding.slug", slug=slug))
            for path, value in walk(item):
                reason = _malformed(value)
                if reason is not None:
                    yield context.finding(part, index, path, reason)


def _malformed(value: object) -> Message | None:
    match value:
        case Phone() if value.number is not None:
            return _malformed_number(value.number)
        case Email() if not _EMAIL.fullmatch(value.address):
            return Message.of("reading.email", text=value.address)
        case Schedule() if value.opening_hours is not None:
            return _malformed_hours(value.opening_hours)
        case Closure() if (value.closed_from or date.min) > (value.closed_until or date.max):
            return Message.of("finding.closure_order", first=value.closed_from or "", last=value.closed_until or "")
        case Capacity() if min(value.places or 0, value.free or 0) < 0:
            return Message.of("finding.negative", number=min(value.places or 0, value.free or 0))
        case Capacity() if value.places is not None and (value.free or 0) > value.places:
            return Message.of("finding.more_free", free=value.free or 0, places=value.places)
        case Waiting() if (value.days or 0) < 0:
            return Message.of("finding.negative", number=value.days or 0)
        case Requirement() if (value.lenient is None) != (value.reading is None):
            return Message.of("finding.contested")
    return None


def _malformed_number(number: str) -> Message | None:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return Message.of("finding.e164", number=number)
    if phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) != number:
        return Message.of("finding.e164", number=number)
    return None


def _malformed_hours(expression: str) -> Message | None:
    from opening_hours import OpeningHours

    try:
        OpeningHours(expression)
    except Exception as error:  # the library raises classes of its own that it does not export
        at = re.search(r"--> \d+:(\d+)", str(error))
        rest = expression[int(at[1]) - 1 :] if at else expression
        return Message.of("finding.hours", text=expression, rest=rest)
    return None
