"""Coverage and threads of many chains at once; see :mod:`scoring.coverage` for what they mean."""

from dataclasses import dataclass

import numpy as np

from scoring.batch_chains import ChainBatch
from scoring.chain import Flags, Floats
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters


@dataclass(frozen=True, eq=False)
class BatchCoverage:
    """``reach`` : (N,). ``coverage``, ``threads``, ``single_threaded`` : (a,).

    ``reach_without`` : (S,) how surely the person of each relationship is still reached without its colleague.
    """

    reach: Floats
    coverage: Floats
    threads: Floats
    single_threaded: Flags
    reach_without: Floats


def batch_coverage(
    batch: ChainBatch, weights: Floats, parameters: ChainParameters = DEFAULT_PARAMETERS
) -> BatchCoverage:
    """C = sum omega_i r_i and its threads for every account. ``weights`` (N,)."""
    missed, missed_without = _missed(batch)
    reach = 1.0 - missed
    parts = weights * reach
    coverage = batch.total(parts)
    threads = batch_threads(batch, parts, coverage)
    covered = coverage > 0
    largest = np.divide(batch.largest(parts), coverage, out=np.zeros_like(coverage), where=covered)
    lost = weights[batch.known] * (missed_without - missed[batch.known])
    colleagues = len(batch.colleague_account)
    carried = np.bincount(batch.knower, weights=lost, minlength=colleagues).astype(np.float64)
    heaviest = np.zeros(batch.accounts)
    np.maximum.at(heaviest, batch.colleague_account, carried)
    heaviest = np.divide(heaviest, coverage, out=np.zeros_like(coverage), where=covered)
    single = (
        (threads < parameters.single_thread_count - 1e-12)
        | (largest > parameters.single_thread_share + 1e-12)
        | (heaviest > parameters.single_thread_colleague + 1e-12)
    )
    return BatchCoverage(reach, coverage, threads, np.asarray(single, dtype=np.bool_), 1.0 - missed_without)


def _missed(batch: ChainBatch) -> tuple[Floats, Floats]:
    """prod (1 - s_ui) of each person (N,), and the same without the colleague of each relationship (S,)."""
    order = np.argsort(batch.known, kind="stable")
    known, missing = batch.known[order], 1.0 - batch.strength[order]
    people = np.ones(len(batch.stance))
    without = np.ones(len(order))
    if len(order):
        first = np.flatnonzero(np.diff(known, prepend=-1))
        certain = missing <= 0
        product = np.multiply.reduceat(np.where(certain, 1.0, missing), first)
        certainties = np.add.reduceat(certain.astype(np.intp), first)
        people[known[first]] = np.where(certainties > 0, 0.0, product)
        group = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(order))))
        others_certain = certainties[group] - certain
        rest = np.where(certain, product[group], product[group] / np.where(certain, 1.0, missing))
        without[order] = np.where(others_certain > 0, 0.0, rest)
    return people, without


def batch_threads(batch: ChainBatch, parts: Floats, total: Floats) -> Floats:
    """N = 1 / sum sigma_i^2, (a,), from ``parts`` (N,) and their sums ``total`` (a,); 0 without any."""
    per_person = total[batch.account_of]
    shares = np.divide(parts, per_person, out=np.zeros_like(parts), where=per_person > 0)
    return counted(batch.total(shares * shares))


def counted(squares: Floats) -> Floats:
    """1 / sums of squared shares; whole numbers missed by rounding alone are whole, and 0 stays 0."""
    count = np.divide(1.0, squares, out=np.zeros_like(squares), where=squares > 0)
    whole = np.rint(count)
    return np.where(np.abs(count - whole) < 1e-12, whole, count)
