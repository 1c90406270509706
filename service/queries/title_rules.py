"""The rules by which job titles suggest roles, as an administrator looks through them."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.person import TitleRule
from scoring.vocabulary import SubRole
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import NotFound
from service.queries.listing import contains

PAGE = 50


@dataclass(frozen=True)
class TitleRuleRow:
    """One rule: titles of ``language`` that hold ``pattern`` suggest ``sub_role``."""

    id: int
    language: str
    pattern: str
    sub_role: SubRole


@dataclass(frozen=True)
class TitleRulePage:
    """A page of the rules, by phrase; ``languages`` are those that any rule has."""

    rows: list[TitleRuleRow]
    total: int
    page: int
    pages: int
    languages: list[str]


def title_rule_page(
    session: Session, principal: Principal, *, language: str = "", search: str = "", page: int = 1
) -> TitleRulePage:
    """The rules of one language, or of all, whose phrase holds ``search``.

    :raises Forbidden: the role does not administer.
    """
    require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    wanted = select(col(TitleRule.id), col(TitleRule.language), col(TitleRule.pattern), col(TitleRule.sub_role))
    if language:
        wanted = wanted.where(col(TitleRule.language) == language)
    if search.strip():
        wanted = wanted.where(contains([TitleRule.pattern], search.strip()[:200]))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    ordered = wanted.order_by(col(TitleRule.pattern), col(TitleRule.language)).limit(PAGE).offset((page - 1) * PAGE)
    rows = [TitleRuleRow(*row) for row in session.execute(ordered)]
    languages = sorted(session.scalars(select(col(TitleRule.language)).distinct()))
    return TitleRulePage(rows, total, page, pages, languages)


def title_rule(session: Session, principal: Principal, rule_id: int) -> TitleRuleRow:
    """One rule.

    :raises Forbidden: the role does not administer; :raises NotFound: there is none.
    """
    require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    held = session.get(TitleRule, rule_id)
    if held is None:
        raise NotFound
    return TitleRuleRow(held.id, held.language, held.pattern, held.sub_role)
