"""What each number means, one line each."""

from reportlab.platypus import Flowable

from reports import theme
from reports.blocks import Block
from reports.prose import column, table, tabled
from reports.renewal_risk.content import RenewalRiskContent
from reports.setting import Setting
from reports.translation import Translate


def methods(content: RenewalRiskContent, setting: Setting) -> list[Flowable]:
    """The numbers of this report, explained; with the date of the data and the version of the parameters."""
    _ = setting.translate
    columns = [column(setting, _("Number"), 1.3), column(setting, _("What it means"), 4.0)]
    rows: list[list[Block]] = [
        [setting.text(name, theme.CELL.strong()), setting.text(meaning, theme.CELL)] for name, meaning in explained(_)
    ]
    version = _("Data as known on {date}. Parameters: version {version}.").format(
        date=setting.formats.day(content.data_date), version=content.parameter_version
    )
    return tabled(setting, _("How to read the numbers"), table(setting, columns, rows, version))


def explained(_: Translate) -> list[tuple[str, str]]:
    """Each number with its meaning in one line."""
    return [
        (
            _("Probability of renewal"),
            _("From what was known on the data date only; shown as a percentage once past forecasts have earned it."),
        ),
        (_("Revenue at risk"), _("Annual recurring revenue times the probability of losing it.")),
        (
            _("Health score"),
            _("Weighted mean of the observed groups, 0 to 100; confidence is the weight of fresh, complete data."),
        ),
        (
            _("Share of the decision"),
            _("Voting power passed on along who listens to whom; all shares add up to 100 %."),
        ),
        (_("Reach"), _("How well our people know somebody, halved every 90 days since the last confirmation.")),
        (_("Decision that we reach"), _("The sum of share times reach over everybody.")),
        (
            _("Threads"),
            _("How many separate people our reach effectively rests on; below 1.5 one departure can cut us off."),
        ),
        (
            _("Consensus"),
            _("Stances weighted by share, -1 against to +1 in favour; the interval is what is not known."),
        ),
        (_("Unclear"), _("The part of somebody's share that no recent evidence explains.")),
        (_("NPS"), _("Promoters less detractors, with the adjusted Wald interval; few answers give a wide one.")),
        (_("Weight that answered"), _("The part of a role's share of the decision that answered within 180 days.")),
    ]
