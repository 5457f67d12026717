"""The components of the house, each a tag that is named for its job."""

from django.template import Library

register = Library()
