"""Milan's network, loaded and compiled once."""

import pytest

from graph.network import Network
from graph.referral.planner import ReferralPlanner
from ingest.catalogue import load_catalogue


@pytest.fixture(scope="session")
def milan() -> Network:
    return Network(load_catalogue())


@pytest.fixture(scope="session")
def planner(milan: Network) -> ReferralPlanner:
    return ReferralPlanner(milan)
