"""Which survey, touchpoint and family a version of a survey belongs to."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlmodel import Session, col

from models.survey import Survey, SurveyVersion, Touchpoint
from models.vocabulary import SurveyPurpose
from scoring.vocabulary import LifecycleStage, ScoreFamily
from service.queries.feedback.accounts import Codes
from service.queries.feedback.wanted import Wanted

Indices = NDArray[np.intp]
Ids = NDArray[np.int64]

FAMILIES = tuple(ScoreFamily)
PURPOSES = tuple(SurveyPurpose)


@dataclass(frozen=True, eq=False)
class SurveysFrame:
    """Versions in ascending order of their ids, with what they belong to; few, so that they are read whole.

    ``family`` and ``purpose`` are places in :data:`FAMILIES` and :data:`PURPOSES`.
    """

    versions: Ids
    family: Indices
    purpose: Indices
    survey: Codes
    touchpoint: Codes
    survey_names: dict[int, str]
    touchpoint_names: dict[int, str]

    def of_its_family(self, wanted: Wanted) -> Wanted:
        """The same, but of the family of the survey that is asked for, where one is."""
        if wanted.survey_id not in self.survey.values:
            return wanted
        row = int(np.argmax(self.survey.code == self.survey.values.index(wanted.survey_id)))
        return replace(wanted, family=FAMILIES[self.family[row]])

    def rows_of(self, versions: Ids) -> Indices:
        """Where each version stands; the place after the last, which :meth:`Codes.of_rows` takes as nowhere, else."""
        if not len(self.versions):
            return np.zeros(len(versions), dtype=np.intp)
        found = np.minimum(np.searchsorted(self.versions, versions), len(self.versions) - 1)
        return np.where(self.versions[found] == versions, found, len(self.versions)).astype(np.intp)


def surveys_frame(session: Session) -> SurveysFrame:
    """All survey versions with survey and touchpoint, in the order of the customer's journey."""
    rows = session.execute(
        select(
            col(SurveyVersion.id),
            col(SurveyVersion.survey_id),
            col(Survey.name),
            col(Survey.touchpoint_id),
            col(Survey.family),
            col(Survey.purpose),
        )
        .join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
        .order_by(col(SurveyVersion.id))
    ).all()
    touchpoints = session.execute(
        select(col(Touchpoint.id), col(Touchpoint.name), col(Touchpoint.stage), col(Touchpoint.position))
    ).all()
    stages = list(LifecycleStage)
    ordered = sorted(touchpoints, key=lambda row: (stages.index(row.stage), row.position, row.id))
    return SurveysFrame(
        versions=np.array([row.id for row in rows], dtype=np.int64),
        family=np.array([FAMILIES.index(row.family) for row in rows], dtype=np.intp),
        purpose=np.array([PURPOSES.index(row.purpose) for row in rows], dtype=np.intp),
        survey=Codes.of([row.survey_id for row in rows]),
        touchpoint=Codes.of([row.touchpoint_id for row in rows]),
        survey_names={row.survey_id: row.name for row in sorted(rows, key=lambda row: row.name)},
        touchpoint_names={row.id: row.name for row in ordered},
    )
