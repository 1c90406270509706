"""Scorecards: how much each measure counts in the health of which segment, version by version."""

from typing import Any

from pydantic import BaseModel

from scoring.health_parameters import HealthBand
from service.api.answers import Answer
from service.api.noun import Noun
from service.api.tags import check_tag
from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now
from service.inputs.scorecard import NewScorecard, ScorecardChange, ScorecardStart
from service.operations.publish_scorecard import publish_scorecard
from service.operations.write_scorecard import change_scorecard, create_scorecard, remove_scorecard
from service.queries.listing import one
from service.queries.nouns.scores import SCORECARDS
from service.queries.scorecard_list import scorecard_row
from service.queries.scorecard_preview import scorecard_preview

scorecards = Noun(
    name="scorecards",
    singular="scorecard",
    about="Versions of scorecards. A draft is changed until it is published with the day from which it counts; a "
    "published one never changes. Removing a draft throws it away, removing a published version ends it: the general "
    "card counts again, and without one the delivered card. Scores name the version that made them (`#` and its id).",
    listing=SCORECARDS,
    resource=Resource.ACCOUNT,
    write=Resource.ADMIN,
    parameter="scorecard_id",
    create=(NewScorecard, create_scorecard),
    change=(ScorecardChange, change_scorecard),
    remove=remove_scorecard,
)


class Move(BaseModel):
    """How many accounts would go from one band to another."""

    before: HealthBand
    after: HealthBand
    accounts: int


class Moved(BaseModel):
    """An account that would be judged otherwise."""

    account_id: int
    name: str
    before: float | None
    after: float | None
    band_before: HealthBand
    band_after: HealthBand


class Preview(BaseModel):
    """What would change: ``accounts`` of the ``meant`` were looked at, ``changed`` would be in another band."""

    meant: int
    accounts: int
    changed: int
    moves: list[Move]
    movers: list[Moved]


def preview(scorecard_id: int) -> dict[str, Any]:
    """How many accounts would change band if this version counted now: good from 65, poor below 40, else watch."""
    session, principal = current_session(), current_principal()
    version = scorecard_row(session, principal, scorecard_id, now=now()).version
    found = scorecard_preview(session, principal, version, now=now())
    return {
        "meant": found.meant,
        "accounts": found.accounts,
        "changed": found.changed,
        "moves": [{"before": old, "after": new, "accounts": count} for (old, new), count in found.moves.items()],
        "movers": found.movers,
    }


def publish(scorecard_id: int, body: ScorecardStart) -> Answer:
    """Let a draft count from a day on; all accounts are judged anew. With If-Match only as it was read."""
    session, principal = current_session(), current_principal()
    check_tag(one(session, principal, SCORECARDS, scorecard_id, lock=True))
    publish_scorecard(session, principal, scorecard_id, now=now(), valid_from=body.valid_from)
    return scorecards.answer(session, principal, scorecard_id)


scorecards.routes.get(
    f"{scorecards.address}/preview",
    preview,
    "Preview a scorecard",
    answer=Preview,
    needs=(Resource.ADMIN, Action.READ),
    operation_id="preview_scorecard",
)
scorecards.routes.post(
    f"{scorecards.address}/publish",
    publish,
    "Publish a scorecard",
    body=ScorecardStart,
    answer=scorecards.row,
    status=200,
    needs=(Resource.ADMIN, Action.WRITE),
    operation_id="publish_scorecard",
)

ROUTES = (scorecards.routes,)
