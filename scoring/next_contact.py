"""Next best contact: whom to see next, who introduces us, and what it is worth in three parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from scoring.chain import Chain, Floats, PersonId
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters
from scoring.warm_paths import WarmPath


@dataclass(frozen=True, slots=True)
class NextContact:
    """One proposal. ``value`` = access * (stance_part + coverage_part + gap_part) / cost, high is good.

    ``action``: ``introduction`` through somebody, or ``contact`` where the introducer knows the person.
    ``introducer``: the colleague on the best path; None where all paths are longer than four hops.
    ``stance_part``: what moving the person towards us is worth; ``coverage_part``: reaching him or her better;
    ``gap_part``: learning where he or she stands. All in units of decision weight.
    """

    person: PersonId
    action: str
    introducer: PersonId | None
    value: float
    access: float
    stance_part: float
    coverage_part: float
    gap_part: float
    cost: float


@dataclass(frozen=True, slots=True)
class ContactSet:
    """The best few contacts together: ``value`` = worth of all of them per unit of their joint cost."""

    people: tuple[PersonId, ...]
    value: float
    exact: bool


def next_contacts(
    chain: Chain,
    weights: Floats,
    reached: Floats,
    access: Floats,
    paths: dict[PersonId, tuple[WarmPath, ...]],
    parameters: ChainParameters = DEFAULT_PARAMETERS,
) -> tuple[NextContact, ...]:
    """Everyone whom we may and can contact, best first; of equal value in the order of the people.

    Value = A_i [omega_i eta (x_target - x^_i)+ + kappa omega_i (1 - r_i) + nu g_i] / cost_i. Left out: who opted out,
    who was contacted lately, and who cannot be reached at all (A_i = 0).
    """
    found = []
    for i, person in enumerate(chain.ids):
        if chain.do_not_contact[i] or chain.recently_contacted[i] or access[i] <= 0:
            continue
        weight = float(weights[i])
        stance = parameters.stance_weight * weight * max(0.0, parameters.target_stance - float(chain.shrunk_stance[i]))
        coverage = parameters.coverage_weight * weight * (1.0 - float(reached[i]))
        gap = parameters.gap_weight * weight * (1.0 - float(chain.certainty[i]))
        best = paths[person][0] if paths[person] else None
        found.append(
            NextContact(
                person=person,
                action="contact" if best is not None and len(best.through) == 2 else "introduction",
                introducer=None if best is None else best.through[0],
                value=float(access[i]) * (stance + coverage + gap) / float(chain.cost[i]),
                access=float(access[i]),
                stance_part=stance,
                coverage_part=coverage,
                gap_part=gap,
                cost=float(chain.cost[i]),
            )
        )
    return tuple(sorted(found, key=lambda contact: -float(f"{contact.value:.12e}")))


def best_contact_set(
    contacts: Sequence[NextContact], parameters: ChainParameters = DEFAULT_PARAMETERS
) -> ContactSet | None:
    """The set of three contacts (or of all, if fewer) with most worth per unit of joint cost; None without any.

    The worth of one is access * (its three parts), so a set of one has that contact's own value. By enumeration up to
    25 people; above, greedily, one contact after the other.

    >>> cheap = NextContact("a", "contact", "r1", 0.4, 1.0, 0.4, 0.0, 0.0, 1.0)
    >>> best_contact_set([cheap])
    ContactSet(people=('a',), value=0.4, exact=True)
    """
    if not contacts:
        return None
    size = min(parameters.contact_set, len(contacts))
    worth = np.array([contact.value * contact.cost for contact in contacts])
    cost = np.array([contact.cost for contact in contacts])
    exact = len(contacts) <= parameters.contact_enumeration
    if exact:
        chosen = max(
            combinations(range(len(contacts)), size),
            key=lambda those: float(worth[list(those)].sum() / cost[list(those)].sum()),
        )
    else:
        picked: list[int] = []
        while len(picked) < size:
            ratio = (worth[picked].sum() + worth) / (cost[picked].sum() + cost)
            ratio[picked] = -1.0
            picked.append(int(np.argmax(ratio)))
        chosen = tuple(sorted(picked))
    value = float(worth[list(chosen)].sum() / cost[list(chosen)].sum())
    return ContactSet(tuple(contacts[i].person for i in chosen), value, exact)
