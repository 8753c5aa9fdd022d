"""Where somebody lives who may not leave the house."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("ai domiciliari da mia sorella a Rho, cerca lavoro", "hosted"),
        ("house arrest at his in-laws', wants work", "hosted"),
        ("det. dom. c/o sorella, vorrebbe un lavoro", "hosted"),
        ("mio fratello è ai domiciliari da me, cerca lavoro", "hosted"),
        ("detenzione domiciliare a casa propria, cerca lavoro", "dwelling"),
        ("ai domiciliari, da mia sorella vado la domenica, cerca lavoro", None),
        ("ai domiciliari, cerca lavoro", None),
        ("mia madre è ai domiciliari da mia zia, io cerco lavoro per me", None),
        ("house arrest, his boss wants him back at work", None),
        ("uscito da Opera, sta da solo e cerca lavoro", None),
    ],
)
def test_home_of_who_may_not_leave_it(text: str, home: str | None, lexicon: Lexicon) -> None:
    found = {given.values for given in parse(text, lexicon).facts if given.name == "housing"}
    assert found == ({(home,)} if home else set())
