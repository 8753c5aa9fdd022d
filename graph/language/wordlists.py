"""Word lists as they are written in code: in one string."""


def word_list(text: str) -> tuple[str, ...]:
    """The words of `text`, which white space separates."""
    return tuple(text.split())


def phrase_list(text: str) -> tuple[str, ...]:
    """The phrases of `text`, which commas separate."""
    return tuple(phrase.strip() for phrase in text.split(","))
