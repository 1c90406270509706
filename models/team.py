"""Teams and territories: whose accounts are whose."""

from sqlmodel import Field, SQLModel

from models.base import Tracked, key


class Team(Tracked, table=True):
    """A group of our people who share accounts."""

    id: int = key()
    name: str = Field(max_length=200, unique=True)


class Territory(Tracked, table=True):
    """A slice of the market whose accounts belong together, across teams."""

    id: int = key()
    name: str = Field(max_length=200, unique=True)


class TeamMember(SQLModel, table=True):
    """A user in a team."""

    __tablename__ = "team_member"

    team_id: int = Field(foreign_key="team.id", primary_key=True, ondelete="CASCADE")
    user_id: int = Field(foreign_key="user.id", primary_key=True, ondelete="CASCADE", index=True)


class TerritoryMember(SQLModel, table=True):
    """A user who works a territory."""

    __tablename__ = "territory_member"

    territory_id: int = Field(foreign_key="territory.id", primary_key=True, ondelete="CASCADE")
    user_id: int = Field(foreign_key="user.id", primary_key=True, ondelete="CASCADE", index=True)
