"""Gaps: what of the decision we do not understand, and who should be there and is not."""

from dataclasses import dataclass

import numpy as np

from scoring.chain import Chain, Floats
from scoring.vocabulary import Role, SubRole


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A required role that nobody holds. Drawn as a missing person; it carries no vote, tie or weight."""

    id: str
    role: Role
    sub_role: SubRole | None


def gaps(weights: Floats, certainty: Floats) -> Floats:
    """g_i = omega_i (1 - conf_i), (n,): the share of the decision behind each person that we do not understand.

    >>> gaps(np.array([0.75, 0.25]), np.array([1.0, 0.0])).tolist()
    [0.0, 0.25]
    """
    return np.asarray(weights * (1.0 - certainty), dtype=np.float64)


def placeholders(chain: Chain) -> tuple[Placeholder, ...]:
    """Required roles that nobody holds, in the order in which they are required, each once.

    A role is held by whoever has it or one of its sub-roles; a sub-role only by whoever has that sub-role.

    >>> [missing.id for missing in placeholders(Chain.of([], required_roles=[SubRole.CHAMPION]))]
    ['missing:champion']
    """
    held: set[Role | SubRole] = set()
    for roles, sub_roles in zip(chain.roles, chain.sub_roles, strict=True):
        held |= roles | sub_roles | {sub_role.role for sub_role in sub_roles}
    return tuple(
        Placeholder(
            f"missing:{required.value}",
            required.role if isinstance(required, SubRole) else required,
            required if isinstance(required, SubRole) else None,
        )
        for required in dict.fromkeys(chain.required_roles)
        if required not in held
    )
