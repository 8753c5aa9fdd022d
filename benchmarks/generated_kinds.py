"""The kinds of service that a generated territory has: what they meet, ask for and give, and who sends there.

They follow the kinds that Milan's documents describe, so that a generated task has the same difficulties: replaced
values, if-then conditions, any-of groups, exclusions, contested readings, and contact as the key to a door.
"""

from dataclasses import dataclass
from typing import Any

from graph.vocabulary import OrganizationKind as Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceKind:
    """One kind of service.

    `always` and `sometimes` are conditions in the notation of catalogue files; each of `sometimes` is drawn. One with
    the keys `strict` and `lenient` is contested. `age`: how often there is an age range. `weight`: how often the kind
    is drawn beside the one of each that every territory has. `senders` are kinds whose services may send here,
    `sender_kinds` kinds of organization; `contacts` members of `in_charge_of` that open the door; `self_access` how
    often one may come by oneself.
    """

    name: str
    organization: Kind
    meets: tuple[str, ...]
    helps: tuple[str, ...] = ()
    always: tuple[dict[str, Any], ...] = ()
    sometimes: tuple[dict[str, Any], ...] = ()
    age: float = 0.0
    self_access: float = 0.0
    prison_sends: bool = False
    senders: tuple[str, ...] = ()
    sender_kinds: tuple[Kind, ...] = ()
    contacts: tuple[str, ...] = ()
    charge: str | None = None
    """The member of `in_charge_of` that the person gains."""
    known: bool = False
    """Whether the service then knows the person."""
    doubtful: float = 0.0
    weight: int = 1


_PENAL = {"penal_status": ["detained", "external-execution", "security-measure", "probation"]}
_FOLLOWED = {"if": {"penal_status": "external-execution"}, "then": {"in_charge_of": "social-services"}}
_NO_HOME = {"not": {"housing": "dwelling"}}
_ROOFLESS = {"any": [{"housing": ["street", "shelter"]}, {"recent_release": "yes"}]}
_REGULAR = {"any": [{"nationality": "IT"}, {"permit": ["valid", "renewal", "not-needed"]}]}
_STRICT_TARGET = {"any": [{"being_released": "yes"}, {"penal_status": ["house-arrest", "precautionary"]}]}
_WIDE_TARGET = {"any": [{"being_released": "yes"}, {"recent_release": "yes"}, {"penal_status": ["house-arrest"]}]}

KINDS: tuple[ServiceKind, ...] = (
    ServiceKind(
        name="social-service", organization=Kind.SOCIAL_SERVICE, meets=("social-support",), helps=("housing", "family"),
        sometimes=({"residence": ["here", "prison"]},), self_access=1.0, charge="social-services", known=True,
    ),
    ServiceKind(
        name="accompaniment", organization=Kind.ASSOCIATION, meets=("psychological-support", "social-support"),
        helps=("housing.temporary", "work.job-placement", "documents.registered-residence"),
        always=({"strict": _STRICT_TARGET, "lenient": _WIDE_TARGET},),
        prison_sends=True, known=True, charge="third-sector",
    ),
    ServiceKind(
        name="registry", organization=Kind.PUBLIC_OFFICE, meets=("documents.registered-residence",),
        always=({"residence": "none"}, {"housing": ["street", "shelter", "hosted"]}, _NO_HOME),
        senders=("social-service", "accompaniment", "day-centre"), contacts=("social-services", "health-services"),
        sender_kinds=(Kind.LISTENING_CENTRE,),
    ),
    ServiceKind(
        name="identity-desk", organization=Kind.PUBLIC_OFFICE, meets=("documents.identity-card",),
        always=({"residence": "here"},), self_access=1.0,
    ),
    ServiceKind(
        name="permit-desk", organization=Kind.POLICE, meets=("documents.permit",),
        always=({"nationality": {"not": "IT"}}, {"permit": {"not": "not-needed"}}), self_access=0.7,
        senders=("legal-desk",), sometimes=({"residence": ["here", "elsewhere"]},),
    ),
    ServiceKind(
        name="dormitory", organization=Kind.DORMITORY, meets=("housing.emergency",), helps=("basic-needs.shower",),
        always=(_NO_HOME,), sometimes=(_ROOFLESS, {"gender": "man"}, {"gender": "woman"}), age=0.5,
        senders=("social-service", "day-centre"), contacts=("social-services", "third-sector"),
        self_access=0.2, weight=3,
    ),
    ServiceKind(
        name="reception-house", organization=Kind.RECEPTION_HOUSE, meets=("housing.second-reception",),
        always=(_NO_HOME, _REGULAR), sometimes=({"residence": ["here", "prison"]}, _PENAL), age=0.4,
        senders=("social-service", "accompaniment"), contacts=("social-services",), prison_sends=True, weight=2,
    ),
    ServiceKind(
        name="temporary-flat", organization=Kind.COOPERATIVE, meets=("housing.temporary",),
        always=({"residence": "here"},), sometimes=(_REGULAR, {"housing": ["shelter", "hosted", "care-unit"]}), age=0.3,
        senders=("social-service", "job-team", "accompaniment"), weight=2, doubtful=0.1,
    ),
    ServiceKind(
        name="community", organization=Kind.COOPERATIVE, meets=("housing.therapeutic-community",),
        always=({"addiction": "yes"}, {"in_charge_of": "addiction-services"}), contacts=("addiction-services",),
        age=0.3,
    ),
    ServiceKind(
        name="job-team", organization=Kind.MUNICIPALITY, meets=("work.job-placement", "work.internship"),
        always=({"any": [_PENAL, {"recent_release": "yes"}]}, {"residence": ["here", "prison"]}, _FOLLOWED),
        senders=("accompaniment", "social-service"), contacts=("social-services", "uepe"),
        prison_sends=True, known=True,
    ),
    ServiceKind(
        name="job-desk", organization=Kind.EMPLOYMENT_SERVICE, meets=("work.job-placement",), helps=("work.training",),
        always=({"any": [{"residence": "here"}, {"domicile_here": "yes"}]},),
        sometimes=(_REGULAR, {"disability": "yes"}), age=0.7, self_access=0.8, senders=("social-service",), weight=2,
    ),
    ServiceKind(
        name="internship", organization=Kind.COOPERATIVE, meets=("work.internship",), sometimes=(_PENAL, _REGULAR),
        senders=("job-team", "job-desk", "accompaniment"), age=0.3, weight=2,
    ),
    ServiceKind(
        name="training", organization=Kind.FOUNDATION, meets=("work.training",),
        sometimes=({"residence": "here"}, _REGULAR), age=0.5, self_access=0.6, senders=("job-desk",), weight=2,
    ),
    ServiceKind(
        name="addiction-service", organization=Kind.SERD, meets=("health.addiction",), always=({"addiction": "yes"},),
        self_access=1.0, charge="addiction-services", known=True,
    ),
    ServiceKind(
        name="mental-health", organization=Kind.ASST, meets=("health.mental-health",), self_access=0.6,
        sometimes=({"residence": ["here", "prison"]},), senders=("social-service",),
        charge="health-services", known=True,
    ),
    ServiceKind(
        name="surgery", organization=Kind.ASSOCIATION, meets=("health.general",), self_access=1.0,
        sometimes=({"permit": ["none", "expired"]}, {"residence": ["none", "elsewhere"]}), charge="health-services",
    ),
    ServiceKind(
        name="canteen", organization=Kind.CANTEEN, meets=("basic-needs.meals",), self_access=1.0, weight=2,
    ),
    ServiceKind(
        name="day-centre", organization=Kind.DAY_CENTRE, meets=("basic-needs.shower", "basic-needs.clothing"),
        helps=("housing.emergency",), self_access=1.0, known=True, charge="third-sector",
        sometimes=({"housing": ["street", "shelter"]},),
    ),
    ServiceKind(
        name="listening-centre", organization=Kind.LISTENING_CENTRE, meets=("social-support",), self_access=1.0,
        helps=("basic-needs", "housing"), known=True, weight=2,
    ),
    ServiceKind(
        name="legal-desk", organization=Kind.ASSOCIATION, meets=("legal.advice",), self_access=0.7, known=True,
        sometimes=(_PENAL, {"nationality": {"not": "IT"}}), senders=("accompaniment",),
    ),
    ServiceKind(
        name="protection", organization=Kind.ANTI_VIOLENCE_CENTRE,
        meets=("protection.violence", "psychological-support"),
        always=(
            {"gender": "woman"}, {"victim_of": ["violence", "trafficking"]},
            {"strict": {"residence": "here", "domicile_here": "yes"},
             "lenient": {"any": [{"residence": "here"}, {"domicile_here": "yes"}]}},
        ),
        self_access=1.0, known=True,
    ),
    ServiceKind(
        name="mediation", organization=Kind.COUNSELLING_CENTRE, meets=("family.mediation",), self_access=0.5,
        sometimes=({"minor_children": "yes"},), senders=("social-service", "accompaniment"),
    ),
    ServiceKind(
        name="income-desk", organization=Kind.PATRONATO, meets=("income.contributions", "documents.tax-code"),
        always=({"residence": "here"},), sometimes=({"inclusion_income": "yes"}, _REGULAR),
        self_access=0.9, doubtful=0.2,
    ),
)  # fmt: skip

LISTED_NEEDS: tuple[tuple[str, Kind, str | None], ...] = (
    ("risorse-abitative", Kind.DORMITORY, "housing.emergency"),
    ("risorse-abitative", Kind.COOPERATIVE, "housing.temporary"),
    ("risorse-abitative", Kind.RECEPTION_HOUSE, "housing.second-reception"),
    ("formazione-lavoro", Kind.COOPERATIVE, "work.job-placement"),
    ("formazione-lavoro", Kind.FOUNDATION, "work.training"),
    ("servizi-di-cura", Kind.HOSPITAL, "health.general"),
    ("servizi-di-cura", Kind.HEALTH_SERVICE, "health.mental-health"),
    ("prima-necessita", Kind.CANTEEN, "basic-needs.meals"),
    ("prima-necessita", Kind.PARISH, "basic-needs.clothing"),
    ("terzo-settore", Kind.ASSOCIATION, "legal.advice"),
    ("terzo-settore", Kind.ASSOCIATION, None),
    ("terzo-settore", Kind.TRADE_UNION, None),
)
"""Under which area a partner that is only a name is printed, what it is, and the need that its name tells, if any."""
