"""Render a report's content to PDF bytes."""

import re
from functools import partial
from io import BytesIO
from pathlib import Path

from reports.fonts.typeface import DEFAULT_FOLDER
from reports.page import NumberedCanvas, document
from reports.portfolio import layout as portfolio
from reports.portfolio.content import PortfolioContent
from reports.renewal_risk import layout as renewal_risk
from reports.renewal_risk.content import RenewalRiskContent
from reports.setting import setting
from reports.translation import Translate


def render(
    content: RenewalRiskContent | PortfolioContent, *, translate: Translate, fonts: Path = DEFAULT_FOLDER
) -> bytes:
    """The report as a PDF. The same content, translation and fonts give the same bytes.

    Args:
        content: what to show; its ``locale`` decides how numbers and dates are written.
        translate: a gettext function for that locale; it is called with English texts.
        fonts: the folder of the built fonts (``python -m reports.fonts.build``).

    Raises:
        reports.fonts.typeface.FontsNotBuiltError: if the folder does not hold the fonts.
    """
    chosen = setting(content.locale, translate, fonts)
    if isinstance(content, RenewalRiskContent):
        story, furniture = renewal_risk.story(content, chosen), renewal_risk.furniture(content, chosen)
    else:
        story, furniture = portfolio.story(content, chosen), portfolio.furniture(content, chosen)
    target = BytesIO()
    paper = document(
        target,
        title=chosen.text(furniture.report).text,
        subject=chosen.text(f"{furniture.subject}, {furniture.data_date}").text,
        language="zh-CN" if chosen.formats.chinese else str(chosen.formats.locale.language),
    )
    paper.build(story, canvasmaker=partial(NumberedCanvas, setting=chosen, furniture=furniture))
    return target.getvalue()


def page_count(pdf: bytes) -> int:
    """How many pages a PDF made by :func:`render` has.

    >>> page_count(b"<< /Count 8 /Type /Outlines >> << /Count 3 /Kids [ 1 0 R ] /Type /Pages >>")
    3
    """
    # The outline counts its entries under the same name; only the tree of pages has kids.
    found = re.search(rb"/Count (\d+) /Kids", pdf)
    return int(found.group(1)) if found else 0
