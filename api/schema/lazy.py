"""Types that refer to each other in circles, named before they are loaded."""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from api.schema.need_area import NeedArea
    from api.schema.network_area import NetworkArea
    from api.schema.organization import Organization
    from api.schema.referral import Referral
    from api.schema.service import Service

LazyNeedArea = Annotated["NeedArea", strawberry.lazy("api.schema.need_area")]
LazyNetworkArea = Annotated["NetworkArea", strawberry.lazy("api.schema.network_area")]
LazyOrganization = Annotated["Organization", strawberry.lazy("api.schema.organization")]
LazyReferral = Annotated["Referral", strawberry.lazy("api.schema.referral")]
LazyService = Annotated["Service", strawberry.lazy("api.schema.service")]
