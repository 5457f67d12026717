"""Records of dialogue: commitments, the documents they come from, reports on them."""

from .commitments import (
    Commitment,
    CommitmentAuthor,
    CommitmentBearer,
    CommitmentTag,
    CommitmentText,
)
from .consultations import Consultation, ConsultationGroup, ConsultationText
from .contributions import Contribution
from .documents import SourceDocument
from .follow_up import Cluster, ClusterItem, Dispute, Milestone, Position
from .imports import FormerWording, ImportedItem, RecommendationImport
from .progress import ProgressLine, ProgressReport, Review
from .report_links import ReportLink

__all__ = [
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
    "Dispute",
    "FormerWording",
    "ImportedItem",
    "Milestone",
    "Position",
    "ProgressLine",
    "ProgressReport",
    "RecommendationImport",
    "ReportLink",
    "Review",
    "SourceDocument",
]
