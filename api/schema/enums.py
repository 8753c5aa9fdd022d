"""The enumerations of the domain as GraphQL sees them: the same classes, with a description of every value."""

from collections.abc import Mapping
from enum import StrEnum

import strawberry

from graph.availability import Knowledge, Room
from graph.coverage.aggregation import Axis
from graph.coverage.changes import ChangeCode
from graph.coverage.criticality import CriticalKind
from graph.coverage.outcome import CellStatus
from graph.coverage.quality import DataIssue
from graph.coverage.what_if import CellEffect
from graph.language.interpretation import AskBackKind, RecordPart
from graph.opening_hours import OpenState
from graph.question import EntryKind
from graph.referral.answer import PlanStatus, ProblemCode
from graph.referral.eligibility import Verdict
from graph.referral.initial_state import Origin
from graph.vocabulary import (
    AccessMode,
    Comparator,
    Evidence,
    FactKind,
    FigureKind,
    Locale,
    NodeKind,
    OrganizationKind,
    Relation,
    RouteKind,
    ServiceStatus,
    Severity,
)


def expose(enumeration: type[StrEnum], name: str, description: str, values: Mapping[str, str]) -> None:
    """Make `enumeration` a GraphQL enum; `values` describes each member by its name, and all of them."""
    strawberry.enum(enumeration, name=name, description=description)
    definition = enumeration.__strawberry_definition__  # type: ignore[attr-defined] # set by the line above
    for value in definition.values:
        value.description = values[value.name]


expose(
    Locale,
    "Locale",
    "A language in which labels and explanations are written.",
    {"IT": "Italian.", "EN": "English."},
)
expose(
    Evidence,
    "EvidenceLevel",
    "How well a fact is founded. Levels are shown with every answer and never blended.",
    {
        "STATED": "A document says it.",
        "LISTED": "A partner is only named under an area of the network; nothing else is known.",
        "INFERRED": "A reader's judgement, with its reason.",
    },
)
expose(
    OrganizationKind,
    "OrganizationKind",
    "What an organization is.",
    {
        "MUNICIPALITY": "A municipality.",
        "PUBLIC_OFFICE": "A public office.",
        "SOCIAL_SERVICE": "A public social service.",
        "ASST": "A territorial health trust (ASST).",
        "ATS": "A health protection agency (ATS).",
        "HEALTH_SERVICE": "A health service.",
        "SERD": "A public addiction service (SerD).",
        "HOSPITAL": "A hospital.",
        "CONSULATE": "A consulate.",
        "POLICE": "A police office.",
        "COURT": "A court.",
        "PRISON": "A prison.",
        "PENAL_OFFICE": "An office for the execution of sentences outside prison.",
        "OMBUDSMAN": "An ombudsman for people deprived of liberty.",
        "PROFESSIONAL_BODY": "A professional body, such as a bar association.",
        "DORMITORY": "A dormitory.",
        "CANTEEN": "A canteen.",
        "RECEPTION_HOUSE": "A house that takes people in.",
        "DAY_CENTRE": "A day centre.",
        "LISTENING_CENTRE": "A listening centre.",
        "COUNSELLING_CENTRE": "A counselling centre.",
        "ANTI_VIOLENCE_CENTRE": "A centre against violence on women.",
        "PARISH": "A parish.",
        "RELIGIOUS_COMMUNITY": "A religious community.",
        "COOPERATIVE": "A cooperative.",
        "FOUNDATION": "A foundation.",
        "ASSOCIATION": "An association.",
        "TRADE_UNION": "A trade union.",
        "PATRONATO": "A patronato or CAF: help with social security and tax papers.",
        "EMPLOYMENT_SERVICE": "An employment service.",
        "HOUSING_COMPANY": "A housing company.",
        "COMPANY": "A company.",
        "UNIVERSITY": "A university.",
        "NETWORK": "A network of organizations.",
        "PROJECT": "A project.",
        "UNKNOWN": "Neither the name nor a document tells.",
    },
)
expose(
    Severity,
    "NoticeSeverity",
    "How a safety notice is meant.",
    {
        "URGENT": "It comes before everything else in the answer.",
        "CAUTION": "It is to be seen to before the steps are taken.",
    },
)
expose(
    RouteKind,
    "RouteKind",
    "The way into a service.",
    {
        "SELF": "The person goes, phones or writes.",
        "REFERRAL": "Someone who already knows the person sends them.",
        "ASK_FIRST": "No document says how: one asks whether the partner takes who asks directly.",
    },
)
expose(
    AccessMode,
    "AccessMode",
    "The channel of a route (cv:Channel).",
    {
        "WALK_IN": "Going there without an appointment.",
        "APPOINTMENT": "By appointment.",
        "PHONE": "By telephone.",
        "MESSAGE": "By text message.",
        "EMAIL": "By e-mail.",
        "ONLINE": "Over the web.",
        "INTERVIEW": "Through an interview.",
        "REPORT": "Through a report by a service.",
        "UNKNOWN": "No document says by which channel.",
    },
)
expose(
    ServiceStatus,
    "ServiceStatus",
    "The status of a service (HSDS).",
    {
        "ACTIVE": "It works.",
        "INACTIVE": "It does not work at present.",
        "DEFUNCT": "It has ended.",
        "TEMPORARILY_CLOSED": "It is closed for a time.",
    },
)
expose(
    FactKind,
    "FactKind",
    "The domain of a fact about a person's situation.",
    {
        "CHOICE": "One of the listed values.",
        "BOOLEAN": "`yes` or `no`.",
        "INTEGER": "A whole number.",
        "COUNTRY": "An ISO 3166-1 alpha-2 code.",
        "SET": "Any number of the listed values.",
    },
)
expose(
    FigureKind,
    "FigureKind",
    "What a number in a document is.",
    {
        "STATISTIC": "A count or share of what happened.",
        "INDICATOR": "A quality standard that the service sets itself.",
        "ATTRIBUTE": "A number about the service itself, such as the size of its team.",
    },
)
expose(
    Comparator,
    "Comparator",
    "How the value of a figure is meant.",
    {"EQUAL": "Exactly.", "AT_LEAST": "At least.", "AT_MOST": "At most.", "LESS": "Less."},
)
expose(
    EntryKind,
    "EntryKind",
    "What a path starts from.",
    {
        "SITUATION": "An entry situation, such as release from a prison.",
        "ORGANIZATION": "An organization that knows the person.",
        "SERVICE": "A service that knows the person.",
    },
)
expose(
    NodeKind,
    "NodeKind",
    "What a node of the network is.",
    {
        "ORGANIZATION": "An organization.",
        "SERVICE": "A service.",
        "NETWORK_AREA": "A printed area of the network.",
        "NEED_AREA": "A need.",
        "REQUIREMENT": "A requirement of a service.",
        "FACT": "A fact about a person, with one of its values.",
        "PRINTED_NAME": "A name as the partner list prints it, which a judgement calls the same as another.",
        "ENTRY_SITUATION": "A situation from which a path starts.",
        "PLACE": "A place or territory.",
        "SOURCE": "A document.",
    },
)
expose(
    Origin,
    "FactOrigin",
    "What makes a fact hold.",
    {
        "GIVEN": "The question says so.",
        "ENTRY": "Where the path starts implies it.",
        "ASSUMPTION": "It is unknown, and the plan rests on it.",
        "STEP": "An earlier step of the plan brings it about.",
        "DEFAULT": "Nothing is said, and what is not said does not hold (contact with services).",
    },
)
expose(
    PlanStatus,
    "PlanStatus",
    "What became of a question.",
    {
        "PLANNED": "Every need is met.",
        "PARTIAL": "Some needs are met; the others are explained.",
        "NO_PLAN": "No need is met; the problems say why.",
        "INVALID_QUERY": "The question cannot be asked as it stands; nothing was planned.",
        "RECORD": "The question asks for the record of a partner: there is nothing to plan.",
    },
)
expose(
    AskBackKind,
    "AskBackKind",
    "Why one question goes back to whoever asks.",
    {
        "NO_NEED": "Nothing says what is needed, so nothing can be planned.",
        "CONTRADICTION": "What was read cannot all hold, so nothing is planned.",
        "INSIDE_OR_OUT": "A prison is named, and nothing says whether the person is inside.",
        "WHICH_NEED": "A need is named in general, and its kinds lead to different places.",
    },
)
expose(
    RecordPart,
    "RecordPart",
    "What a question for a record asks for.",
    {"PHONE": "The telephone.", "HOURS": "The hours.", "ADDRESS": "The address.", "CONTACT": "Any contact."},
)
expose(
    ProblemCode,
    "ProblemCode",
    "Why something is missing from an answer.",
    {
        "UNKNOWN_WORDS": "Words of the question were not understood.",
        "AMBIGUOUS_WORDS": "Words of the question may mean several things.",
        "MISSING_ENTRY": "The question does not say where the person is.",
        "MISSING_NEED": "The question names no need.",
        "UNKNOWN_CODE": "The network has no such code.",
        "INVALID_FACT": "A fact has no such value, or two facts contradict each other.",
        "NO_PROVIDER": "Nothing in the network meets the need: the sources are silent.",
        "EXCLUDED": "Services meet the need, but a requirement that a source states excludes the person.",
        "UNKNOWN_CONDITION": "It hangs on something unknown that the question does not let the plan assume.",
        "NO_ACCESS": "The person may enter, but nobody on the way can send them.",
        "EVIDENCE_TOO_WEAK": "There is a way, but only on weaker evidence than the question allows.",
        "AVOIDED": "There is a way, but only through what the question avoids.",
        "CLOSED": "There is a way, but only through services that are closed.",
        "UNPROVED_OPTIMUM": "The search ended at its budget; the plan is valid, but a cheaper one may exist.",
    },
)
expose(
    Verdict,
    "Verdict",
    "What can be said of a requirement, or of a service.",
    {
        "ELIGIBLE": "It holds for certain.",
        "INELIGIBLE": "It fails for certain.",
        "UNKNOWN": "A fact is missing, or it hangs on how a contested sentence is read.",
    },
)
expose(
    OpenState,
    "OpenState",
    "What the hours say about a time.",
    {
        "OPEN": "It is open.",
        "CLOSED": "It is closed.",
        "UNKNOWN": "By appointment, or no hours are known: neither open nor closed.",
    },
)
expose(
    Room,
    "Room",
    "Whether a service has room.",
    {
        "FREE": "A place is free.",
        "FULL": "It is full, which is not closed: one may be put on a list.",
        "STALE": "What was said about it is too old to go by.",
        "UNKNOWN": "Nothing was said.",
    },
)
expose(
    Knowledge,
    "Knowledge",
    "How far a statement that ages can be gone by.",
    {"KNOWN": "It can be gone by.", "STALE": "It is too old to go by.", "UNKNOWN": "Nothing was said."},
)
expose(
    Relation,
    "Relation",
    "What an edge of the network says.",
    {
        "OFFERS": "The organization offers the service.",
        "MEETS": "The service meets the need: it gives the thing itself, or takes the person in charge for it.",
        "HELPS": "The service only helps with the need: orientation, listening, forms, sending on.",
        "LISTED_UNDER": "The organization is printed under the area.",
        "REQUIRES": "The service requires it of the person.",
        "PROVIDES": "The service makes it true of the person.",
        "REFERS_TO": "The organization or service may send people to the service.",
        "COLLABORATES_WITH": "The service works together with the organization; cooperation is not referral.",
        "PART_OF": "The organization is part of the other one.",
        "SAME_AS": "The two are the same, by a judgement.",
        "LOCATED_IN": "It is at the place.",
        "COVERS": "The service is limited to the territory.",
        "DOCUMENTED_BY": "The document speaks of it.",
        "BROADER": "From a need to the one above it (skos:broader).",
    },
)
expose(
    CellStatus,
    "CellStatus",
    "Whether a need can be met in a cell.",
    {
        "COVERED": "There is a valid plan.",
        "MET": "The need is met before anything is done.",
        "GAP": "There is no valid plan.",
        "IMPOSSIBLE": "Nobody is there: the profile contradicts the entry situation.",
    },
)
expose(
    Axis,
    "CoverageAxis",
    "By what cells are summed up.",
    {
        "AREA": "By the need at the top, such as housing.",
        "NEED": "By need.",
        "SITUATION": "By entry situation.",
        "PROFILE": "By profile.",
    },
)
expose(
    CriticalKind,
    "CriticalKind",
    "What is critical.",
    {
        "SERVICE": "A service.",
        "ORGANIZATION": "An organization.",
        "REFERRAL": "A partner sending to a service.",
    },
)
expose(
    CellEffect,
    "CellTurn",
    "How a cell changes.",
    {
        "GAINED": "There is a way now, where there was none.",
        "LOST": "There is no way any more.",
        "NOW_CRITICAL": "There is still a way, but now it hangs on one service.",
        "NO_LONGER_CRITICAL": "It hung on one service, and does not any more.",
        "LONGER": "The cheapest plan has more steps.",
        "SHORTER": "The cheapest plan has fewer steps.",
    },
)
expose(
    ChangeCode,
    "ChangeProblemCode",
    "What is wrong with a supposed change.",
    {
        "NO_CHANGE": "There is nothing to compare, or too much.",
        "UNKNOWN_CODE": "It names something that the network does not have.",
        "NO_SUCH_REFERRAL": "The referral that is to end does not exist.",
        "NO_SUCH_REQUIREMENT": "The requirement that is to be dropped does not exist.",
        "INVALID_FORMULA": "A condition does not speak of published facts and values.",
    },
)
expose(
    DataIssue,
    "DataIssue",
    "What is wrong with what is known of a service.",
    {
        "NAME_ONLY": "Only its name is known, from the partner list.",
        "NO_CONTACT": "No telephone number, e-mail address or address is known.",
        "NO_HOURS": "No hours are known.",
        "NO_REQUIREMENTS": "No document says whom it is for.",
        "NO_ACCESS": "No document says how one gets in.",
        "NOT_VERIFIED": "Nobody has checked it since the documents were read.",
        "CONTRADICTED": "Documents disagree about it, or say what cannot be right.",
        "OLD": "Its documents are undated or old, or its verification is.",
        "DOUBTFUL": "It may have ended or been replaced.",
    },
)
