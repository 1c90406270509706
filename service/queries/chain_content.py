"""A decision chain as the reports draw and list it."""

from reports import chain as paper
from reports.values import Direction, Measure, Unit
from scoring.decision_rule import RuleGrounds
from scoring.gaps import Placeholder
from service.i18n.catalogue import translator
from service.i18n.labels import text_of
from service.queries.account_analysis import AccountChain


def chain_content(analysis: AccountChain, account_name: str, language: str) -> paper.Chain:
    """The chain of one account with its measures; what the reader may not see of people is left unknown."""
    _ = translator(language)
    found = analysis.analysis
    people = [_person(analysis, person_id, account_name) for person_id in analysis.members]
    people += [_missing(placeholder, language) for placeholder in found.placeholders]
    if not analysis.members:
        return paper.Chain(people=tuple(people))
    return paper.Chain(
        people=tuple(people),
        ties=tuple(
            paper.Tie(tie.kind, str(tie.source_id), str(tie.target_id), tie.strength) for tie in analysis.records.ties
        ),
        rule=_rule(analysis, language),
        rule_assumed=found.rule.assumed,
        coverage=Measure(found.coverage.coverage, Unit.SHARE),
        threads=Measure(found.coverage.threads, Unit.NUMBER),
        single_threaded=found.coverage.single_threaded,
        known_weight=Measure(found.consensus.known_weight, Unit.SHARE),
        forecast=Measure(
            found.consensus.forecast,
            Unit.BALANCE,
            max(-1.0, found.consensus.low),
            min(1.0, found.consensus.high),
            Direction.HIGH_IS_GOOD,
        ),
    )


def _person(analysis: AccountChain, person_id: int, account_name: str) -> paper.Person:
    member = analysis.members[person_id]
    held = analysis.leading_role(person_id)
    stance = analysis.stance_of(person_id)
    place, found = analysis.place(person_id), analysis.analysis
    last = analysis.last_contact.get(person_id)
    return paper.Person(
        key=str(person_id),
        name=member.name,
        title=member.title or "",
        # Only a foreign organisation is worth the room.
        organisation=member.organisation if member.organisation and member.organisation != account_name else "",
        side=member.side,
        role=held.role if held else None,
        sub_role=held.sub_role if held else None,
        stance=stance[0] if stance else None,
        stance_confidence=stance[2] if stance else 0.0,
        decision_weight=float(found.weights[place]),
        reach=float(found.reach[place]),
        gap=float(found.gaps[place]),
        last_contact=last.date() if last else None,
        missing=member.placeholder,
        blocker=bool(analysis.is_blocker(person_id)),
        opted_out=member.do_not_contact,
    )


def _missing(placeholder: Placeholder, language: str) -> paper.Person:
    _ = translator(language)
    return paper.Person(
        key=placeholder.id,
        name=_("{role}, not known").format(role=text_of(placeholder.sub_role or placeholder.role, language)),
        role=placeholder.role,
        sub_role=placeholder.sub_role,
        missing=True,
    )


def _rule(analysis: AccountChain, language: str) -> str:
    _ = translator(language)
    rule = analysis.analysis.rule
    match rule.grounds:
        case RuleGrounds.SOLE_ECONOMIC_BUYER:
            sentence = _("the economic buyer decides alone")
        case RuleGrounds.DECISION_MAKERS:
            sentence = _("more than half of the decision makers")
        case RuleGrounds.EVERYBODY:
            sentence = _("everybody has one vote")
        case RuleGrounds.NOBODY:
            return ""
        case _:
            sentence = _("{quota} of {votes} votes").format(
                quota=f"{rule.quota:g}", votes=f"{float(rule.votes.sum()):g}"
            )
    vetoes = [analysis.name_of(analysis.chain.ids[i]) for i in rule.veto.nonzero()[0]]
    if vetoes:
        sentence = _("{rule}, with a veto for {names}").format(rule=sentence, names=", ".join(vetoes))
    return sentence
