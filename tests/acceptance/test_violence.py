"""Violence and trafficking are read in every form, and where they are only implied."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse


@pytest.mark.parametrize(
    "text",
    [
        "subisco violenza da mio marito, cerco un posto per dormire",
        "subivo violenza",
        "subiscono maltrattamenti dal padre",
        "subisco abusi",
        "mio marito mi stupra",
        "il compagno la stuprava",
        "mio marito abusa di me",
        "il marito la pestava",
        "l'ex mi minacciava",
        "mi ha accoltellata",
        "I experience domestic violence",
        "I'm experiencing abuse from my husband",
        "he stabbed me",
        "I'm afraid he'll hit me again",
        "ho paura che mi picchi",
        "teme che il marito la picchi quando esce",
        "ho paura che mio marito quando torna a casa ricominci ad alzarmi le mani, esce da san vittore il 12",
        "convive con un italiano che le prende lo stipendio e la mena",
        "my husband rapes me",
    ],
)
def test_every_form_of_violence_is_read(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert ("victim_of", ("violence",)) in {(given.name, given.values) for given in asked.facts}
    assert "protection.violence" in asked.needs


@pytest.mark.parametrize(
    ("text", "sold"),
    [
        ("she's 16, pregnant, her boyfriend beats her and sells her to friends", True),
        ("they sold me to a man in Italy", True),
        ("they sold me a fake permit", False),
        ("my friend sells me cigarettes for 5 euro, I need a job", False),
        ("vende fiori in strada, cerca lavoro", False),
        ("mi vendono la casa all'asta", False),
    ],
)
def test_who_is_sold_is_trafficked_and_not_who_buys(text: str, sold: bool, lexicon: Lexicon) -> None:
    assert ("protection.trafficking" in parse(text, lexicon).needs) is sold


@pytest.mark.parametrize(
    ("text", "implied"),
    [
        ("my ex got parole and phones me, I'm frightened", True),
        ("my ex gets out on Friday and knows where I live", True),
        ("non posso tornare a casa da lui", True),
        ("I can't go back to his flat", True),
        ("ho paura per mio marito che esce venerdì, cerca lavoro", False),
        ("my husband gets out on Friday, I'm scared he'll relapse", False),
        ("il mio ragazzo esce dal carcere e cerca lavoro, ha paura di non trovarlo", False),
        ("mio figlio esce domani, ho paura, cerca lavoro", False),
        ("my ex knows where I work, can he help me with the forms?", True),  # shown once too often harms nobody
        ("non posso tornare al lavoro, mi fa male la schiena", False),
    ],
)
def test_protection_that_is_implied_comes_first(text: str, implied: bool, lexicon: Lexicon) -> None:
    needs = parse(text, lexicon).needs
    assert ("protection.violence" in needs) is implied
    assert not implied or needs[0] == "protection.violence"
