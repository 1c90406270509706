"""The classifier of texts: what it learns, that the order does not matter, and that it survives being written down."""

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.comment_classifier import TextClassifier, classifier_of, learn_classifier

TEXTS = ["the pump hums", "a pump hums", "the pump leaks", "a pump leaks", "valve hums", "valve leaks"]
POSITIVE = np.array([1.0, 1.0, 0.0, 0.0, 1.0, 0.0])
ONES = np.ones(6)


def learned(texts: list[str], positive: np.ndarray, weights: np.ndarray) -> TextClassifier:
    return learn_classifier(texts, positive, weights, penalty=5.0, most_features=1000)


def test_what_tells_the_classes_apart_is_learned() -> None:
    found = learned(TEXTS, POSITIVE, ONES).probability(["it hums", "it leaks", "nothing known"])
    assert found[0] > 0.8
    assert found[1] < 0.2
    assert abs(found[2] - 0.5) < 0.01


def test_the_order_of_texts_does_not_matter() -> None:
    order = [3, 1, 5, 0, 2, 4]
    first = learned(TEXTS, POSITIVE, ONES)
    second = learned([TEXTS[i] for i in order], POSITIVE[order], ONES)
    assert np.allclose(first.probability(TEXTS), second.probability(TEXTS), atol=1e-4)


def test_a_prior_decides_where_nothing_was_learned_and_gives_way_where_texts_disagree() -> None:
    prior = np.array([-2.0, -2.0, 2.0, 2.0, -2.0, 2.0])
    fitted = learn_classifier(
        TEXTS * 20,
        np.tile(POSITIVE, 20),
        np.ones(120),
        penalty=5.0,
        most_features=1000,
        prior=np.tile(prior, 20),
        slope=1.0,
        prior_strength=1.0,
    )
    assert fitted.slope < 0
    few = learn_classifier(
        ["valve"], np.array([1.0]), np.ones(1), penalty=5.0, most_features=10, prior=np.zeros(1), slope=1.0
    )
    assert few.probability(["unknown"], np.array([-2.0]))[0] < 0.2


@given(st.lists(st.text(alphabet="ab 很慢好", max_size=12), min_size=2, max_size=8))
def test_a_classifier_survives_being_written_down(texts: list[str]) -> None:
    marks = np.array([float(place % 2) for place in range(len(texts))])
    made = learned(texts, marks, np.ones(len(texts)))
    again = classifier_of(json.loads(json.dumps(made.document())))
    assert np.allclose(made.probability(texts), again.probability(texts), atol=0.01)
