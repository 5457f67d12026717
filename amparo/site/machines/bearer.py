"""Who calls: a system is known by the token it carries, and by nothing that a browser holds."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from .problems import instead_of, is_a_page, is_for_systems, problem


class SystemsMiddleware:
    """At the addresses for other systems no cookie is read, and no page is answered.

    So nobody's browser can be led to call there in their name (CSRF).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_for_systems(request):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        request.__dict__.pop("COOKIES", None)
        with translation.override(translation.get_language_from_request(request)):
            if settings.SECURE_SSL_REDIRECT and not request.is_secure():
                return problem(403)  # not led to HTTPS: what it carried has been in the clear
            response = self.get_response(request)
            response = instead_of(response) if is_a_page(response) else response
        response.headers.pop("Vary", None)
        response["Vary"] = "Accept-Language, Authorization"
        return response
