"""The rules by which job titles suggest roles: seeded once, then the installation's own."""

from sqlalchemy import insert, select
from sqlmodel import Session, col

from models.person import TitleRule
from service.imports.titles import TitleRules, default_rules


def seed_title_rules(session: Session) -> int:
    """Write the default rules into an empty table; how many were written."""
    if session.execute(select(col(TitleRule.id)).limit(1)).first() is not None:
        return 0
    rows = [
        {"language": language, "pattern": phrase, "sub_role": sub_role}
        for language, phrase, sub_role in dict.fromkeys(default_rules())
    ]
    unique = list({(row["language"], row["pattern"]): row for row in rows}.values())
    session.execute(insert(TitleRule), unique)
    return len(unique)


def title_rules(session: Session) -> TitleRules:
    """The rules in force: the table's, or the defaults while it is empty."""
    rules = [
        (language, pattern, sub_role)
        for language, pattern, sub_role in session.execute(
            select(col(TitleRule.language), col(TitleRule.pattern), col(TitleRule.sub_role))
        )
    ]
    return TitleRules(rules or default_rules())
