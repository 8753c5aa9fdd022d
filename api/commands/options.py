"""What an option of a command is called, where the name of its parameter does not say it."""

from graph.structs import Struct


class Option(Struct, frozen=True):
    """Stands in the annotation of a parameter.

    `names` are the option's, with their dashes. `negative` turns off what is on by default. With `takes_dashes`, what
    begins with a dash and is no option is a value.

    >>> Option(("--fact", "-f")).names
    ('--fact', '-f')
    """

    names: tuple[str, ...] = ()
    negative: str | None = None
    takes_dashes: bool = False
