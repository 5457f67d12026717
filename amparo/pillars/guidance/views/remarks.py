"""Remarks "not true here": written by a reader, answered by who is responsible."""

from uuid import UUID

from django.http import HttpResponse

from amparo.foundation.core.permissions.rules import Request


def new(request: Request, ref: UUID) -> HttpResponse:
    raise NotImplementedError


def show(request: Request, ref: UUID) -> HttpResponse:
    raise NotImplementedError
