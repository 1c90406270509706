"""Choosing an account by what somebody types."""

from sqlmodel import Session

from models.account import Account
from service.auth.principal import the_service
from service.keys import name_key
from service.queries.account_choice import accounts_called
from tests.factories.cast import Cast, principal


def add(session: Session, *names: str) -> list[int]:
    """Accounts of these names; their numbers."""
    accounts = [Account(name=name, name_key=name_key(name)) for name in names]
    session.add_all(accounts)
    session.commit()
    return [account.id for account in accounts]


def called(session: Session, text: str) -> list[str]:
    """The names that a text may mean."""
    return [account.name for account in accounts_called(session, the_service(), text)]


def test_a_number_means_the_account_of_that_number(session: Session) -> None:
    first, _ = add(session, "Alpha", "Beta")
    assert called(session, str(first)) == ["Alpha"]


def test_an_exact_name_goes_before_the_longer_ones_that_begin_so(session: Session) -> None:
    add(session, "Otter", "Otterried", "Otterfurt")
    assert called(session, "otter") == ["Otter"]
    assert called(session, "OTTERR") == ["Otterried"]
    assert called(session, "ott") == ["Otter", "Otterfurt", "Otterried"]


def test_case_accents_and_scripts_make_no_difference_and_wildcards_are_letters(session: Session) -> None:
    add(session, "Łódź Müller GmbH", "海澜智能科技", "100% Bio")
    assert called(session, "lodz mull") == ["Łódź Müller GmbH"]
    assert called(session, "海澜") == ["海澜智能科技"]
    assert called(session, "%") == []
    assert called(session, "1%0") == []


def test_an_absent_name_and_an_enormous_number_find_nothing(session: Session) -> None:
    add(session, "Alpha")
    assert called(session, "Omega") == []
    assert called(session, "9" * 40) == []


def test_an_outsider_finds_only_what_is_theirs(session: Session, cast: Cast) -> None:
    outsider = principal(session, cast.outsider)
    assert accounts_called(session, outsider, str(cast.account_a.id)) == []
    assert accounts_called(session, outsider, cast.account_a.name) == []
    assert [a.id for a in accounts_called(session, outsider, cast.account_b.name)] == [cast.account_b.id]
