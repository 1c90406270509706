"""A classifier of texts that can be written down: ridge logistic regression on tf-idf features, with a prior."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import expit

from scoring.comment_words import features

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TermTable:
    """The features that a classifier knows, with their inverse document frequencies, shape (k,)."""

    places: dict[str, int]
    rarity: Floats

    def table(self, texts: Sequence[str]) -> csr_array:
        """The tf-idf features of each text, shape (n, k); each row has length 1, or 0 where nothing is known.

        The frequency of a feature within a text enters as 1 + log(frequency).
        """
        ends, columns, values = [0], [], []
        for text in texts:
            for term, count in Counter(features(text)).items():
                place = self.places.get(term)
                if place is not None:
                    columns.append(place)
                    values.append(float(count))
            ends.append(len(columns))
        where = np.array(columns, dtype=np.int32)
        weights = (1.0 + np.log(np.array(values))) * self.rarity[where] if values else np.empty(0)
        lengths = np.sqrt(np.add.reduceat(np.append(weights**2, 0.0), ends[:-1])) if texts else np.empty(0)
        counts = np.diff(ends)
        weights = weights / np.repeat(np.where(counts > 0, lengths, 1.0), counts)
        return csr_array((weights, where, np.array(ends, dtype=np.int32)), shape=(len(texts), len(self.places)))


@dataclass(frozen=True, eq=False)
class TextClassifier:
    """log-odds = ``slope`` x prior + features x ``weights`` + ``bias``; the prior is given with each text."""

    terms: TermTable
    weights: Floats
    bias: float
    slope: float

    def probability(self, texts: Sequence[str], prior: Floats | None = None) -> Floats:
        """The probability of the positive class of each text, shape (n,); ``prior`` (n,) in log-odds, 0 if left out."""
        if not texts:
            return np.empty(0)
        odds = self.terms.table(texts) @ self.weights + self.bias
        return np.asarray(expit(odds + self.slope * (0.0 if prior is None else prior)), dtype=np.float64)

    def document(self) -> dict[str, Any]:
        """All of it as plain values, for keeping; :func:`classifier_of` reads it back.

        Weights and rarities are rounded to four decimals.
        """
        return {
            "terms": list(self.terms.places),
            "rarity": np.round(self.terms.rarity, 4).tolist(),
            "weights": np.round(self.weights, 4).tolist(),
            "bias": self.bias,
            "slope": self.slope,
        }


def classifier_of(document: dict[str, Any]) -> TextClassifier:
    """The classifier that :meth:`TextClassifier.document` wrote down."""
    terms = TermTable({term: place for place, term in enumerate(document["terms"])}, np.array(document["rarity"]))
    return TextClassifier(terms, np.array(document["weights"]), float(document["bias"]), float(document["slope"]))


def learn_classifier(
    texts: Sequence[str],
    positive: Floats,
    weights: Floats,
    *,
    penalty: float,
    most_features: int,
    prior: Floats | None = None,
    slope: float = 0.0,
    prior_strength: float = 1.0,
) -> TextClassifier:
    """A classifier from texts, classes (n,) in {0, 1} and weights (n,) > 0.

    Both classes weigh the same in all, so that a mass of the one does not drown the other; where only one is there,
    the bias stays 0, so that texts with other words are left as they were. ``penalty`` is the inverse
    strength of the ridge. ``prior`` (n,) are log-odds known beforehand: they enter with a slope that is held near
    ``slope`` with ``prior_strength``, so that the texts decide how far to trust them.
    """
    terms = _terms_of(texts, most_features)
    table = terms.table(texts)
    sides = np.array([weights[positive == side].sum() for side in (0.0, 1.0)])
    both = bool(np.all(sides > 0))
    balanced = weights * (weights.sum() / 2.0 / sides)[positive.astype(int)] if both else weights
    signs = 2.0 * positive - 1.0
    known = np.zeros(len(texts)) if prior is None else prior
    start = np.zeros(table.shape[1] + 2)
    start[-1] = slope

    def loss(at: Floats) -> tuple[float, Floats]:
        odds = table @ at[:-2] + at[-2] + at[-1] * known
        pull = at.copy()
        pull[-1] = prior_strength * (at[-1] - slope)
        penalised = 0.5 * (at[:-1] @ at[:-1] + prior_strength * (at[-1] - slope) ** 2) / penalty
        value = float(balanced @ np.logaddexp(0.0, -signs * odds) + penalised)
        residual = -balanced * signs * expit(-signs * odds)
        slopes = np.concatenate([table.T @ residual, [residual.sum() * both, residual @ known]])
        return value, slopes + pull / penalty

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return TextClassifier(terms, found.x[:-2], float(found.x[-2]), float(found.x[-1]) if prior is not None else 0.0)


def _terms_of(texts: Sequence[str], most: int) -> TermTable:
    """The most frequent features of the texts, in the order of their names, so that the result never varies."""
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(set(features(text)))
    kept = sorted(sorted(seen, key=lambda term: (-seen[term], term))[:most])
    rarity = np.log((1.0 + len(texts)) / (1.0 + np.array([seen[term] for term in kept], dtype=np.float64))) + 1.0
    return TermTable({term: place for place, term in enumerate(kept)}, rarity)
