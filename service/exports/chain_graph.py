"""A decision chain as a graph for other programs: GraphML, CSV (people and ties) and JSON."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import networkx as nx
import orjson

from service.exports.csv_rows import csv_rows

# XML 1.0 has no place for these, in any spelling.
_NOT_IN_XML = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF])


@dataclass(frozen=True)
class ExportedChain:
    """People and ties as plain rows, ready to be written; ``as_of`` is the day they were known on (ISO)."""

    account_id: int
    as_of: str
    people: list[dict[str, Any]]
    ties: list[dict[str, Any]]


def as_graphml(chain: ExportedChain) -> bytes:
    """The chain as GraphML, which yEd, Gephi and NetworkX read; a directed graph that allows several ties a pair."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(account_id=chain.account_id, as_of=chain.as_of)
    for person in chain.people:
        fields = {key: _xml(value) for key, value in person.items() if key != "id" and value != ""}
        graph.add_node(str(person["id"]), **fields)
    for tie in chain.ties:
        graph.add_edge(
            str(tie["source"]), str(tie["target"]), key=str(tie["id"]), kind=tie["kind"], strength=tie["strength"]
        )
    out = io.BytesIO()
    nx.write_graphml(graph, out, encoding="utf-8")
    return out.getvalue()


def as_csv(chain: ExportedChain) -> bytes:
    """People and ties as two CSV files in a ZIP, without times of their own: equal chains give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows, empty in (
            ("people.csv", chain.people, ["id", "name"]),
            ("ties.csv", chain.ties, ["id", "source", "target", "kind", "strength"]),
        ):
            header = list(rows[0]) if rows else empty
            lines = csv_rows(header, ([row[column] for column in header] for row in rows))
            archive.writestr(zipfile.ZipInfo(name), "".join(lines).encode())
    return out.getvalue()


def as_json(chain: ExportedChain) -> bytes:
    """The chain as one JSON object: ``account_id``, ``as_of``, ``people``, ``ties``."""
    return orjson.dumps(chain, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _xml(value: Any) -> Any:
    return value.translate(_NOT_IN_XML) if isinstance(value, str) else value
