"""The number to dial for a telephone of the schema."""

from collections.abc import Mapping
from typing import Any

SHORT = 7
"""Digits from which on a number without a prefix is no short one, such as those for emergencies."""


def dialled(phone: Mapping[str, Any]) -> str:
    """The number to dial; a short one as printed. Empty where only a part of the number is printed."""
    printed = phone["printed"]
    short = printed if printed.isdigit() and len(printed) < SHORT else ""
    return str(phone["number"] or short).replace(" ", "")
