"""The mails that bring a report: one function a kind."""

from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date

from reports.formats import Formats
from reports.labels import band_label
from reports.values import Money
from scoring.vocabulary import RiskBand
from service.i18n.catalogue import locale_of, translator
from service.mail.compose import compose
from service.mail.letter import Button, Composed, Facts, Letter, Paragraph


@dataclass(frozen=True, slots=True)
class RenewalFacts:
    """What the mail with a renewal-risk report says of the account; None where it is not known."""

    account: str
    band: RiskBand
    contract_end: date | None = None
    arr: Money | None = None
    at_risk: Money | None = None


def renewal_risk_mail(facts: RenewalFacts, *, month: date, language: str, account_url: str) -> Composed:
    """The month's renewal-risk report of one account, for those in charge of it."""
    _, formats = translator(language), _formats(language)
    band = band_label(facts.band, _)
    rows = [(_("Renewal"), band)]
    if facts.contract_end is not None:
        rows.append((_("Contract ends"), formats.day(facts.contract_end)))
    if facts.arr is not None:
        rows.append((_("Annual recurring revenue"), formats.money(facts.arr)))
    if facts.at_risk is not None:
        rows.append((_("Revenue at risk"), formats.money(facts.at_risk)))
    subject = _("{account}: renewal risk, {month}").format(account=facts.account, month=_month(month, language))
    return compose(
        Letter(
            language=language,
            subject=subject,
            preview=band,
            heading=facts.account,
            blocks=(
                Paragraph(_("The renewal-risk report of {month} is attached.").format(month=_month(month, language))),
                Facts(tuple(rows)),
                Button(_("Open the account"), account_url),
            ),
            foot=_("You get this mail because you are in charge of this account."),
        )
    )


@dataclass(frozen=True, slots=True)
class PortfolioFacts:
    """What the mail with the leadership report says of the portfolio; None where it is not known."""

    accounts: int
    decisions: int
    at_risk: Money | None = None
    low: Money | None = None
    high: Money | None = None
    retention: float | None = None


def leadership_mail(facts: PortfolioFacts, *, month: date, language: str, portfolio_url: str) -> Composed:
    """The month's report on the whole portfolio, for leadership."""
    _, formats = translator(language), _formats(language)
    rows = [(_("Accounts"), formats.number(facts.accounts))]
    if facts.retention is not None:
        rows.append((_("Revenue retained, 12 months"), formats.share(facts.retention)))
    if facts.at_risk is not None:
        amount = formats.compact_money(facts.at_risk)
        if facts.low is not None and facts.high is not None:
            low, high = formats.compact_money(facts.low), formats.compact_money(facts.high)
            amount += " (" + _("{low} to {high}").format(low=low, high=high) + ")"
        rows.append((_("Revenue at risk"), amount))
    rows.append((_("Accounts that need a decision"), formats.number(facts.decisions)))
    written = _month(month, language)
    return compose(
        Letter(
            language=language,
            subject=_("Portfolio: retention and money at risk, {month}").format(month=written),
            heading=_("Portfolio, {month}").format(month=written),
            blocks=(
                Paragraph(_("The report of {month} is attached.").format(month=written)),
                Facts(tuple(rows)),
                Button(_("Open the portfolio"), portfolio_url),
            ),
            foot=_("You get this mail because your role is leadership."),
        )
    )


def _formats(language: str) -> Formats:
    return Formats(Locale.parse(locale_of(language)), translator(language))


def _month(month: date, language: str) -> str:
    chinese = locale_of(language).startswith("zh")
    return format_date(month, "y年M月" if chinese else "MMMM y", locale=locale_of(language))
