"""The analysis of one chain as JSON: the public answer of ``linchpin analyse --json``."""

from typing import Any

import numpy as np

from scoring.analysis import ChainAnalysis
from scoring.chain_warning import ChainWarning, WarningKind

_SENTENCES = {
    WarningKind.NOBODY_KNOWN: "nobody is known in this chain",
    WarningKind.NO_DECISION_MAKER: "no decision maker is known, so everybody counts as having one vote",
    WarningKind.RULE_DECIDES_NOTHING: "under this rule nobody can turn the decision, so everybody counts the same",
    WarningKind.VOTES_WITHOUT_WEIGHT: "the votes of {about} can never turn the decision",
    WarningKind.POWER_ESTIMATED: "the votes are too many and too finely divided; voting power is an estimate",
    WarningKind.DECISION_MAKER_WITHOUT_VOTE: "{about} is called a decision maker, but has neither a vote nor a veto",
    WarningKind.CONFLICT: "{about} are in conflict: they listen to each other half as much",
    WarningKind.MISSING_ROLE: "nobody holds the required role {about}",
    WarningKind.NO_PATH: "no path leads from our team to anybody with voting power",
    WarningKind.ACCESS_ESTIMATED: "the access to {about} is an estimate from drawn states, with its standard error",
}
_NAMES_SHOWN = 5


def warning_sentence(warning: ChainWarning) -> str:
    """A warning as one line: its code, a colon, and a plain sentence.

    >>> warning_sentence(ChainWarning(WarningKind.MISSING_ROLE, ("missing:champion",)))
    'missing_role: nobody holds the required role champion'
    """
    names = [str(name).removeprefix("missing:") for name in warning.about]
    shown = names[:_NAMES_SHOWN]
    if len(names) > _NAMES_SHOWN:
        shown.append(f"{len(names) - _NAMES_SHOWN} others")
    about = " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))
    return f"{warning.kind.value}: {_SENTENCES[warning.kind].format(about=about)}"


def analysis_as_json(found: ChainAnalysis) -> dict[str, Any]:
    """All measures of a chain as plain values, numbers at full precision; ``docs/analyse.md`` explains each key."""
    return {
        "rule": _rule(found),
        "people": _people(found),
        "consensus": _consensus(found),
        "coverage": _coverage(found),
        "departures": {
            leaver: {
                "forecast": after.forecast,
                "probability_yes": after.probability_yes,
                "coverage": after.coverage,
                "threads": after.threads,
                "access": after.access,
            }
            for leaver, after in found.departures.items()
        },
        "cut": [list(cut) for cut in found.cuts],
        "worst_pair": _worst_pair(found),
        "paths": {
            person: [{"through": list(path.through), "probability": path.probability} for path in paths]
            for person, paths in found.paths.items()
        },
        "next_contacts": [
            {
                "person": contact.person,
                "introducer": contact.introducer,
                "value": contact.value,
                "access": contact.access,
                "stance_part": contact.stance_part,
                "coverage_part": contact.coverage_part,
                "gap_part": contact.gap_part,
                "action": contact.action,
            }
            for contact in found.next_contacts
        ],
        "contact_set": _contact_set(found),
        "missing_roles": [placeholder.id.removeprefix("missing:") for placeholder in found.placeholders],
        "sensitivity": {
            "top": found.sensitivity.top,
            "top_kept": found.sensitivity.top_kept,
            "order_kept": found.sensitivity.order_kept,
            "stable": found.sensitivity.stable,
            "forecast_low": found.sensitivity.forecast_low,
            "forecast_high": found.sensitivity.forecast_high,
        },
        "parameters": found.parameters_version,
        "warnings": [warning_sentence(warning) for warning in found.warnings],
    }


def _rule(found: ChainAnalysis) -> dict[str, Any]:
    rule, ids = found.rule, found.chain.ids
    return {
        "assumed": rule.assumed,
        "grounds": rule.grounds.value,
        "quota": _number(rule.quota),
        "votes": {ids[i]: _number(float(rule.votes[i])) for i in np.flatnonzero(rule.votes > 0)},
        "vetoes": [ids[i] for i in np.flatnonzero(rule.veto)],
    }


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _people(found: ChainAnalysis) -> dict[Any, dict[str, Any]]:
    return {
        person: {
            "voting_power": float(found.power[i]),
            "decision_weight": float(found.weights[i]),
            "final_stance": float(found.consensus.opinions[i]),
            "reach": float(found.reach[i]),
            "access": float(found.access.probability[i]),
            "access_error": float(found.access.error[i]),
            "gap": float(found.gaps[i]),
            "blocker": bool(found.blockers[i]),
            "contribution": float(found.consensus.contributions[i]),
        }
        for i, person in enumerate(found.chain.ids)
    }


def _consensus(found: ChainAnalysis) -> dict[str, Any]:
    return {
        "forecast": found.consensus.forecast,
        "low": found.consensus.low,
        "high": found.consensus.high,
        "known_weight": found.consensus.known_weight,
        "probability_yes": found.consensus.probability_yes,
        "calibrated": found.consensus.calibrated,
    }


def _coverage(found: ChainAnalysis) -> dict[str, Any]:
    return {
        "coverage": found.coverage.coverage,
        "threads": found.coverage.threads,
        "team_threads": found.coverage.team_threads,
        "single_threaded": found.coverage.single_threaded,
        "without": {
            colleague: {"coverage": left.coverage, "threads": left.threads, "carried": left.carried}
            for colleague, left in found.coverage.without.items()
        },
    }


def _worst_pair(found: ChainAnalysis) -> dict[str, Any] | None:
    pair = found.worst_pair
    if pair is None:
        return None
    return {
        "people": [found.chain.ids[i] for i in pair.people],
        "fragmentation": pair.fragmentation,
        "before": pair.before,
    }


def _contact_set(found: ChainAnalysis) -> dict[str, Any] | None:
    best = found.contact_set
    return None if best is None else {"people": list(best.people), "value": best.value, "exact": best.exact}
