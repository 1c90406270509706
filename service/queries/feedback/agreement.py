"""The accounts whose roles do not feel the same."""

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from scoring.disclosure import FEWEST_PEOPLE
from scoring.feedback import nps_counts
from scoring.role_disagreement import role_disagreement
from scoring.vocabulary import QuestionKind
from service.queries.feedback.coverage import Coverage
from service.queries.feedback.figures import Agreement, Disagreement, RoleVoice
from service.queries.feedback.measures import Measures
from service.queries.feedback.people import ROLES
from service.queries.feedback.rows import METRICS
from service.queries.feedback.wanted import Dimension
from service.queries.portfolio_frames.selection import Selection

Flags = NDArray[np.bool_]

MOST_SHOWN = 10


def agreement(
    session: Session,
    measures: Measures,
    chosen: Flags,
    coverage: Coverage,
    selection: Selection,
    attributed: bool,
) -> Agreement:
    """How far the roles of each account stand apart, from the chosen answers, the widest gap first.

    ``attributed`` False: only roles of an account for which at least five people speak are compared.
    """
    rows, roles, accounts = measures.rows, len(ROLES), len(selection.ids)
    role = rows.dimension[Dimension.ROLE]
    chosen = chosen & (rows.metric == METRICS.index(QuestionKind.NPS)) & (role >= 0)
    cell = rows.account[chosen] * roles + role[chosen]
    counts = nps_counts(cell, measures.classes[chosen], measures.recency[chosen], accounts * roles)
    pairs = np.unique(rows.key[chosen] * roles + role[chosen])
    people = np.bincount((pairs // roles >> 40) * roles + pairs % roles, minlength=accounts * roles)
    if not attributed:
        counts[people < FEWEST_PEOPLE] = 0.0
    found = role_disagreement(counts.reshape(accounts, roles, 3), measures.parameters)
    judged = np.isfinite(found.gap)
    order = np.lexsort((-np.where(judged, found.gap, -1.0), ~found.flagged))[:MOST_SHOWN].tolist()
    places = [place for place in order if judged[place]]
    ids = [int(selection.ids[place]) for place in places]
    statement = select(col(Account.id), col(Account.name)).where(col(Account.id).in_(ids))
    names = {row.id: row.name for row in session.execute(statement)}
    known_role = coverage.role >= 0
    held = np.bincount(
        coverage.account[known_role] * roles + coverage.role[known_role],
        weights=coverage.decision_weight[known_role],
        minlength=accounts * roles,
    )
    widest = [
        Disagreement(
            account_id=account_id,
            account=names[account_id],
            roles=tuple(
                RoleVoice(ROLES[one], 100.0 * mean, int(people[place * roles + one]), float(held[place * roles + one]))
                for one, mean in enumerate(found.mean[place].tolist())
                if np.isfinite(mean)
            ),
            happiest=ROLES[int(found.happiest[place])],
            unhappiest=ROLES[int(found.unhappiest[place])],
            gap=100.0 * float(found.gap[place]),
            flagged=bool(found.flagged[place]),
        )
        for place, account_id in zip(places, ids, strict=True)
    ]
    return Agreement(int(judged.sum()), int(found.flagged.sum()), tuple(widest))
