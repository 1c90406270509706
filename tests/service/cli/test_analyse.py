"""``linchpin analyse``: its JSON, its readable page, and every refusal with its place."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli.analyse import analyse

GUIDE = Path(__file__).parents[3] / "docs" / "analyse.md"
DATA = Path(__file__).parents[4] / "shared" / "data"

GOLDEN: dict[str, Any] = {
    "people": [
        {"id": "cfo", "role": "decision_maker", "sub_role": "economic_buyer", "votes": 2, "stance": -0.2},
        {"id": "vp", "role": "decision_maker", "votes": 1, "stance": 0.8, "openness": 0.5, "confidence": 1.0},
        {"id": "it", "role": ["decision_maker", "influencer"], "votes": 1, "stance": 0},
        {"id": "user", "role": "end_user", "stance": 0.6, "cost": 2.0, "do_not_contact": False},
    ],
    "quota": 3,
    "listening": [
        {"person": "cfo", "to": "vp", "share": 0.6},
        {"person": "cfo", "to": "it", "share": 0.3},
        {"person": "vp", "to": "cfo", "share": 1},
        {"person": "vp", "to": "user", "share": 1},
        {"person": "it", "to": "user", "share": 1},
    ],
    "team": [
        {"id": "R1", "strengths": {"cfo": 0.4, "vp": 0.8, "user": 0.6}},
        {"id": "R2", "strengths": {"cfo": 0.2, "user": 0.5}},
    ],
    "required_roles": ["economic_buyer", "champion"],
}


def run(*arguments: str, content: str | bytes | None = None) -> Result:
    return CliRunner().invoke(analyse, list(arguments), input=content)


def answer(document: dict[str, Any]) -> dict[str, Any]:
    result = run("-", "--json", content=json.dumps(document))
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refusals(document: object) -> list[str]:
    content = document if isinstance(document, (str, bytes)) else json.dumps(document)
    result = run("-", "--json", content=content)
    assert result.exit_code == 2
    assert result.stdout == ""
    return [line.removeprefix("standard input: ") for line in result.stderr.splitlines()]


def test_the_golden_example_answers_at_full_precision() -> None:
    found = answer(GOLDEN)
    assert found["rule"] == {
        "assumed": False,
        "grounds": "stated",
        "quota": 3,
        "votes": {"cfo": 2, "vp": 1, "it": 1},
        "vetoes": [],
    }
    cfo = found["people"]["cfo"]
    assert cfo["voting_power"] == pytest.approx(2 / 3, abs=1e-12)
    assert cfo["decision_weight"] == pytest.approx(17 / 44, abs=1e-12)
    assert cfo["final_stance"] == pytest.approx(8 / 55, abs=1e-12)
    assert cfo["reach"] == pytest.approx(0.52, abs=1e-12)
    assert cfo["contribution"] == pytest.approx(-0.2 * 17 / 44, abs=1e-12)
    assert cfo["blocker"] is False
    assert found["consensus"]["forecast"] == pytest.approx(323 / 1320, abs=1e-12)
    assert found["consensus"]["probability_yes"] == pytest.approx(514269 / 968000, abs=1e-12)
    assert found["coverage"]["coverage"] == pytest.approx(631 / 1100, abs=1e-12)
    assert found["departures"]["user"]["forecast"] == pytest.approx(29 / 300, abs=1e-12)
    assert found["departures"]["R1"]["coverage"] == found["coverage"]["without"]["R1"]["coverage"]
    assert found["cut"] == [["R1", "R2"]]
    assert found["paths"]["cfo"][0] == {"through": ["R1", "vp", "cfo"], "probability": pytest.approx(0.8 * 2 / 3)}
    assert found["missing_roles"] == ["champion"]
    assert found["warnings"] == ["missing_role: nobody holds the required role champion"]


def test_every_documented_key_is_there() -> None:
    found = answer(GOLDEN)
    assert set(found["people"]["it"]) == {
        "voting_power", "decision_weight", "final_stance", "reach", "access", "access_error", "gap", "blocker",
        "contribution",
    }  # fmt: skip
    assert set(found["consensus"]) == {"forecast", "low", "high", "known_weight", "probability_yes", "calibrated"}
    assert {"coverage", "threads", "single_threaded", "without"} <= set(found["coverage"])
    assert list(found["departures"]) == ["cfo", "vp", "it", "user", "R1", "R2"]
    assert {"person", "introducer", "value", "access", "stance_part", "coverage_part", "gap_part"} <= set(
        found["next_contacts"][0]
    )
    assert len(found["cut"]) == 1


def test_the_guide_shows_a_document_that_runs_and_explains_every_key_of_its_answer() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    found = answer(json.loads(guide.split("```json\n")[1].split("```")[0]))
    assert found["consensus"]["forecast"] == pytest.approx(323 / 1320, abs=1e-12)
    explained = set(re.findall(r"`([a-z_.*\[\]]+)`", guide.split("## The answer")[1]))
    names = {name.rstrip("[]").split(".")[-1] for name in explained} | {name.split(".")[0] for name in explained}
    parts = [found, found["rule"], found["people"]["cfo"], found["consensus"], found["coverage"], found["sensitivity"]]
    parts += [found["departures"]["r1"], found["next_contacts"][0], found["contact_set"], found["paths"]["cfo"][0]]
    assert {key for part in parts for key in part} - names == set()


def test_ties_are_turned_into_listening() -> None:
    found = answer(
        {
            "people": [{"id": "a", "stance": 1.0}, {"id": "b", "sub_role": "economic_buyer", "stance": None}],
            "ties": [{"kind": "reports_to", "source": "a", "target": "b", "strength": 0.8}],
            "team": [{"id": "r1", "strengths": {"a": 0.5}}],
        }
    )
    # The manager listens to the report with half of .8 and decides alone; half of the manager's mind is the other's,
    # and half of that comes back.
    assert found["rule"]["assumed"] is True
    assert found["people"]["a"]["decision_weight"] == pytest.approx(1 / 3)
    assert found["people"]["b"]["access"] == pytest.approx(0.5 * 0.4)
    assert found["consensus"]["known_weight"] == pytest.approx(1 / 3)


def test_an_unknown_stance_is_unknown_whatever_its_confidence() -> None:
    found = answer({"people": [{"id": "a", "stance": None, "confidence": 1.0}]})
    assert found["consensus"]["known_weight"] == 0.0
    assert found["people"]["a"]["gap"] == 1.0


def test_several_files_answer_one_line_each_in_order(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.json").write_text(json.dumps({"people": [{"id": name}]}), encoding="utf-8")
    result = run(str(tmp_path / "b.json"), str(tmp_path / "a.json"), "-", "--json", content=json.dumps(GOLDEN))
    assert [next(iter(json.loads(line)["people"])) for line in result.stdout.splitlines()] == ["b", "a", "cfo"]


def test_one_wrong_file_stops_all_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "good.json").write_text('{"people": []}', encoding="utf-8")
    result = run(str(tmp_path / "good.json"), str(tmp_path / "absent.json"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{tmp_path / 'absent.json'}: cannot be read: No such file or directory\n"


PERSON = {"id": "a", "votes": 1}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"people": [{**PERSON, "votes": -1}]}, "people[0].votes: must be at least 0"),
        ({"people": [{**PERSON, "votes": "2"}]}, "people[0].votes: must be a number"),
        ({"people": [{**PERSON, "votes": True}]}, "people[0].votes: must be a number"),
        ({"people": [{**PERSON, "stance": 1.1}]}, "people[0].stance: must be at most 1"),
        ({"people": [{**PERSON, "cost": 0}]}, "people[0].cost: must be above 0"),
        ({"people": [{**PERSON, "veto": 1}]}, "people[0].veto: must be true or false"),
        ({"people": [{**PERSON, "mood": 1}]}, "people[0].mood: is not a key of this document"),
        ({"people": [{"votes": 1}]}, "people[0].id: is required"),
        ({"people": [{"id": " "}]}, "people[0].id: must be visible text on one line"),
        ({"people": [PERSON, PERSON]}, "people[1].id: 'a' is the id of somebody else already"),
        (
            {"people": [{**PERSON, "role": "boss"}]},
            "people[0].role: must be one of 'decision_maker', 'influencer' or 'end_user'",
        ),
        ({"people": [PERSON], "quota": 2}, "quota: 2 is more than the 1 votes that there are"),
        ({"people": [PERSON], "quota": 0}, "quota: must be above 0 unless somebody holds a veto"),
        ({"people": [PERSON], "team": [{"id": "a"}]}, "team[0].id: 'a' is the id of somebody else already"),
        (
            {"people": [PERSON], "team": [{"id": "r", "strengths": {"b": 0.5}}]},
            "team[0].strengths.b: 'b' is not the id of a person",
        ),
        (
            {"people": [PERSON], "team": [{"id": "r", "strengths": {"a": 1.5}}]},
            "team[0].strengths.a: must be at most 1",
        ),
        (
            {"people": [PERSON], "listening": [{"person": "a", "to": "x", "share": 1}]},
            "listening[0].to: 'x' is not the id of a person",
        ),
        (
            {"people": [PERSON], "ties": [{"kind": "works_with", "source": "a", "target": "a"}]},
            "ties[0].target: 'a' cannot be tied to themselves",
        ),
        ({"people": [{"id": str(i)} for i in range(501)]}, "people: holds 501 entries, at most 500 are analysed"),
        ({"persons": []}, "people: is required"),
        ([], "must be an object"),
        ('{"people": [{"id": "a", "votes": NaN}]}', "people[0].votes: must be a finite number"),
        ('{"people": [{"id": "a", "stance": -1e999}]}', "people[0].stance: must be a finite number"),
        ('{"people": [], "people": []}', "names the key 'people' twice in one object"),
        ('{"people": [{"id": "\\ud800"}]}', "people[0].id: must be text without broken characters"),
        ('{"people": ', "is not JSON: Expecting value at line 1, column 12"),
        ("[" * 100_000, "is nested too deeply"),
        (b"\xff\xfe", "is not UTF-8 text"),
    ],
)
def test_a_refusal_names_its_place(document: object, expected: str) -> None:
    assert expected in refusals(document)


def test_all_faults_are_named_at_once() -> None:
    both = {"listening": [{"person": "a", "to": "a", "share": 1}], "ties": [
        {"kind": "influences", "source": "a", "target": "b"}]}  # fmt: skip
    assert refusals({"people": [PERSON], **both}) == [
        "ties: give either listening or ties, not both",
        "ties[0].target: 'b' is not the id of a person",
    ]


def test_standard_input_is_read_once_only() -> None:
    assert "once only" in run("-", "-", content="{}").stderr


def test_the_readable_page_says_the_verdict_its_units_and_two_figures() -> None:
    page = run("-", content=json.dumps(GOLDEN)).stdout
    assert "forecast +0.24 on a scale from -1 (all against) to +1 (all for)" in page
    assert "Probability of a yes under the voting rule: 53 % (uncalibrated)." in page
    assert "Coverage: we reach 57 % of the decision (high is good) on 3 threads; it hangs on a single thread." in page
    assert "We lose every path to the decision once these leave: R1 and R2." in page
    assert "Warning - nobody holds the required role champion." in page
    assert [line.split() for line in page.splitlines() if line.startswith(" cfo ")] == [
        ["cfo", "67", "39", "-0.2", "+0.15", "-0.077", "0", "52", "85"],
        ["cfo", "+0.36", "61", "42", "81"],
        ["cfo", "R1", ">", "vp", ">", "cfo", "0.55", "85", "0.46", "0.19", "0"],
    ]


def test_a_long_page_is_cut_unless_all_is_asked_for() -> None:
    crowd = json.dumps({"people": [{"id": f"p{i}"} for i in range(30)]})
    assert "... and 10 more; --all shows them." in run("-", content=crowd).stdout
    assert "more; --all" not in run("-", "--all", content=crowd).stdout


def test_markup_in_a_name_is_shown_as_it_is() -> None:
    assert "[red]a[/red]" in run("-", content=json.dumps({"people": [{"id": "[red]a[/red]"}]})).stdout


def rows_of(name: str) -> list[dict[str, str]]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_managers_of_krackhardt_are_analysed_as_a_real_chain() -> None:
    folder = "net_krackhardt_hightech"
    managers, advice = rows_of(f"{folder}/managers.csv"), rows_of(f"{folder}/advice.csv")
    document = {
        "people": [{"id": row["id"], "role": "decision_maker" if row["level"] == "1" else None} for row in managers],
        # Who asks for advice listens to the one who is asked.
        "ties": [{"kind": "influences", "source": row["target"], "target": row["source"]} for row in advice],
        "team": [{"id": "r1", "strengths": {"20": 0.5}}],
    }
    found = answer(document)
    weights = {person: entry["decision_weight"] for person, entry in found["people"].items()}
    assert sum(weights.values()) == pytest.approx(1.0, abs=1e-12)
    # The president (7) decides; next weighs somebody whose advice the president asks for.
    asked = {row["target"] for row in advice if row["source"] == "7"}
    second = max((person for person in weights if person != "7"), key=lambda person: weights[person])
    assert second in asked
    assert max(weights, key=lambda person: weights[person]) == "7"
    assert found["cut"][0] == ["r1"]


def test_a_hierarchy_of_290_people_is_exact_in_its_access() -> None:
    staff = rows_of("crm_adventureworks/employees_hierarchy.csv")
    document = {
        "people": [
            {"id": row["BusinessEntityID"], "sub_role": "economic_buyer" if not row["ManagerID"] else "user"}
            for row in staff
        ],
        "ties": [
            {"kind": "reports_to", "source": row["BusinessEntityID"], "target": row["ManagerID"], "strength": 0.8}
            for row in staff
            if row["ManagerID"]
        ],
        "team": [{"id": "r1", "strengths": {"3": 0.5}}],
    }
    found = answer(document)
    # 3 reports to 2, who reports to 1: each listens to a report with half of .8.
    assert found["people"]["1"]["access"] == pytest.approx(0.5 * 0.4 * 0.4, abs=1e-12)
    assert {entry["access_error"] for entry in found["people"].values()} == {0.0}
    assert found["cut"] == [["r1"], ["1"], ["2"], ["3"]]
