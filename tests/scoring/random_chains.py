"""Random decision chains: any shape, any rule, partial knowledge, several colleagues."""

from hypothesis import strategies as st

from scoring.chain import Chain, Colleague, Person
from scoring.listening import Tie
from scoring.vocabulary import SubRole, TieKind

QUARTERS = st.integers(0, 4).map(lambda k: k / 4)
TENTHS = st.integers(0, 10).map(lambda k: k / 10)


@st.composite
def people(draw: st.DrawFn, most: int = 6) -> list[Person]:
    """One to ``most`` people with stated votes, at least one of them with some."""
    n = draw(st.integers(1, most))
    votes = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    if not any(votes):
        votes[0] = 1
    return [
        Person(
            id=f"p{i}",
            sub_roles=frozenset({draw(st.sampled_from(SubRole))}),
            votes=float(votes[i]),
            veto=draw(st.integers(0, 5)) == 0,
            openness=draw(st.none() | TENTHS),
            stance=draw(st.none() | st.integers(-10, 10).map(lambda k: k / 10)),
            confidence=draw(QUARTERS),
            do_not_contact=draw(st.integers(0, 6)) == 0,
            cost=draw(st.sampled_from((0.5, 1.0, 2.0))),
        )
        for i in range(n)
    ]


@st.composite
def chains(draw: st.DrawFn, most: int = 6, colleagues: int = 3) -> Chain:
    """A chain with a stated rule that can pass, tied by ties or by shares."""
    cast = draw(people(most))
    ids = [person.id for person in cast]
    total = int(sum(person.votes or 0.0 for person in cast))
    team = [
        Colleague(f"r{u}", {person: strength for person in ids if (strength := draw(TENTHS)) > 0.5})
        for u in range(draw(st.integers(0, colleagues)))
    ]
    pairs = [(a, b) for a in ids for b in ids]
    quota = float(draw(st.integers(1, total)))
    if draw(st.booleans()):
        chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2 * len(ids)))
        shares = {pair: float(draw(st.integers(0, 4))) for pair in chosen}
        return Chain.of(cast, shares=shares, team=team, quota=quota)
    apart = [(a, b) for a, b in pairs if a != b]
    chosen = draw(st.lists(st.sampled_from(apart), unique=True, max_size=2 * len(ids))) if apart else []
    ties = [Tie(draw(st.sampled_from(TieKind)), a, b, draw(TENTHS)) for a, b in chosen]
    return Chain.of(cast, ties=ties, team=team, quota=quota)
