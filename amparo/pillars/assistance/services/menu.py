"""What services add to the menu and to the search for pages."""

from amparo.foundation.core.extension_points import impersonation_routes, practice_routes

for route in ("services:case-services", "services:service"):
    impersonation_routes.register(route)
for route in (
    "services:case-services",
    "services:service",
    "services:service-cancel",
    "services:service-new",
    "services:service-receipt",
):
    practice_routes.register(route)
