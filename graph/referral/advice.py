"""What an answer says beside its plans: notices for the safety of the person, and whom to ask."""

from graph.message import Text
from graph.provenance import Citation
from graph.structs import Struct
from graph.vocabulary import Evidence, Severity


class SafetyNotice(Struct, frozen=True, kw_only=True):
    """What an answer says on top because the person is, or may be, at risk.

    `contacts` are services, the first to call first; `why` is the reason of the rule.
    """

    code: str
    severity: Severity
    text: Text
    contacts: tuple[str, ...]
    evidence: Evidence
    why: Text | None
    citations: tuple[Citation, ...]


class Advisor(Struct, frozen=True, kw_only=True):
    """A service to ask, and the unmet needs that it is asked about (none: about anything)."""

    service: str
    needs: tuple[str, ...]
