"""Earlier survey answers from a file: who said what, when; people who answered are added where they are missing."""

from typing import Any

from models.person import Person
from models.survey import Response
from models.vocabulary import ResponseSource, SurveyPurpose
from scoring.vocabulary import QuestionKind, ScoreFamily
from service.imports.headers import plain_header
from service.imports.rows import ParsedRow
from service.keys import email_key, name_key
from service.operations.importing.memberships import MAX_PEOPLE, Memberships, Placed
from service.operations.importing.places import PeopleOnAccounts, split
from service.operations.importing.plain import PlainImporter
from service.operations.importing.records import Item, RecordWriter, made_key, merge_doubles
from service.operations.importing.suppression import heed_suppression

_SCALES: dict[QuestionKind, tuple[float, float]] = {
    QuestionKind.NPS: (0.0, 10.0),
    QuestionKind.CSAT: (1.0, 5.0),
    QuestionKind.CES: (1.0, 7.0),
}


class ResponseImporter(PlainImporter):
    """One answered survey a row."""

    model = Response
    names_people = True

    def __init__(self, context: Any) -> None:
        super().__init__(context)
        self.people = RecordWriter(context, self.lookups, Person)
        self.memberships = Memberships(context, self.lookups)

    def item(self, row: ParsedRow, account: int, people: PeopleOnAccounts | None) -> Item | None:
        """The response of a row; its person may still have to be created."""
        values = row.values
        if "score" not in values and "comment" not in values:
            row.refuse(
                self.context.reader.column("score"), None, "missing", "The row has neither a score nor a comment."
            )
            return None
        metric = self._metric(values)
        low, high = _SCALES.get(metric, (0.0, 10.0))
        low, high = values.get("scale_low", low), values.get("scale_high", high)
        score = values.get("score")
        if score is not None and (low >= high or not low <= score <= high):
            row.refuse(
                self.context.reader.column("score"), f"{score:g}", "out_of_scale",
                "A score of this scale lies between %(low)s and %(high)s.", low=f"{low:g}", high=f"{high:g}",
            )  # fmt: skip
            return None
        if metric is QuestionKind.NPS and score is not None and not score.is_integer():
            row.refuse(
                self.context.reader.column("score"), f"{score:g}", "out_of_scale", "An NPS score is a whole number."
            )
            return None
        person = self._person(account, values, people)
        if (
            person is None
            and self._names_somebody(values)
            and people is not None
            and len(people.members(account)) >= MAX_PEOPLE
        ):
            row.refuse(
                None, None, "too_many_people", "The account would have more than %(most)s people.", most=MAX_PEOPLE
            )
            return None
        transactional = metric in {QuestionKind.CSAT, QuestionKind.CES}
        fields: dict[str, Any] = {
            "account_id": account,
            "metric": metric if score is not None else None,
            "score": score,
            "scale_low": low,
            "scale_high": high,
            "answered_at": values["answered_at"],
            "purpose": values.get(
                "purpose", SurveyPurpose.TRANSACTIONAL if transactional else SurveyPurpose.RELATIONSHIP
            ),
            "family": values.get("family", ScoreFamily.CUSTOMER),
        }
        if person is not None:
            fields["person_id"] = person
        for name in ("comment", "language"):
            if name in values:
                fields[name] = values[name]
        who = (values.get("person_id"), values.get("person_email"), values.get("person"))
        key = values.get("external_id") or made_key(
            "response", account, *who, metric.value, values["answered_at"].isoformat(),
            None if any(who) else (score, values.get("comment")),
        )  # fmt: skip
        defaults = {
            "source": ResponseSource.IMPORT, "entered_by_id": self.context.principal.user_id, "low_is_good": False,
            "language": "en", "comment": None, "person_id": None,
        }  # fmt: skip
        return Item(row, key, fields, {n: v for n, v in defaults.items() if n not in fields})

    def _metric(self, values: dict[str, Any]) -> QuestionKind:
        """The metric that the row states, else the one that its score's column is named for, else NPS."""
        stated = values.get("metric")
        if isinstance(stated, QuestionKind):
            return stated
        header = plain_header(self.context.reader.column("score") or "")
        if any(word in header for word in ("csat", "satisfaction", "满意")):
            return QuestionKind.CSAT
        return QuestionKind.CES if any(word in header for word in ("ces", "effort", "费力")) else QuestionKind.NPS

    def _person(self, account: int, values: dict[str, Any], people: PeopleOnAccounts | None) -> int | None:
        for name in ("person_id", "person_email", "person"):
            if people is not None and name in values:
                found = people.find(account, values[name])
                if found is not None:
                    return found
        return None

    def _names_somebody(self, values: dict[str, Any]) -> bool:
        return "person_email" in values or "person" in values

    def write(self, rows: list[ParsedRow]) -> None:
        """Add the people who are missing, then the responses, then the roles that the file states."""
        items = self.items(rows)
        counts = dict(self.context.counts)
        self._add_people(items)
        self.context.counts.clear()
        self.context.counts.update(counts)
        self.writer.write(items)
        self.context.stale.update(i.values["account_id"] for i in items if i.created or i.changed)

    def _add_people(self, items: list[Item]) -> None:
        missing: dict[str, tuple[Item, list[Item]]] = {}
        known: list[Placed] = []
        for item in items:
            values, account = item.row.values, item.values["account_id"]
            if item.values.get("person_id") is not None:
                if "role" in values:
                    known.append(Placed(Item(item.row, None, {}, {}, item.values["person_id"]), [account]))
                continue
            if not self._names_somebody(values):
                continue
            email = split(values["person_email"])[0] if "person_email" in values else None
            name = values.get("person") or email or ""
            fields = {"name": name, "name_key": name_key(name)}
            if email is not None:
                fields |= {"email": email, "email_key": email_key(email)}
            key = values.get("person_id") or made_key("person", fields.get("email_key"), fields["name_key"], account)
            missing.setdefault(key, (Item(item.row, key, fields, {}), []))[1].append(item)
        new = [person for person, _ in missing.values()]
        self.people.find(new)
        heed_suppression(self.context, new)
        self.people.write(merge_doubles(new))
        for person, answers in missing.values():
            for item in answers:
                item.values["person_id"] = person.record_id
        placed = [Placed(person, [answers[0].values["account_id"]]) for person, answers in missing.values()]
        self.memberships.write([*placed, *known])
