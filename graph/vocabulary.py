"""The words of the graph: kinds of node and relation, evidence levels. A label is spelt here and nowhere else."""

from enum import StrEnum


class Locale(StrEnum):
    """A language in which labels and explanations are written."""

    IT = "it"
    EN = "en"


class Evidence(StrEnum):
    """How well a fact is founded. Levels are shown with every answer and never blended."""

    STATED = "stated"
    """A document says it."""
    LISTED = "listed"
    """A partner is only named under an area of the network; nothing else is known."""
    INFERRED = "inferred"
    """A reader's judgement, with its reason."""


class NodeKind(StrEnum):
    """What a node of the graph is (HSDS and CPSV-AP words)."""

    ORGANIZATION = "organization"
    SERVICE = "service"
    NETWORK_AREA = "network-area"
    NEED_AREA = "need-area"
    REQUIREMENT = "requirement"
    FACT = "fact"
    """A fact about a person with one of its values."""
    PRINTED_NAME = "printed-name"
    """A name as the partner list prints it, which a judgement calls the same as another."""
    ENTRY_SITUATION = "entry-situation"
    PLACE = "place"
    SOURCE = "source"


class Relation(StrEnum):
    """What an edge of the graph says."""

    OFFERS = "OFFERS"
    MEETS = "MEETS"
    """The service gives the thing itself, or takes the person in charge for it: alone satisfies a need."""
    HELPS = "HELPS"
    """Orientation, listening, help with forms, sending on: support beside a step, never counted as meeting."""
    LISTED_UNDER = "LISTED_UNDER"
    REQUIRES = "REQUIRES"
    PROVIDES = "PROVIDES"
    """The service makes the fact true of the person, by itself or because it meets a need."""
    REFERS_TO = "REFERS_TO"
    COLLABORATES_WITH = "COLLABORATES_WITH"
    PART_OF = "PART_OF"
    SAME_AS = "SAME_AS"
    """The two are one, by a judgement of identity."""
    LOCATED_IN = "LOCATED_IN"
    COVERS = "COVERS"
    DOCUMENTED_BY = "DOCUMENTED_BY"
    BROADER = "BROADER"
    """From a need area to its parent (skos:broader)."""


class OrganizationKind(StrEnum):
    """What an organization is. `UNKNOWN` where neither its name nor a document tells."""

    MUNICIPALITY = "municipality"
    PUBLIC_OFFICE = "public-office"
    SOCIAL_SERVICE = "social-service"
    ASST = "asst"
    ATS = "ats"
    HEALTH_SERVICE = "health-service"
    SERD = "serd"
    HOSPITAL = "hospital"
    CONSULATE = "consulate"
    POLICE = "police"
    COURT = "court"
    PRISON = "prison"
    PENAL_OFFICE = "penal-office"
    OMBUDSMAN = "ombudsman"
    PROFESSIONAL_BODY = "professional-body"
    DORMITORY = "dormitory"
    CANTEEN = "canteen"
    RECEPTION_HOUSE = "reception-house"
    DAY_CENTRE = "day-centre"
    LISTENING_CENTRE = "listening-centre"
    COUNSELLING_CENTRE = "counselling-centre"
    ANTI_VIOLENCE_CENTRE = "anti-violence-centre"
    PARISH = "parish"
    RELIGIOUS_COMMUNITY = "religious-community"
    COOPERATIVE = "cooperative"
    FOUNDATION = "foundation"
    ASSOCIATION = "association"
    TRADE_UNION = "trade-union"
    PATRONATO = "patronato"
    """A patronato or CAF: help with social security and tax papers."""
    EMPLOYMENT_SERVICE = "employment-service"
    HOUSING_COMPANY = "housing-company"
    COMPANY = "company"
    UNIVERSITY = "university"
    NETWORK = "network"
    PROJECT = "project"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How a safety notice is meant."""

    URGENT = "urgent"
    """Comes before everything else in the answer."""
    CAUTION = "caution"
    """To be seen to before the steps are taken."""


class RouteKind(StrEnum):
    """How one gets into a service."""

    SELF = "self"
    """The person goes, phones or writes."""
    REFERRAL = "referral"
    """Someone who already knows the person sends them."""
    ASK_FIRST = "ask-first"
    """No document says how: one asks whether the partner takes who asks directly, which rests on one assumption."""


class SenderKind(StrEnum):
    """What a route may name as a sender."""

    ORGANIZATION = "organization"
    SERVICE = "service"
    KIND = "kind"
    """Any organization of a kind that works where the service does."""
    CONTACT = "contact"
    """Any service of a class that has the person in charge: a member of the fact `in_charge_of`."""


class AccessMode(StrEnum):
    """The channel of a route (cv:Channel)."""

    WALK_IN = "walk-in"
    APPOINTMENT = "appointment"
    PHONE = "phone"
    MESSAGE = "message"
    EMAIL = "email"
    ONLINE = "online"
    INTERVIEW = "interview"
    REPORT = "report"
    UNKNOWN = "unknown"


class ServiceStatus(StrEnum):
    """HSDS service status."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class FactKind(StrEnum):
    """The domain of a fact about a person's situation."""

    CHOICE = "choice"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    COUNTRY = "country"
    """An ISO 3166-1 alpha-2 code; all codes the catalogue never mentions are one cell, `other`."""
    SET = "set"
    """Any number of members; each member is one yes-or-no cell."""


class IdentityVerdict(StrEnum):
    """What a person decided about two names that look alike."""

    SAME = "same"
    PART_OF = "part-of"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


class Comparator(StrEnum):
    """How a figure's value is meant."""

    EQUAL = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    LESS = "<"


class FigureKind(StrEnum):
    """What a number in a document is."""

    STATISTIC = "statistic"
    INDICATOR = "indicator"
    """A quality standard the service sets itself."""
    ATTRIBUTE = "attribute"
    """A number about the service itself, such as the size of its team."""
