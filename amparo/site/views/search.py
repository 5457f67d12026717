"""The one box: find somebody, or register them."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods


@require_http_methods(["GET", "HEAD", "POST"])
def search(request):
    return render(request, "site/search.html", {})
