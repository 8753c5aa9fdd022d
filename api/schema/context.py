"""What resolvers know of their request: one version of the network, and the limits."""

from dataclasses import dataclass

import strawberry

from api.excerpts import Excerpts
from api.settings import Limits
from api.version_cache import LiveNetwork
from graph.index import NetworkIndex
from graph.network import Network


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Built once per request, so that an answer never mixes two versions of the network."""

    live: LiveNetwork
    excerpts: Excerpts
    limits: Limits

    @property
    def network(self) -> Network:
        """The network of this request."""
        return self.live.network

    @property
    def directory(self) -> NetworkIndex:
        """The indexes of this request's network."""
        return self.live.directory


Info = strawberry.Info[RequestContext, None]
