"""The enumerations of coverage as GraphQL sees them."""

from api.schema.enums import expose
from graph.coverage.aggregation import Axis
from graph.coverage.change_checks import ChangeCode
from graph.coverage.comparison import CellEffect
from graph.coverage.criticality import CriticalKind
from graph.coverage.outcome import CellStatus
from graph.coverage.quality import DataIssue

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
