"""The figures of many groups at once, from answers as columns."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.vocabulary import SurveyPurpose
from scoring.feedback import (
    NpsReported,
    TopBoxShare,
    nps_classes,
    nps_counts,
    nps_posterior,
    nps_reported,
    recency_weights,
    segment_shares,
)
from scoring.feedback_parameters import DEFAULT_FEEDBACK, FeedbackParameters
from scoring.feedback_trends import nps_trends
from scoring.proportion import wilson_interval
from scoring.vocabulary import QuestionKind
from scoring.weighted_nps import WeightedNps, weighted_nps
from service.queries.feedback.figures import Figures, NpsUsed, ResponseRate
from service.queries.feedback.people import ROLES, ByPerson
from service.queries.feedback.rows import METRICS, AnswerRows, InvitationRows
from service.queries.feedback.surveys import PURPOSES
from service.queries.feedback.wanted import Dimension

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]
Keys = NDArray[np.int64]

_NPS, _CSAT, _CES = (METRICS.index(kind) for kind in (QuestionKind.NPS, QuestionKind.CSAT, QuestionKind.CES))
# Answers of three boxes of seven, two of five: the same share of any scale.
_BEST_SHARE = 0.4


def classes_of(rows: AnswerRows) -> Indices:
    """0 detractor, 1 passive, 2 promoter; of another metric 1 = in the best boxes of its scale, 0 = not."""
    is_nps = rows.metric == _NPS
    classes = np.zeros(len(rows), dtype=np.intp)
    classes[is_nps] = nps_classes(np.clip(rows.score[is_nps], 0.0, 10.0))
    boxes = np.maximum(1.0, np.round(_BEST_SHARE * (rows.high - rows.low + 1.0)))
    best = np.where(rows.low_is_good, rows.score < rows.low + boxes, rows.score > rows.high - boxes)
    classes[~is_nps] = best[~is_nps]
    return classes


def half_lives(rows: AnswerRows, parameters: FeedbackParameters = DEFAULT_FEEDBACK) -> Floats:
    """After how many days each answer says half as much, by its survey's purpose."""
    transactional = rows.dimension[Dimension.PURPOSE] == PURPOSES.index(SurveyPurpose.TRANSACTIONAL)
    return np.where(transactional, parameters.transactional_half_life, parameters.relationship_half_life)


def survey_keys(rows: AnswerRows) -> Keys:
    """One number for each person, survey and metric; anonymous answers are all their own."""
    person, _values = pd.factorize(rows.key)
    width = int(rows.survey.max(initial=0)) + 1
    key = (person.astype(np.int64) * width + rows.survey) * len(METRICS) + rows.metric
    return np.where(rows.key < 0, -1 - np.arange(len(rows)), key)


@dataclass(frozen=True, eq=False)
class Measures:
    """What the figures of any group are made from; all arrays are columns (n,) of ``rows``.

    ``weight`` is the decision weight times what the account counts, 0 for those without any. ``prior_shares`` (roles +
    1, 3) are the usual answers of each role, the last row for those without one.
    """

    rows: AnswerRows
    classes: Indices
    key: Keys
    half_life: Floats
    recency: Floats
    weight: Floats
    prior_shares: Floats
    parameters: FeedbackParameters = DEFAULT_FEEDBACK

    @classmethod
    def of(
        cls,
        rows: AnswerRows,
        weights: ByPerson,
        account_weight: Floats,
        today: date,
        parameters: FeedbackParameters = DEFAULT_FEEDBACK,
    ) -> "Measures":
        """The columns of these answers, with even prior shares."""
        half_life = half_lives(rows, parameters)
        return cls(
            rows=rows,
            classes=classes_of(rows),
            key=survey_keys(rows),
            half_life=half_life,
            recency=recency_weights(rows.day, half_life, today),
            weight=weights.of(rows.key, 0.0) * account_weight[rows.account],
            prior_shares=np.tile(np.array(parameters.default_shares), (len(ROLES) + 1, 1)),
            parameters=parameters,
        )

    def learning_from(self, chosen: Flags) -> "Measures":
        """The same with the shares that each role's answers usually have, learnt from the chosen ones."""
        chosen = chosen & (self.rows.metric == _NPS)
        role = self._role()[chosen]
        counts = nps_counts(role, self.classes[chosen], np.ones(len(role)), len(ROLES) + 1)
        return replace(self, prior_shares=segment_shares(counts, self.parameters))

    def _role(self) -> Indices:
        role = self.rows.dimension[Dimension.ROLE]
        return np.where(role < 0, len(ROLES), role)

    def figures(self, chosen: Flags, group: Indices, keys: list[str | int | None]) -> list[Figures]:
        """The figures of each group from the chosen answers, which are the latest of each person and survey."""
        chosen, groups = chosen & (group >= 0), len(keys)
        at = group[chosen]
        answers = np.bincount(at, minlength=groups).tolist()
        anonymous = self.rows.key[chosen] < 0
        people = self.rows.people(chosen, group, groups) + np.bincount(at[anonymous], minlength=groups)
        nps = self._nps(chosen, group, groups)
        used = self._used(chosen, group, groups)
        weighted, without = self._weighted(chosen, group, groups)
        total_weight = sum(one.weight for one in weighted)
        csat, ces = (self._satisfied(chosen, group, groups, metric) for metric in (_CSAT, _CES))
        return [
            Figures(
                key=keys[i],
                people=int(people[i]),
                answers=answers[i],
                nps=nps[i],
                nps_used=used[i] if nps[i] is not None else None,
                nps_weighted=weighted[i] if weighted[i].people else None,
                without_weight=without[i],
                weight_share=weighted[i].weight / total_weight if total_weight > 0 else None,
                csat=csat[i],
                ces=ces[i],
            )
            for i in range(groups)
        ]

    def _nps(self, chosen: Flags, group: Indices, groups: int) -> list[NpsReported | None]:
        rows = chosen & (self.rows.metric == _NPS)
        counts = nps_counts(group[rows], self.classes[rows], np.ones(int(rows.sum())), groups).astype(int).tolist()
        return [nps_reported(p, n, d, self.parameters) if p + n + d else None for d, n, p in counts]

    def prior(self, chosen: Flags, group: Indices, groups: int) -> Floats:
        """(groups, 3) the answers assumed before any came: those usual for the roles that answered."""
        rows = chosen & (group >= 0) & (self.rows.metric == _NPS)
        roles = np.bincount(
            group[rows] * (len(ROLES) + 1) + self._role()[rows], minlength=groups * (len(ROLES) + 1)
        ).reshape(groups, -1)
        total = roles.sum(axis=1, keepdims=True)
        mixed = roles @ self.prior_shares / np.maximum(total, 1)
        shares = np.where(total > 0, mixed, np.array(self.parameters.default_shares))
        return np.asarray(self.parameters.prior_answers * shares, dtype=np.float64)

    def _used(self, chosen: Flags, group: Indices, groups: int) -> list[NpsUsed]:
        rows = chosen & (self.rows.metric == _NPS)
        counts = nps_counts(group[rows], self.classes[rows], self.recency[rows], groups)
        mean, sd = nps_posterior(counts, self.prior(chosen, group, groups))
        columns = (100.0 * mean, 100.0 * sd, counts.sum(axis=1))
        return [NpsUsed(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]

    def _weighted(self, chosen: Flags, group: Indices, groups: int) -> tuple[list[WeightedNps], list[int]]:
        """By group, and how many answers of it have no weight. A person's several answers share one weight."""
        rows = chosen & (self.rows.metric == _NPS)
        weightless = rows & (self.weight <= 0)
        rows = rows & (self.weight > 0)
        person, _values = pd.factorize(self.rows.key[rows])
        one, _pairs = pd.factorize(person.astype(np.int64) * groups + group[rows])
        count = np.bincount(one)
        first = np.zeros(len(count), dtype=np.intp)
        first[one[::-1]] = np.arange(len(one))[::-1]
        found = weighted_nps(
            group[rows][first],
            np.bincount(one, weights=self.classes[rows] == 2) / count,
            np.bincount(one, weights=self.classes[rows] == 0) / count,
            self.weight[rows][first],
            groups,
            self.parameters,
        )
        return list(found), np.bincount(group[weightless], minlength=groups).tolist()

    def _satisfied(self, chosen: Flags, group: Indices, groups: int, metric: int) -> list[TopBoxShare | None]:
        rows = chosen & (self.rows.metric == metric)
        n = np.bincount(group[rows], minlength=groups)
        hits: Floats = np.bincount(group[rows], weights=self.classes[rows], minlength=groups).astype(np.float64)
        low, high = wilson_interval(hits, n.astype(np.float64), self.parameters.level)
        columns = zip(n.tolist(), hits.astype(int).tolist(), low.tolist(), high.tolist(), strict=True)
        return [TopBoxShare(count, good, good / count, *ends) if count else None for count, good, *ends in columns]

    def with_trends(
        self, found: list[Figures], chosen: Flags, group: Indices, before: date, today: date
    ) -> list[Figures]:
        """The same figures with the change of each NPS since ``before``; ``chosen`` holds replaced answers too."""
        rows = chosen & (group >= 0) & (self.rows.metric == _NPS)
        # Within one account answers stand in the order of time, which is all that the latest of a person needs.
        trends = nps_trends(
            group[rows],
            self.key[rows],
            self.classes[rows],
            self.rows.day[rows],
            self.half_life[rows],
            before,
            today,
            self.prior(chosen, group, len(found)),
            self.parameters,
        )
        return [
            replace(figures, trend=trend if figures.nps is not None else None)
            for figures, trend in zip(found, trends, strict=True)
        ]


def response_rates(rows: InvitationRows, chosen: Flags, group: Indices, groups: int) -> list[ResponseRate]:
    """Who was asked and who answered, by group."""
    chosen = chosen & (group >= 0)
    answered = chosen & rows.answered
    columns = (
        np.bincount(group[chosen], minlength=groups),
        np.bincount(group[answered], minlength=groups),
        np.bincount(group[chosen & rows.bounced], minlength=groups),
        rows.people(chosen, group, groups),
        rows.people(answered, group, groups),
    )
    return [ResponseRate(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]
