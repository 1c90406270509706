"""What is known of one account as a whole: its map, analysis, scores, feedback, history and differences."""

from datetime import date, timedelta
from typing import Any, Literal

from flask import Response
from pydantic import Field

from service.api.answers import Answer
from service.api.questions import Question
from service.api.routing import Routes
from service.auth.policy import Action, Resource
from service.edge.current import apart, current_principal, current_session, now
from service.errors import NotFound
from service.exports.analysis_json import analysis_as_json
from service.inputs.chain import Positions
from service.inputs.fields import Day
from service.operations.export_chain import export_chain
from service.operations.place_on_map import place_on_map
from service.queries.account_analysis import account_analysis
from service.queries.account_feedback import account_feedback
from service.queries.chain_difference import chain_difference
from service.queries.chain_map import chain_map
from service.queries.known_on import KnownOn
from service.queries.scores import account_scores, score_history

ACCOUNT = "/accounts/<int(min=1, max=9007199254740991):account_id>"
_OPINIONS_OF_PEOPLE = ("final_stance", "contribution", "blocker")
_OPINIONS_OF_CONTACTS = ("value", "stance_part", "gap_part")


class AsOf(Question):
    """On which day."""

    as_of: Day | None = Field(default=None, description="As it was known when this day (UTC) was over; usually now.")


class Since(Question):
    """From which day on."""

    since: Day | None = Field(default=None, description="From this day on; usually the last two years.")


class TwoDays(Question):
    """Between which days."""

    before: Day | None = Field(alias="from", default=None, description="The earlier day; usually 30 days ago.")
    after: Day | None = Field(alias="to", default=None, description="The later day; usually today.")


class Export(AsOf):
    """In which form."""

    format: Literal["graphml", "csv", "json"] = Field(default="graphml", description="csv comes as a ZIP of two files.")


def _known(as_of: date | None) -> KnownOn:
    return KnownOn.end_of(as_of) if as_of is not None else KnownOn.at(now())


def read_chain(account_id: int, query: AsOf) -> dict[str, Any]:
    """People, roles, ties, places on the map, the rule and the measures, as known on a day."""
    return chain_map(current_session(), current_principal(), account_id, _known(query.as_of))


def place(account_id: int, body: Positions) -> None:
    """Set where people stand on the map; those who are not named stay where they are."""
    place_on_map(current_session(), current_principal(), account_id, body, now=now())


def read_export(account_id: int, query: Export) -> Response:
    """The chain as a file for other programs."""
    # Reading leaves a trace here, and a reading session keeps nothing.
    with apart() as session:
        known = _known(query.as_of)
        _, file = export_chain(session, current_principal(), account_id, known, query.format, now=now())
    kinds = {"graphml": "application/graphml+xml", "csv": "application/zip", "json": "application/json"}
    ending = "zip" if query.format == "csv" else query.format
    response = Response(file, mimetype=kinds[query.format])
    response.headers["Content-Disposition"] = f'attachment; filename="chain-{account_id}.{ending}"'
    return response


def read_analysis(account_id: int, query: AsOf) -> dict[str, Any]:
    """The whole analysis of the chain: power, weight, consensus, coverage, departures, paths, next contacts.

    Numbers about single people that tell what is believed of them are null for readers without access to opinions.
    """
    found = account_analysis(current_session(), current_principal(), account_id, _known(query.as_of))
    document = analysis_as_json(found.analysis)
    if not found.opinions_visible:
        _without_opinions(document)
    names = {member.person_id: member.name for member in found.records.members}
    return {"account_id": account_id, "as_of": found.known.day, "names": {**names, **found.colleagues}, **document}


def _without_opinions(document: dict[str, Any]) -> None:
    for person in document["people"].values():
        person.update(dict.fromkeys(_OPINIONS_OF_PEOPLE))
    for contact in document["next_contacts"]:
        contact.update(dict.fromkeys(_OPINIONS_OF_CONTACTS))
    for departure in document["departures"].values():
        departure.update(dict.fromkeys(("forecast", "probability_yes")))
    document["contact_set"] = None


def read_scores(account_id: int, query: AsOf) -> Answer:
    """Chain, health and risk scores with their groups, measures and reasons."""
    known = KnownOn.end_of(query.as_of) if query.as_of is not None else None
    today = now().date()
    found = account_scores(current_session(), current_principal(), account_id, known, known.day if known else today)
    if found is None:
        raise NotFound
    return Answer(found)


def read_feedback(account_id: int, query: AsOf) -> Answer:
    """Feedback by role: who was asked, who answered, what they said, and who is silent."""
    return Answer(account_feedback(current_session(), current_principal(), account_id, _known(query.as_of)))


def read_history(account_id: int, query: Since) -> dict[str, Any]:
    """The account's scores day by day, oldest first."""
    since = query.since or now().date() - timedelta(days=730)
    return {"items": score_history(current_session(), current_principal(), account_id, since)}


def read_difference(account_id: int, query: TwoDays) -> Answer:
    """What changed in the chain between two days, each as it was known then."""
    before = KnownOn.end_of(query.before or now().date() - timedelta(days=30))
    after = _known(query.after)
    return Answer(chain_difference(current_session(), current_principal(), account_id, before, after))


views = Routes("account views", Resource.ACCOUNT, "One account as a whole, on any day.")
views.get(f"{ACCOUNT}/chain", read_chain, "Read the map", query=AsOf, operation_id="read_chain")
views.put(
    f"{ACCOUNT}/positions",
    place,
    "Place people on the map",
    body=Positions,
    needs=(Resource.ACCOUNT, Action.WRITE),
    operation_id="place_people",
)
views.get(f"{ACCOUNT}/analysis", read_analysis, "Analyse the chain", query=AsOf, operation_id="read_analysis")
views.get(f"{ACCOUNT}/scores", read_scores, "Read all scores", query=AsOf, operation_id="read_scores")
views.get(f"{ACCOUNT}/feedback", read_feedback, "Read feedback by role", query=AsOf, operation_id="read_feedback")
views.get(f"{ACCOUNT}/history", read_history, "Read the scores' history", query=Since, operation_id="read_history")
views.get(f"{ACCOUNT}/difference", read_difference, "Compare two days", query=TwoDays, operation_id="read_difference")
views.get(
    f"{ACCOUNT}/chain/export",
    read_export,
    "Export the chain",
    query=Export,
    answer={
        "content": {
            "application/graphml+xml": {"schema": {"type": "string"}},
            "application/zip": {"schema": {"type": "string", "format": "binary"}},
            "application/json": {"schema": {"type": "object"}},
        }
    },
    operation_id="export_chain",
)

ROUTES = (views,)
