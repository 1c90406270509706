"""Looking back at closed renewals: in runs, after each of which whoever holds a lease hears of it."""

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from benchmarks.portfolio import NOW, write_portfolio
from service.database import reading, sessions
from service.queries import renewal_history as query
from service.queries.known_on import KnownOn
from service.queries.renewal_history import renewal_history


@pytest.fixture
def factory(engine: Engine) -> sessionmaker[Session]:
    made = sessions(engine)
    write_portfolio(made, 80, 5)
    return made


def test_runs_one_pass_and_single_accounts_tell_the_same_history(
    factory: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []
    found = []
    with reading(factory) as session:
        # One by one, all at once, in runs of three.
        for few, run in ((1_000, 5_000), (1, 5_000), (1, 3)):
            monkeypatch.setattr(query, "_FEW", few)
            monkeypatch.setattr(query, "SHARD", run)
            heard.append(0)

            def alive() -> None:
                heard[-1] += 1

            found.append(renewal_history(session, KnownOn.at(NOW), alive=alive))
    renewals = len(found[0].contracts)
    assert renewals > 6
    assert heard[:2] == [0, 1]
    assert heard[2] == -(-len({(a, d) for a, d in zip(found[2].accounts, found[2].seen_on.tolist(), strict=True)}) // 3)
    for other in found[1:]:
        assert other.contracts == found[0].contracts
        assert other.seen_on.tolist() == found[0].seen_on.tolist()
        np.testing.assert_allclose(other.values, found[0].values, rtol=0, atol=1e-9)
