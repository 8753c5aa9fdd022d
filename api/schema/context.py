"""What resolvers know of their request: one version of the network, and the limits."""

from dataclasses import dataclass

import strawberry

from api.directory import Directory
from api.excerpts import Excerpts
from api.live import LiveNetwork
from api.settings import Limits
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
    def directory(self) -> Directory:
        """The indexes of this request's network."""
        return self.live.directory


Info = strawberry.Info[RequestContext, None]
