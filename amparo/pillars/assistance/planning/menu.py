"""What case plans add to the menu and to the search for pages."""

from amparo.foundation.core.extension_points import impersonation_routes

impersonation_routes.register("planning:case-plan")
