"""Our own side of the demo: Tarnwood, maker of planning software, with its people, teams and territories."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from models.team import Team, TeamMember, Territory, TerritoryMember
from models.user import User
from models.vocabulary import UserRole
from service.demo.person_names import latin
from service.demo.places import COUNTRIES
from service.demo.rows import Rows

COMPANY = "Tarnwood"
DOMAIN = "tarnwood.example"


@dataclass(frozen=True)
class Colleague:
    """One of our people; those with a login are the demo's five visitors."""

    name: str
    title: str
    role: UserRole
    teams: tuple[str, ...]
    language: str = "en"
    time_zone: str = "Europe/London"
    login: bool = False

    @property
    def email(self) -> str:
        """The address, in a domain that nobody can own; the five logins are named for their role.

        >>> CAST[0].email, CAST[5].email
        ('admin@tarnwood.example', 'katrin.ahlers@tarnwood.example')
        """
        local = self.role.value.replace("_", "-") if self.login else ".".join(latin(p) for p in self.name.split())
        return f"{local}@{DOMAIN}"


_BERLIN, _PARIS, _SHANGHAI, _NEW_YORK = "Europe/Berlin", "Europe/Paris", "Asia/Shanghai", "America/New_York"
_SALES, _CSM = UserRole.SALES, UserRole.CSM

CAST: tuple[Colleague, ...] = (
    Colleague("Ada Lindqvist", "Systems administrator", UserRole.ADMIN, (), login=True),
    Colleague("Marcus Weil", "Chief revenue officer", UserRole.LEADERSHIP, (), login=True),
    Colleague("Sofia Brandt", "Account executive", _SALES, ("Central Europe",), "en", _BERLIN, login=True),
    Colleague("June Chen", "Customer success manager", _CSM, ("Central Europe", "Greater China"), "en", _BERLIN, True),
    Colleague("Priya Raman", "Business analyst", UserRole.READ_ONLY, ("Western Europe",), login=True),
    Colleague("Katrin Ahlers", "Senior account executive", _SALES, ("Central Europe",), "en", _BERLIN),
    Colleague("Tomasz Wilga", "Account executive", _SALES, ("Central Europe",), "en", "Europe/Warsaw"),
    Colleague("Henrike Lohse", "Customer success manager", _CSM, ("Central Europe",), "en", _BERLIN),
    Colleague("Piotr Sadowy", "Solutions engineer", _CSM, ("Central Europe",), "en", "Europe/Warsaw"),
    Colleague("Amandine Ferrol", "Account executive", _SALES, ("Western Europe",), "en", _PARIS),
    Colleague("Oliver Trent", "Senior account executive", _SALES, ("Western Europe",)),
    Colleague("Bastien Cordier", "Customer success manager", _CSM, ("Western Europe",), "en", _PARIS),
    Colleague("Fiona Maclaren", "Customer success manager", _CSM, ("Western Europe",)),
    Colleague("Derek Osei", "Solutions engineer", _CSM, ("Western Europe",)),
    Colleague("Rebecca Holt", "Senior account executive", _SALES, ("Americas",), "en", _NEW_YORK),
    Colleague("Diego Farias", "Account executive", _SALES, ("Americas",), "en", "America/Sao_Paulo"),
    Colleague("Samira Haddad", "Customer success manager", _CSM, ("Americas",), "en", _NEW_YORK),
    Colleague("Luke Brannigan", "Customer success manager", _CSM, ("Americas",), "en", _NEW_YORK),
    Colleague("Nina Castell", "Solutions engineer", _CSM, ("Americas",), "en", _NEW_YORK),
    Colleague("陈立群", "大客户经理", _SALES, ("Greater China",), "zh", _SHANGHAI),
    Colleague("周慧", "客户经理", _SALES, ("Greater China",), "zh", _SHANGHAI),
    Colleague("孙婉如", "客户成功经理", _CSM, ("Greater China",), "zh", _SHANGHAI),
    Colleague("何志远", "解决方案工程师", _CSM, ("Greater China",), "zh", _SHANGHAI),
    Colleague("Wei Ling Tan", "Account executive", _SALES, ("Asia Pacific",), "en", "Asia/Singapore"),
    Colleague("Haruka Minato", "Account executive", _SALES, ("Asia Pacific",), "en", "Asia/Tokyo"),
    Colleague("Arjun Pillai", "Customer success manager", _CSM, ("Asia Pacific",), "en", "Asia/Singapore"),
    Colleague("Mei Nakagawa", "Solutions engineer", _CSM, ("Asia Pacific",), "en", "Asia/Tokyo"),
)
_LATIN = {"陈立群": "Liqun Chen", "周慧": "Hui Zhou", "孙婉如": "Wanru Sun", "何志远": "Zhiyuan He"}


@dataclass(frozen=True)
class Company:
    """The numbers that our people, teams and territories got."""

    users: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    territories: dict[str, int] = field(default_factory=dict)
    sellers: dict[str, tuple[int, ...]] = field(default_factory=dict)
    carers: dict[str, tuple[int, ...]] = field(default_factory=dict)
    engineers: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def account_team(self, team: str, rng: Random) -> tuple[int, int, int, int]:
        """Who works an account of ``team``: owner, customer-success manager, engineer and the sponsor above them."""
        return (
            rng.choice(self.sellers[team]),
            rng.choice(self.carers[team]),
            rng.choice(self.engineers[team]),
            self.users["Marcus Weil"],
        )


def add_company(rows: Rows, seed: int, founded: datetime) -> Company:
    """Add our own people with their teams and territories, all there since ``founded``."""
    teams = sorted({country.team for country in COUNTRIES})
    territories = sorted({country.territory for country in COUNTRIES})
    tracked = {"created_at": founded, "updated_at": founded}
    team_ids = {name: rows.add(Team, name=name, **tracked) for name in teams}
    territory_ids = {name: rows.add(Territory, name=name, **tracked) for name in territories}
    users: dict[str, int] = {}
    for colleague in CAST:
        email = colleague.email
        if colleague.name in _LATIN:
            email = f"{'.'.join(latin(part) for part in _LATIN[colleague.name].split())}@{DOMAIN}"
        users[colleague.name] = rows.add(
            User,
            email=email,
            name=colleague.name,
            title=colleague.title,
            role=colleague.role,
            sees_names=colleague.role is UserRole.LEADERSHIP,
            language=colleague.language,
            time_zone=colleague.time_zone,
            session_key=hashlib.sha256(f"{seed}/{email}".encode()).hexdigest(),
            **tracked,
        )
        for team in colleague.teams:
            rows.add(TeamMember, team_id=team_ids[team], user_id=users[colleague.name])
    # Somebody who helps across a border: a territory, not the whole team that works it.
    rows.add(TerritoryMember, territory_id=territory_ids["DACH"], user_id=users["Sofia Brandt"])
    rows.add(TerritoryMember, territory_id=territory_ids["Southeast Asia"], user_id=users["孙婉如"])
    return Company(
        users,
        team_ids,
        territory_ids,
        sellers=_by_team(users, lambda c: c.role is _SALES),
        carers=_by_team(users, lambda c: c.role is _CSM and not _is_engineer(c)),
        engineers=_by_team(users, _is_engineer),
    )


def _is_engineer(colleague: Colleague) -> bool:
    return colleague.title in {"Solutions engineer", "解决方案工程师"}


def _by_team(users: dict[str, int], fits: Callable[[Colleague], bool]) -> dict[str, tuple[int, ...]]:
    return {
        team: tuple(users[c.name] for c in CAST if team in c.teams and fits(c))
        for team in {country.team for country in COUNTRIES}
    }
