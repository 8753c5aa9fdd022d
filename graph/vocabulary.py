"""The words of the graph: kinds of node and relation, evidence levels. A label is spelt here and nowhere else."""

from enum import StrEnum
from typing import Self

VICTIM_OF = "victim_of"
"""The fact that somebody was hurt: it is read with more care than any other, and asked about never out of the blue."""

LEAVES_HOME = "leaves_home"
"""The fact that somebody is put out of where they live."""

ANOTHER_HOME = "another_home"
"""The fact that somebody looks for a place to live although they have one, which then is no answer."""

OFFERS = "offers"
"""The fact what somebody has to give: who gives has asked for no way of their own."""


class Described(StrEnum):
    """An enumeration whose members carry their meaning: `NAME = "value", "What it means."`.

    The meaning is written once. The public schema shows it.
    """

    _value_: str
    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """A member with its meaning; looking a member up needs its value alone."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member


class Locale(Described):
    """A language for labels and explanations."""

    IT = "it", "Italian."
    EN = "en", "English."


class Evidence(Described):
    """The level of evidence for a fact. Every answer shows the levels and never merges them."""

    STATED = "stated", "A document states it."
    LISTED = "listed", "The partner list names the partner under an area. Nothing else is known."
    INFERRED = "inferred", "A reader judged so and gave a reason."


EVIDENCE_RANK = {Evidence.STATED: 0, Evidence.INFERRED: 1, Evidence.LISTED: 2}
"""From the strongest evidence to the weakest."""


class NodeKind(Described):
    """The kind of a node in the network."""

    ORGANIZATION = "organization", "An organization."
    SERVICE = "service", "A service."
    NETWORK_AREA = "network-area", "A printed area of the network."
    NEED_AREA = "need-area", "A need."
    REQUIREMENT = "requirement", "A requirement of a service."
    FACT = "fact", "A fact about a person with one of its values."
    PRINTED_NAME = (
        "printed-name",
        "A name printed on the partner list that a reader judged to be the same as another name.",
    )
    ENTRY_SITUATION = "entry-situation", "A situation from which a path starts."
    PLACE = "place", "A place or territory."
    SOURCE = "source", "A document."


class Relation(Described):
    """What an edge of the network means."""

    OFFERS = "OFFERS", "The organization offers the service."
    # alone satisfies a need
    MEETS = "MEETS", "The service meets the need: it provides what is needed or takes charge of the person."
    # support beside a step, never counted as meeting the need
    HELPS = "HELPS", "The service only helps with the need: orientation, listening, forms, referral to others."
    LISTED_UNDER = "LISTED_UNDER", "The organization is listed under the area."
    REQUIRES = "REQUIRES", "The service requires this of the person."
    # by itself, or because it meets a need
    PROVIDES = "PROVIDES", "The service makes this true of the person."
    REFERS_TO = "REFERS_TO", "The organization or service may refer people to the service."
    COLLABORATES_WITH = (
        "COLLABORATES_WITH",
        "The service works together with the organization. Collaboration is not referral.",
    )
    PART_OF = "PART_OF", "The organization is part of the other one."
    SAME_AS = "SAME_AS", "The two are the same, according to a reader's judgement."
    LOCATED_IN = "LOCATED_IN", "It is located at the place."
    COVERS = "COVERS", "The service is limited to the territory."
    DOCUMENTED_BY = "DOCUMENTED_BY", "The document mentions it."
    BROADER = "BROADER", "From a need to the one above it (skos:broader)."


class OrganizationKind(Described):
    """The kind of an organization."""

    MUNICIPALITY = "municipality", "A municipality."
    PUBLIC_OFFICE = "public-office", "A public office."
    SOCIAL_SERVICE = "social-service", "A public social service."
    ASST = "asst", "A territorial health trust (ASST)."
    ATS = "ats", "A health protection agency (ATS)."
    HEALTH_SERVICE = "health-service", "A health service."
    SERD = "serd", "A public addiction service (SerD)."
    HOSPITAL = "hospital", "A hospital."
    CONSULATE = "consulate", "A consulate."
    POLICE = "police", "A police office."
    COURT = "court", "A court."
    PRISON = "prison", "A prison."
    PENAL_OFFICE = "penal-office", "An office for the execution of sentences outside prison."
    OMBUDSMAN = "ombudsman", "An ombudsman for people deprived of liberty."
    PROFESSIONAL_BODY = "professional-body", "A professional body, such as a bar association."
    DORMITORY = "dormitory", "A dormitory."
    CANTEEN = "canteen", "A canteen."
    RECEPTION_HOUSE = "reception-house", "A house that accommodates people."
    DAY_CENTRE = "day-centre", "A day centre."
    LISTENING_CENTRE = "listening-centre", "A listening centre."
    COUNSELLING_CENTRE = "counselling-centre", "A counselling centre."
    ANTI_VIOLENCE_CENTRE = "anti-violence-centre", "A centre against violence towards women."
    PARISH = "parish", "A parish."
    RELIGIOUS_COMMUNITY = "religious-community", "A religious community."
    COOPERATIVE = "cooperative", "A cooperative."
    FOUNDATION = "foundation", "A foundation."
    ASSOCIATION = "association", "An association."
    TRADE_UNION = "trade-union", "A trade union."
    PATRONATO = "patronato", "A patronato or CAF, which helps with social security and tax forms."
    EMPLOYMENT_SERVICE = "employment-service", "An employment service."
    HOUSING_COMPANY = "housing-company", "A housing company."
    COMPANY = "company", "A company."
    UNIVERSITY = "university", "A university."
    NETWORK = "network", "A network of organizations."
    PROJECT = "project", "A project."
    UNKNOWN = "unknown", "Neither the name nor any document says."


class Severity(Described):
    """How urgent a safety notice is."""

    URGENT = "urgent", "Show it before everything else in the answer."
    CAUTION = "caution", "Deal with it before the steps are taken."


class RouteKind(Described):
    """The way into a service."""

    SELF = "self", "The person goes, phones or writes directly."
    REFERRAL = "referral", "A partner that already knows the person sends them."
    # rests on one assumption
    ASK_FIRST = (
        "ask-first",
        "No document names a way in. Ask first whether the partner accepts people who ask directly.",
    )


class SenderKind(StrEnum):
    """What a route may name as a sender."""

    ORGANIZATION = "organization"
    SERVICE = "service"
    KIND = "kind"
    """Any organization of a kind that works where the service does."""
    CONTACT = "contact"
    """Any service of a class that has the person in charge: a member of the fact `in_charge_of`."""


class AccessMode(Described):
    """The channel of a route (cv:Channel)."""

    WALK_IN = "walk-in", "In person, without an appointment."
    APPOINTMENT = "appointment", "By appointment."
    PHONE = "phone", "By telephone."
    MESSAGE = "message", "By text message."
    EMAIL = "email", "By e-mail."
    ONLINE = "online", "Online."
    INTERVIEW = "interview", "Through an interview."
    REPORT = "report", "On the report of another service."
    UNKNOWN = "unknown", "No document names a channel."


class ServiceStatus(Described):
    """The status of a service (HSDS)."""

    ACTIVE = "active", "In operation."
    INACTIVE = "inactive", "Not in operation at present."
    DEFUNCT = "defunct", "Ended."
    TEMPORARILY_CLOSED = "temporarily closed", "Closed temporarily."


class FactKind(Described):
    """The type of a fact's values."""

    CHOICE = "choice", "One of the listed values."
    BOOLEAN = "boolean", "`yes` or `no`."
    INTEGER = "integer", "A whole number."
    # all codes that the catalogue never mentions are one cell, `other`
    COUNTRY = "country", "An ISO 3166-1 alpha-2 code."
    # each member is a yes-or-no variable of its own
    SET = "set", "Any number of listed values."


class IdentityVerdict(StrEnum):
    """What a person decided about two names that look alike."""

    SAME = "same"
    PART_OF = "part-of"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


class Comparator(Described):
    """How to read the value of a figure."""

    EQUAL = "=", "Exactly."
    AT_LEAST = ">=", "At least."
    AT_MOST = "<=", "At most."
    LESS = "<", "Less than."


class FigureKind(Described):
    """What a number in a document describes."""

    STATISTIC = "statistic", "A count or share of past events."
    INDICATOR = "indicator", "A quality standard that the service sets for itself."
    ATTRIBUTE = "attribute", "A property of the service, such as the size of its team."
