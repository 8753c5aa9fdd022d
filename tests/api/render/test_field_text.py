"""A field of the catalogue reads in words, whatever it holds."""

from enum import Enum

import pytest

from api.messages import Words
from api.render.field_text import value_text
from graph.vocabulary import AccessMode, FactKind, Locale, OrganizationKind, RouteKind, ServiceStatus


@pytest.mark.parametrize(
    ("value", "italian", "english"),
    [
        (AccessMode.WALK_IN, "accesso libero", "walk in"),
        (FactKind.CHOICE, "uno dei valori", "one of the values"),
        (OrganizationKind.MUNICIPALITY, "comune", "municipality"),
        (RouteKind.SELF, "contatto diretto, senza invio", "direct contact, no referral"),
        (ServiceStatus.TEMPORARILY_CLOSED, "chiuso per ora", "closed for now"),
    ],
)
def test_a_value_of_a_fixed_list_reads_in_each_language(value: Enum, italian: str, english: str) -> None:
    assert (value_text(value, Words(Locale.IT)), value_text(value, Words(Locale.EN))) == (italian, english)
