"""The rules by which job titles suggest roles: the delivered ones, until the installation has its own."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.person import TitleRule
from service.imports.titles import TitleRules, default_rules


def title_rules(session: Session) -> TitleRules:
    """The rules in force: the table's, or the defaults while it is empty."""
    rules = [
        (language, pattern, sub_role)
        for language, pattern, sub_role in session.execute(
            select(col(TitleRule.language), col(TitleRule.pattern), col(TitleRule.sub_role))
        )
    ]
    return TitleRules(rules or default_rules())
