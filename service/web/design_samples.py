"""Made-up accounts and people for the page that shows every component; nothing here is read from the database."""

from datetime import date
from decimal import Decimal
from typing import Any

AS_OF = date(2026, 11, 20)


def accounts() -> list[dict[str, Any]]:
    """A short portfolio: one account of each risk band, names in two scripts, amounts of different length."""
    keys = ("name", "code", "arr", "days", "band", "probability", "low", "high", "health", "confidence")
    rows = [
        ("Nordwind Logistik GmbH", "NL-204", Decimal("486000"), 45, "high", 0.41, 0.28, 0.55, 38, 0.81),
        ("上海明远科技有限公司", "SH-118", Decimal("1240000"), 96, "medium", 0.68, 0.55, 0.79, 57, 0.72),
        ("Harbour & Finch", "HF-031", Decimal("92500"), 210, "low", 0.93, 0.88, 0.96, 84, 0.9),
        ("Castellan Insurance", "CI-077", Decimal("310000"), 133, "unknown", None, None, None, None, 0.31),
    ]
    histories = ([62, 60, 55, 47, 44, 38], [51, 50, 55, 58, 56, 57], [75, 78, 80, 79, 83, 84], [None, 60, None, 58])
    return [
        {**dict(zip(keys, row, strict=True)), "history": history} for row, history in zip(rows, histories, strict=True)
    ]


def contributions() -> list[dict[str, Any]]:
    """How a health score of 57 differs from the segment's mean of 64, group by group."""
    return [
        {"label": "Sentiment", "value": -6.4},
        {"label": "Relationships", "value": -4.1},
        {"label": "Usage", "value": 5.2},
        {"label": "Support", "value": -2.6},
        {"label": "Commercial", "value": 0.9},
    ]


MONTHS = ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]


def charts() -> dict[str, dict[str, Any]]:
    """One specification of each kind of chart."""
    return {**over_time(), **by_item(), **by_two_measures()}


def over_time() -> dict[str, dict[str, Any]]:
    """Figures by month: a line with its interval, stacked columns."""
    return {
        "line": {
            "kind": "line",
            "format": "EUR",
            "min": 0,
            "x": MONTHS,
            "series": [
                {
                    "name": "At risk",
                    "values": [610000, 580000, 655000, 720000, 690000, 742000],
                    "low": [480000, 450000, 520000, 590000, 560000, 610000],
                    "high": [760000, 720000, 800000, 860000, 830000, 890000],
                },
                {"name": "Renewed", "values": [220000, 310000, 280000, 340000, 410000, 380000], "tone": "unknown"},
            ],
        },
        "columns": {
            "kind": "columns",
            "stacked": True,
            "x": MONTHS,
            "series": [
                {"name": "Detractors", "values": [4, 6, 5, 8, 7, 9], "tone": "opponent"},
                {"name": "Passives", "values": [12, 10, 13, 9, 11, 10], "tone": "neutral"},
                {"name": "Promoters", "values": [18, 20, 17, 16, 19, 15], "tone": "advocate"},
            ],
        },
    }


def by_item() -> dict[str, dict[str, Any]]:
    """Figures by name: bars from zero, estimates on a common scale."""
    return {
        "bars": {
            "kind": "bars",
            "items": [
                {"name": "Reply time", "value": 0.34, "low": 0.21, "high": 0.46},
                {"name": "Onboarding", "value": 0.27, "low": 0.15, "high": 0.38},
                {"name": "Price", "value": 0.18, "low": 0.09, "high": 0.29},
                {"name": "Reporting", "value": 0.08, "low": 0.01, "high": 0.17},
            ],
            "format": "percent",
            "min": 0,
        },
        "dots": {
            "kind": "dots",
            "items": [
                {"name": "Decision makers", "value": -0.12, "low": -0.55, "high": 0.31},
                {"name": "Influencers", "value": 0.25, "low": -0.02, "high": 0.51},
                {"name": "End users", "value": 0.48, "low": 0.37, "high": 0.58},
            ],
            "min": -1,
            "max": 1,
            "reference": 0,
        },
    }


def by_two_measures() -> dict[str, dict[str, Any]]:
    """Points: accounts by two measures, forecasts against what came true."""
    return {
        "scatter": {
            "kind": "scatter",
            "x": "Threads",
            "y": "Renewal",
            "format": "percent",
            "min": 0,
            "max": 1,
            "points": [
                {"name": "Nordwind", "x": 1.2, "y": 0.41, "size": 18, "tone": "high", "href": "#charts"},
                {"name": "明远科技", "x": 2.4, "y": 0.68, "size": 30, "tone": "medium", "href": "#charts"},
                {"name": "Harbour & Finch", "x": 3.9, "y": 0.93, "size": 10, "tone": "low", "href": "#charts"},
            ],
        },
        "calibration": {
            "kind": "calibration",
            "x": "Forecast",
            "y": "Came true",
            "points": [
                {"x": 0.12, "y": 0.16, "low": 0.08, "high": 0.27, "n": 41},
                {"x": 0.33, "y": 0.29, "low": 0.18, "high": 0.42, "n": 56},
                {"x": 0.58, "y": 0.61, "low": 0.5, "high": 0.71, "n": 83},
                {"x": 0.84, "y": 0.88, "low": 0.81, "high": 0.93, "n": 120},
            ],
        },
    }


def chain() -> dict[str, Any]:
    """A chain with every shape, stance and tie: a coach who left, a missing approver, a blocker, a partner."""
    people = [
        _person(1, "Ingrid Solberg", "CFO", "decision_maker", "economic_buyer", None, 0.29, veto=True),
        _person(2, "Marek Dvořák", "VP Operations", "decision_maker", "executive_sponsor", "supporter", 0.21, 0.8),
        _person(3, "陈晓燕", "Head of IT", "influencer", "technical_evaluator", "sceptic", 0.16, 0.7, blocker=True),
        _person(4, "Priya Raman", "Logistics manager", "influencer", "champion", "advocate", 0.12, 0.9),
        _person(5, "Jonas Keller", "Procurement", "influencer", "procurement", "neutral", 0.08, 0.5),
        _person(6, "Nobody known", "Legal approver", "decision_maker", "approver", None, None, placeholder=True),
        _person(7, "Amélie Roux", "Planner", "end_user", "power_user", "supporter", 0.05, 0.9),
        _person(8, "Tom Okafor", "Dispatcher", "end_user", "user", "opponent", 0.05, 0.6),
        _person(9, "Lena Brandt", "Former lead", "influencer", "coach", "advocate", None, left_on="2026-09-30"),
        _person(
            10,
            "周伟",
            "Adviser, Meridian Partners",
            "influencer",
            "external_adviser",
            "neutral",
            0.04,
            0.3,
            side="partner",
        ),
    ]
    ties = [
        ("reports_to", 2, 1, 0.9), ("reports_to", 3, 2, 0.8), ("reports_to", 4, 2, 0.8), ("reports_to", 5, 1, 0.7),
        ("reports_to", 7, 4, 0.8), ("reports_to", 8, 4, 0.8), ("reports_to", 9, 2, 0.4),
        ("influences", 3, 1, 0.9), ("influences", 4, 2, 0.5), ("influences", 10, 3, 0.3), ("influences", 7, 3, 0.4),
        ("works_with", 4, 5, 0.5), ("conflicts", 3, 4, 0.6),
    ]  # fmt: skip
    keys = ("kind", "source", "target", "strength")
    return {
        "account": {"id": 0, "name": "Nordwind Logistik GmbH"},
        "as_of": AS_OF.isoformat(),
        "version": 1,
        "editable": True,
        "people": people,
        "ties": [{"id": at, **dict(zip(keys, tie, strict=True))} for at, tie in enumerate(ties)],
    }


def _person(
    key: int,
    name: str,
    title: str,
    role: str,
    sub_role: str,
    stance: str | None,
    weight: float | None,
    confidence: float | None = None,
    **more: Any,
) -> dict[str, Any]:
    """One person of the sample chain as the map reads it."""
    return {
        "id": key,
        "name": name,
        "title": title,
        "roles": [{"role": role, "sub_role": sub_role}],
        "stance": stance,
        "decision_weight": weight,
        "confidence": confidence,
        "reach": None if weight is None else round(min(1.0, weight * 3), 2),
        "blocker": False,
        "veto": False,
        "placeholder": False,
        **more,
    }
