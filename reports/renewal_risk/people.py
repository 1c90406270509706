"""Who decides: the chain drawn, its legend, and the people as a table."""

from reportlab.platypus import Flowable

from reports.flowables import Placed
from reports.network import MOST_CURVES, TALLEST, Network
from reports.network_geometry import fitted
from reports.network_layout import MOST_DRAWN
from reports.network_legend import Legend
from reports.page import FRAME_WIDTH
from reports.people_table import people_table
from reports.prose import chapter, empty, note, paragraph, subheading
from reports.renewal_risk.content import RenewalRiskContent
from reports.setting import Setting
from scoring.vocabulary import TieKind


def decision_chain(content: RenewalRiskContent, setting: Setting) -> list[Flowable]:
    """The network, what it adds up to, and everybody in it."""
    _, formats, chain = setting.translate, setting.formats, content.chain
    if not chain.people:
        text = _(
            "Nobody is mapped on this account. Next step: add the people who decide, influence and use, or import them "
            "with their managers; the chain is then drawn here."
        )
        return [*chapter(setting, _("Who decides")), empty(setting, text)]
    network, legend = Network(chain, setting, account=content.account.name), Legend(setting)
    room = network.wrap(FRAME_WIDTH, 0.0)[1] + legend.height(FRAME_WIDTH) + 70.0
    story = chapter(setting, _("Who decides"), room=room)
    if chain.rule:
        rule = _("{rule} (assumed)").format(rule=chain.rule) if chain.rule_assumed else chain.rule
        story.append(paragraph(setting, _("Decision rule: {rule}").format(rule=rule)))
    story += [network, Placed(legend, after=4.0)]
    story += [note(setting, text) for text in _left_out(content, setting)]
    date = formats.day(content.data_date)
    unit = _("Shares of the decision add up to 100 %. Reach and stance fade with time; all as known on {date}.")
    grid = people_table(chain.people, setting, unit.format(date=date))
    return [*story, *subheading(setting, _("The people"), room=grid.beginning(FRAME_WIDTH) + 35.0), grid]


def _left_out(content: RenewalRiskContent, setting: Setting) -> list[str]:
    """What the drawing leaves out, said in words."""
    _, chain = setting.translate, content.chain
    remarks = []
    if len(chain.people) > MOST_DRAWN:
        words = _("The drawing shows {shown} of {total} people, those with the largest share; the table lists all.")
        remarks.append(words.format(shown=MOST_DRAWN, total=len(chain.people)))
    drawn = fitted(chain, FRAME_WIDTH, TALLEST).nodes
    curved = [t for t in chain.ties if t.kind is not TieKind.REPORTS_TO and t.source in drawn and t.target in drawn]
    if len(curved) > MOST_CURVES:
        words = _("Of {total} ties of influence the {shown} strongest are drawn.")
        remarks.append(words.format(shown=MOST_CURVES, total=len(curved)))
    return remarks
