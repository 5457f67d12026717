"""Records of dialogue: commitments, the documents they come from, reports on them."""

from .agenda import AgendaItem, MeetingPaper, Statement
from .commitment_parts import (
    CommitmentAuthor,
    CommitmentBearer,
    CommitmentTag,
    CommitmentText,
)
from .commitments import Commitment
from .consultation_texts import ConsultationGroup, ConsultationText
from .consultations import Consultation
from .contributions import Contribution
from .convenings import Convening
from .decisions import ActionItem, Decision, Reservation
from .delegations import Delegation
from .documents import SourceDocument
from .follow_up import Cluster, ClusterItem, Dispute, Milestone, Position
from .forums import ChairTerm, FocalPoint, Forum, MeetingKind, Seat
from .imports import FormerWording, ImportedItem, RecommendationImport
from .progress import ProgressLine, ProgressReport, Review
from .report_links import ReportLink

__all__ = [
    "ActionItem",
    "AgendaItem",
    "ChairTerm",
    "Cluster",
    "ClusterItem",
    "Commitment",
    "CommitmentAuthor",
    "CommitmentBearer",
    "CommitmentTag",
    "CommitmentText",
    "Consultation",
    "ConsultationGroup",
    "ConsultationText",
    "Contribution",
    "Convening",
    "Decision",
    "Delegation",
    "Dispute",
    "FocalPoint",
    "FormerWording",
    "Forum",
    "ImportedItem",
    "MeetingKind",
    "MeetingPaper",
    "Milestone",
    "Position",
    "ProgressLine",
    "ProgressReport",
    "RecommendationImport",
    "ReportLink",
    "Reservation",
    "Review",
    "Seat",
    "SourceDocument",
    "Statement",
]
