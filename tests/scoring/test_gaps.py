"""What we do not understand, and who is missing."""

from scoring.chain import Chain, Person
from scoring.gaps import placeholders
from scoring.vocabulary import Role, SubRole


def test_required_roles_that_nobody_holds_become_placeholders_once_each() -> None:
    chain = Chain.of(
        [Person("a", sub_roles=frozenset({SubRole.CHAMPION})), Person("b", roles=frozenset({Role.END_USER}))],
        required_roles=[SubRole.ECONOMIC_BUYER, Role.INFLUENCER, Role.END_USER, SubRole.USER, SubRole.ECONOMIC_BUYER],
    )
    assert [(missing.id, missing.role, missing.sub_role) for missing in placeholders(chain)] == [
        ("missing:economic_buyer", Role.DECISION_MAKER, SubRole.ECONOMIC_BUYER),
        ("missing:user", Role.END_USER, SubRole.USER),
    ]


def test_a_required_role_without_a_sub_role_is_missing_as_such() -> None:
    (missing,) = placeholders(Chain.of([], required_roles=[Role.DECISION_MAKER]))
    assert (missing.role, missing.sub_role) == (Role.DECISION_MAKER, None)
