"""Every error that the program raises on purpose.

ReteError
├── CatalogueError          a catalogue file cannot be taken as it is (carries all findings)
├── FormulaError            a requirement is not a formula over known facts
├── UnknownCodeError        a code or slug that the network does not have (carries suggestions)
├── QuestionError           a question that cannot be asked as it stands
├── StoreError              a store cannot be read or written
└── DocumentError           a source document cannot be read
"""


class ReteError(Exception):
    """Root of the errors whose message is meant for the user: what, where, and what to do."""


class CatalogueError(ReteError):
    """A catalogue cannot be taken as it is; `findings` are the complete list, one line each."""

    def __init__(self, findings: tuple[str, ...]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


class FormulaError(ReteError):
    """A requirement that is not a formula over the published facts."""


class UnknownCodeError(ReteError):
    """A code that the network does not have."""

    def __init__(self, kind: str, code: str, suggestions: tuple[str, ...] = ()) -> None:
        hint = f" Did you mean: {', '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"There is no {kind} '{code}'.{hint}")
        self.kind = kind
        self.code = code
        self.suggestions = suggestions


class QuestionError(ReteError):
    """A question that cannot be asked as it stands; `input_field` names the part to change."""

    def __init__(self, message: str, input_field: str) -> None:
        super().__init__(message)
        self.input_field = input_field


class StoreError(ReteError):
    """A store cannot be read or written."""


class DocumentError(ReteError):
    """A source document cannot be read."""
