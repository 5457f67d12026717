"""Dialogue: what States and institutions committed to, how it stands, and where they meet."""

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "amparo.pillars.dialogue"
    label = "dialogue"

    def ready(self):
        from amparo.foundation.links.extension_points import link_kinds

        from .linked import COMMITMENT, commitments_kind
        from .linked_meetings import AGENDA_ITEM, MEETING, agenda_items_kind, meetings_kind

        link_kinds.register(COMMITMENT, commitments_kind)
        link_kinds.register(AGENDA_ITEM, agenda_items_kind)
        link_kinds.register(MEETING, meetings_kind)
