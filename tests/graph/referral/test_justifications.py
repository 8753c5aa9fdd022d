"""What to verify about a service says how old the knowledge of it is."""

from dataclasses import replace
from datetime import date

from api.messages import Words
from graph.network import Network
from graph.referral.justifications import age_of_source, last_verified, list_checks
from graph.vocabulary import Locale


def test_what_was_verified_is_not_called_undated(milan: Network) -> None:
    service = milan.get_service("residenzami")
    ages = {age_of_source(milan.sources[cite.source]) for cite in service.cite}
    assert ages
    assert ages <= set(list_checks(milan, service))
    day = date(2026, 1, 31)
    checks = set(list_checks(milan, replace(service, last_verified=day)))
    assert last_verified(day) in checks
    assert not ages & checks
    assert "31/01/2026" in Words(Locale.IT)(last_verified(day))
