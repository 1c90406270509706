"""The analysis of one chain for a reader at a terminal: sentences first, then tables, two significant figures."""

import sys
from collections.abc import Sequence

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scoring.analysis import ChainAnalysis
from service.cli.console import say
from service.exports.analysis_json import warning_sentence

_CUTS_SHOWN = 5
_PLAIN_WIDTH = 100


def two_figures(value: float, *, signed: bool = False) -> str:
    """A number at two significant figures, never in powers of ten.

    >>> two_figures(0.24469), two_figures(-0.2), two_figures(0.0), two_figures(0.000034), two_figures(0.5, signed=True)
    ('0.24', '-0.2', '0', '0.000034', '+0.5')
    """
    if abs(value) < 1e-9:
        return "0"
    text = f"{value:+.2g}" if signed else f"{value:.2g}"
    if "e" not in text:
        return text
    decimals = max(0, 1 - int(np.floor(np.log10(abs(value)))))
    rounded = float(text)
    return (f"{rounded:+,.{decimals}f}" if signed else f"{rounded:,.{decimals}f}").rstrip("." if not decimals else "")


def show_analysis(name: str, found: ChainAnalysis, rows: int | None) -> None:
    """Print one analysis; at most ``rows`` lines a table, None = all."""
    chain = found.chain
    say(f"{name}: {_count(chain.size, 'person', 'people')}, {_count(len(chain.team), 'colleague', 'colleagues')}")
    say()
    for sentence in (*_verdict(found), *_rule(found), *_dependence(found), *_sensitivity(found)):
        say(sentence)
    for warning in found.warnings:
        say(f"Warning - {warning_sentence(warning).split(': ', 1)[1]}.")
    if chain.size:
        _people(found, rows)
        _departures(found, rows)
        _contacts(found, rows)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _percent(value: float) -> str:
    return f"{two_figures(100 * value)} %"


def _verdict(found: ChainAnalysis) -> list[str]:
    outlook, covered = found.consensus, found.coverage
    lean = "leans towards a yes" if outlook.forecast > 0.05 else "leans towards a no"
    if abs(outlook.forecast) <= 0.05:
        lean = "is balanced"
    low, high = two_figures(outlook.low, signed=True), two_figures(outlook.high, signed=True)
    known = f"Known is {_percent(outlook.known_weight)} of the decision; the rest could move the forecast"
    known = "All of the decision is known." if low == high else f"{known} anywhere between {low} and {high}."
    hang = "hangs on a single thread" if covered.single_threaded else "does not hang on a single thread"
    return [
        f"The account {lean}: forecast {two_figures(outlook.forecast, signed=True)}"
        " on a scale from -1 (all against) to +1 (all for).",
        known,
        f"Probability of a yes under the voting rule: {_percent(outlook.probability_yes)} (uncalibrated).",
        f"Coverage: we reach {_percent(covered.coverage)} of the decision (high is good)"
        f" on {two_figures(covered.threads)} threads; it {hang}."
        if covered.coverage > 0
        else "Coverage: we reach nobody who counts in the decision.",
    ]


def _rule(found: ChainAnalysis) -> list[str]:
    rule, ids = found.rule, found.chain.ids
    voters = [f"{ids[i]} {two_figures(float(rule.votes[i]))}" for i in np.flatnonzero(rule.votes > 0)]
    vetoes = [str(ids[i]) for i in np.flatnonzero(rule.veto)]
    held = ", ".join(voters[:8]) + (f" and {len(voters) - 8} others" if len(voters) > 8 else "")
    sentence = (
        f"Rule ({'assumed' if rule.assumed else 'as stated'}):"
        f" {rule.quota:g} of {rule.votes.sum():g} votes carry the decision ({held or 'nobody votes'})"
    )
    return [sentence + (f"; veto: {', '.join(vetoes)}." if vetoes else ".")] if ids else []


def _dependence(found: ChainAnalysis) -> list[str]:
    sentences = []
    cuts = [" and ".join(map(str, cut)) for cut in found.cuts if cut]
    if cuts:
        more = f"; {len(cuts) - _CUTS_SHOWN} more sets as small" if len(cuts) > _CUTS_SHOWN else ""
        leave = "; or ".join(cuts[:_CUTS_SHOWN])
        sentences.append(f"We lose every path to the decision once these leave: {leave}{more}.")
    if found.worst_pair is not None:
        pair = " and ".join(str(found.chain.ids[i]) for i in found.worst_pair.people)
        apart = _percent(found.worst_pair.fragmentation)
        sentences.append(f"The worst pair to lose is {pair}: {apart} of the pairs left would be out of touch.")
    return sentences


def _sensitivity(found: ChainAnalysis) -> list[str]:
    note = found.sensitivity
    if note.top is None:
        return []
    firm = "is firm" if note.stable else "is NOT firm"
    return [
        f"The ranking {firm}: with all ties up to 20 % stronger or weaker {note.top} stays on top in"
        f" {_percent(note.top_kept)} of the draws."
    ]


def _people(found: ChainAnalysis, rows: int | None) -> None:
    order = np.argsort(-found.weights, kind="stable")
    chain, outlook = found.chain, found.consensus
    lines = [
        (
            f"{chain.ids[i]}{' (blocks)' if found.blockers[i] else ''}",
            two_figures(100 * float(found.power[i])),
            two_figures(100 * float(found.weights[i])),
            two_figures(float(chain.stance[i]), signed=True) if chain.known[i] else "unknown",
            two_figures(float(outlook.opinions[i]), signed=True),
            two_figures(float(outlook.contributions[i]), signed=True),
            two_figures(100 * float(found.gaps[i])),
            two_figures(100 * float(found.reach[i])),
            two_figures(100 * float(found.access.probability[i])),
        )
        for i in order[:rows]
    ]
    say()
    say("People by their weight in the decision")
    _table(
        ("person", "power %", "weight %", "stance", "final", "adds", "gap %", "reach %", "access %"),
        lines,
    )
    _rest(len(order), rows)
    say("power: of the votes. weight: of the decision. stance, final: -1 against, +1 for, before and after all have")
    say("listened. adds: part of the forecast. gap: of the decision, not understood. reach: known to our team.")
    say("access: reached over some chain of introductions. High power, weight, reach and access are good to have.")


def _departures(found: ChainAnalysis, rows: int | None) -> None:
    now = found.consensus
    access_now = float(found.weights @ found.access.probability)
    leavers = sorted(
        found.departures.items(),
        key=lambda pair: abs(pair[1].forecast - now.forecast) + abs(pair[1].coverage - found.coverage.coverage),
        reverse=True,
    )
    lines = [("(today)", now.forecast, now.probability_yes, found.coverage.coverage, access_now)]
    lines += [
        (str(leaver), after.forecast, after.probability_yes, after.coverage, after.access)
        for leaver, after in leavers[:rows]
    ]
    say()
    say("After somebody leaves, of theirs or of ours (largest change first)")
    _table(
        ("leaves", "forecast", "yes %", "coverage %", "access %"),
        [
            (leaver, two_figures(forecast, signed=True), *(two_figures(100 * share) for share in shares))
            for leaver, forecast, *shares in lines
        ],
    )
    _rest(len(leavers), rows)


def _contacts(found: ChainAnalysis, rows: int | None) -> None:
    lines = []
    for contact in found.next_contacts[:rows]:
        paths = found.paths[contact.person]
        way = " > ".join(map(str, paths[0].through)) if paths else "more than four hops"
        parts = (contact.stance_part, contact.coverage_part, contact.gap_part)
        lines.append(
            (
                str(contact.person),
                way,
                two_figures(contact.value),
                two_figures(100 * contact.access),
                *(two_figures(part) for part in parts),
            )
        )
    say()
    if not lines:
        say("Nobody can be contacted next: no path leads to anyone who has not opted out.")
        return
    say("Whom to see next (high value is good; value = access x (stance + coverage + gap) / cost)")
    _table(
        ("person", "best path", "value", "access %", "stance", "coverage", "gap"),
        lines,
        words=2,
    )
    _rest(len(found.next_contacts), rows)


def _table(columns: Sequence[str], lines: Sequence[Sequence[str]], words: int = 1) -> None:
    """Print a table, the first ``words`` columns text that is cut short where it must be, the others numbers."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for place, column in enumerate(columns):
        text = place < words
        table.add_column(column, justify="left" if text else "right", no_wrap=True, overflow="ellipsis")
        if not text:
            # What is cut short is the names, never a number.
            table.columns[place].min_width = max(len(column), *(len(line[place]) for line in lines))
    for line in lines:
        table.add_row(*(Text(cell) for cell in line))
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else _PLAIN_WIDTH, highlight=False).print(table)


def _rest(number: int, rows: int | None) -> None:
    if rows is not None and number > rows:
        say(f"... and {number - rows} more; --all shows them.")
