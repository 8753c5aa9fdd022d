"""Typed values of questions, plans and answers: variables, atoms, and the planner's names of atoms.

The planner takes strings (see `graph.planning.task`). They are written when a task is compiled and read back from its
plan by the same `SymbolTable`; nothing else takes them apart.
"""

from enum import StrEnum
from typing import Final, NamedTuple

KNOWN_TO: Final = "known_to"
"""The fact of being known to an organization or a service."""
IN_CHARGE_OF: Final = "in_charge_of"
"""The fact of being in the care of a kind of service."""

Cells = frozenset[str]
"""Some of the values that a variable may have."""
BOOLEAN: Final = ("yes", "no")
YES: Final[Cells] = frozenset({"yes"})
NO: Final[Cells] = frozenset({"no"})


class VariableKind(StrEnum):
    """What a variable is about."""

    FACT = "fact"
    """A fact of the vocabulary, or whether one member belongs to a set-valued fact."""
    AT_ONCE = "at-once"
    """A contact that counts only if the person has it from the start: no step may bring it about."""
    READING = "reading"
    """Whether the wider reading of a contested sentence holds; `name` is the id of the reading."""
    ASK_FIRST = "ask-first"
    """Whether a partner takes people who ask directly."""


# A member of an enumeration takes four times as long to look up as a name of the module, and variables are everywhere.
_FACT, _AT_ONCE, _READING = VariableKind.FACT, VariableKind.AT_ONCE, VariableKind.READING


class Variable(NamedTuple):
    """Something that has one of finitely many cells.

    A named tuple, because variables are dictionary keys in the inner loops of coverage.

    Parameters
    ----------
    name
        The name of a fact, or the id of a reading.
    member
        The member of a set-valued fact; the variable is then yes or no.
    kind
        What the variable is about.

    Examples
    --------
    >>> str(Variable("residence")), str(Variable("known_to", "puntoacapo"))
    ('residence', 'known_to:puntoacapo')
    >>> str(Variable("known_to", "puntoacapo").at_once)
    'at-once:known_to:puntoacapo'
    """

    name: str
    member: str | None = None
    kind: VariableKind = _FACT

    def __str__(self) -> str:
        """The name under which answers and the planner show the variable."""
        name = self.name if self.member is None else f"{self.name}:{self.member}"
        return f"{self.kind}:{name}" if self.kind is _AT_ONCE or self.kind is _READING else name

    @property
    def fact(self) -> str | None:
        """The fact of the vocabulary that the variable belongs to; None for a reading and for asking first."""
        return self.name if self.kind is _FACT or self.kind is _AT_ONCE else None

    @property
    def set_name(self) -> str | None:
        """The set-valued fact of which the variable is a member; None for any other variable."""
        return self.name if self.member is not None else None

    @property
    def at_once(self) -> "Variable":
        """The same contact, if the person has it from the start."""
        return Variable(self.name, self.member, _AT_ONCE)

    @property
    def settled(self) -> "Variable":
        """The variable that a question sets; for a contact that must hold from the start, the contact itself."""
        return Variable(self.name, self.member) if self.kind is _AT_ONCE else self


ASK_FIRST: Final = Variable("ask-first", kind=VariableKind.ASK_FIRST)
"""The variable of the assumption that a partner takes people who ask directly."""


def contact_with(slug: str) -> Variable:
    """The variable of being known to the organization or service `slug`.

    >>> str(contact_with("celav"))
    'known_to:celav'
    """
    return Variable(KNOWN_TO, slug)


class Atom(NamedTuple):
    """`variable` has `cell`."""

    variable: Variable
    cell: str

    def __str__(self) -> str:
        """The planner's name, such as `residence=milan`."""
        return f"{self.variable}={self.cell}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The one cell."""
        return (self.cell,)


class OneOf(NamedTuple):
    """`variable` has one of `cells`: an alternative of an any-of group, or what is known of a variable."""

    variable: Variable
    cells: Cells

    def __str__(self) -> str:
        """The planner's name, such as `residence=milan|prison`."""
        return f"{self.variable}={'|'.join(sorted(self.cells))}"

    def atoms(self) -> tuple[Atom, ...]:
        """One atom for each cell, in no particular order."""
        return tuple(Atom(self.variable, cell) for cell in self.cells)


class NeedAtom(NamedTuple):
    """The need area `need` is met."""

    need: str

    def __str__(self) -> str:
        """The planner's name, such as `need:housing`."""
        return f"need:{self.need}"


Alternatives = tuple[OneOf, ...]
"""An any-of group: it holds if one of its alternatives does. Sorted by the names of the variables."""
Symbol = Atom | OneOf | NeedAtom
"""What a fact of a planning task stands for."""


class SymbolTable:
    """The planner's names of atoms, in both directions. A table may extend another one without changing it.

    Examples
    --------
    >>> table = SymbolTable()
    >>> name = table.name(Atom(Variable("residence"), "milan"))
    >>> name, table.symbol(name).variable.name
    ('residence=milan', 'residence')
    """

    def __init__(self, base: "SymbolTable | None" = None) -> None:
        self._base = base
        self._symbols: dict[str, Symbol] = {}
        self._names: dict[Symbol, str] = {}

    def name(self, symbol: Symbol) -> str:
        """The planner's name of `symbol`, which `symbol` reads back from now on.

        Raises
        ------
        ValueError
            If another symbol has the same name already: the codes of the catalogue are then ambiguous.
        """
        found = self._names.get(symbol)
        if found is None:
            found = str(symbol)
            if self._symbols.setdefault(found, symbol) != symbol:
                raise ValueError(f"Two facts are called '{found}'.")
            self._names[symbol] = found
        return found

    def symbol(self, name: str) -> Symbol:
        """The symbol with the name `name`.

        Raises
        ------
        KeyError
            If neither this table nor its base has this name.
        """
        found = self._symbols.get(name)
        if found is not None:
            return found
        if self._base is None:
            raise KeyError(name)
        return self._base.symbol(name)
