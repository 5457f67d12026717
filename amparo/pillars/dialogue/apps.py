"""Dialogue: what States and institutions committed to, how it stands, and where they meet."""

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "amparo.pillars.dialogue"
    label = "dialogue"

    def ready(self):
        from amparo.foundation.links.extension_points import (
            chain_checks,
            commitment_makers,
            institution_panels,
            link_kinds,
            published_commitments,
        )

        from . import tasks  # noqa: F401 - reminders
        from .agreed_asks import commitments_from_asks, published_by_bearer
        from .broken_links import broken_commitments, unanswered_items
        from .consultation_links import CONSULTATION, consultations_kind
        from .institution_panels import meetings_of_institution
        from .linked import COMMITMENT, commitments_kind
        from .linked_agreements import AGREEMENT, agreements_kind
        from .linked_meetings import AGENDA_ITEM, MEETING, agenda_items_kind, meetings_kind

        link_kinds.register(COMMITMENT, commitments_kind)
        link_kinds.register(AGREEMENT, agreements_kind)
        link_kinds.register(AGENDA_ITEM, agenda_items_kind)
        link_kinds.register(MEETING, meetings_kind)
        chain_checks.register(broken_commitments)
        chain_checks.register(unanswered_items)
        link_kinds.register(CONSULTATION, consultations_kind)
        institution_panels.register(meetings_of_institution)
        commitment_makers.register(commitments_from_asks)
        published_commitments.register(published_by_bearer)
