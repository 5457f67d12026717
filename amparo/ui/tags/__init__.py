"""Template tags of the components, in one library."""

from django.template import Library

register = Library()
