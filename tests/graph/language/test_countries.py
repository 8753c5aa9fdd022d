from graph.language.meanings import EUROPEAN_UNION, list_countries

COUNTRIES = {country.code: country for country in list_countries()}


def test_every_country_stands_once_in_order() -> None:
    codes = [country.code for country in list_countries()]
    assert codes == sorted(set(codes))
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in codes)
    assert len(codes) > 195
    assert set(EUROPEAN_UNION) < set(codes)
    assert len(EUROPEAN_UNION) == 27


def test_only_the_two_congos_share_a_phrase() -> None:
    owners: dict[str, set[str]] = {}
    for country in COUNTRIES.values():
        for phrase in country.phrases:
            owners.setdefault(phrase.casefold(), set()).add(country.code)
    assert {phrase for phrase, codes in owners.items() if len(codes) > 1} == {"congolese", "congolesi"}


def test_adjectives_have_every_gender_and_number() -> None:
    assert {"marocchino", "marocchina", "marocchini", "marocchine", "Moroccan", "Moroccans"} < set(
        COUNTRIES["MA"].phrases
    )
    assert {"turco", "turca", "turchi", "turche"} < set(COUNTRIES["TR"].phrases)
    assert {"belga", "belgi", "belghe"} < set(COUNTRIES["BE"].phrases)
    assert {"senegalese", "senegalesi"} < set(COUNTRIES["SN"].phrases)
    assert COUNTRIES["LI"].phrases == ("Liechtenstein",)
