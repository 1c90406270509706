"""A letter as HTML that mail programs show alike, on a desk and on a phone, light and dark: written in MJML.

Every text is escaped. The font family names fonts of the reader's own machine, so that nothing is fetched from
elsewhere; there are no pictures, hence nothing that tells us who opened what.
"""

import unicodedata
from html import escape

from mjml import mjml2html

from service.mail.letter import Block, Button, Facts, Letter, Paragraph, Scale

FONTS = "Inter, 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Segoe UI', Helvetica, Arial, sans-serif"
SHORT = 20
_ACCENT, _TEXT, _MUTED, _LINE, _GROUND = "#3f37b0", "#1b1b1f", "#5a5a66", "#e6e6eb", "#f8f8fa"

# The colours of the pages in the dark; programs that know no media queries keep the light ones.
_STYLE = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
.tabular { font-variant-numeric: tabular-nums; }
@media (prefers-color-scheme: dark) {
  body, .ground { background: #111114 !important; background-color: #111114 !important; }
  .sheet, .sheet > table { background: #1c1c21 !important; background-color: #1c1c21 !important; }
  .ink div, .ink td, .ink th { color: #ececf0 !important; }
  .quiet div, .quiet a { color: #a6a6b1 !important; }
  .ink td.name { color: #a6a6b1 !important; }
  .row td { border-color: #2b2b32 !important; }
  .press a, .press p, .press td { background: #5a54d6 !important; color: #ffffff !important; }
  .choice { background: #26264a !important; color: #ececf0 !important; border-color: #5a54d6 !important; }
}
"""


def html_page(letter: Letter) -> str:
    """The letter as a whole HTML page.

    >>> page = html_page(Letter("en", "s", "<b>Hello</b>", (), "You asked for it."))
    >>> "&lt;b&gt;Hello&lt;/b&gt;" in page, "fonts.googleapis" in page, "<link" in page, "<img" in page
    (True, False, False, False)
    """
    return str(mjml2html(_mjml(letter), disable_comments=True, fonts={}))


def _mjml(letter: Letter) -> str:
    preview = f"<mj-preview>{_safe(letter.preview)}</mj-preview>" if letter.preview else ""
    blocks = "".join(_block(block) for block in letter.blocks)
    link = ""
    if letter.foot_link is not None:
        label, url = letter.foot_link
        link = f'<br/><a href="{_safe(url)}" style="color:{_MUTED};">{_safe(label)}</a>'
    return f"""<mjml lang="{_safe(letter.language)}"><mj-head>
<mj-title>{_safe(letter.subject)}</mj-title>{preview}
<mj-raw><meta name="color-scheme" content="light dark"/>
<meta name="supported-color-schemes" content="light dark"/></mj-raw>
<mj-attributes><mj-all font-family="{FONTS}"/><mj-text font-size="16px" line-height="24px" color="{_TEXT}"/>
<mj-section padding="0"/><mj-column padding="0"/></mj-attributes>
<mj-style>{_STYLE}</mj-style></mj-head>
<mj-body background-color="{_GROUND}" width="560px" css-class="ground">
<mj-section padding="24px 0 8px"><mj-column>
<mj-text css-class="quiet" color="{_MUTED}" font-size="14px" padding="0 24px">{_safe(letter.sender)}</mj-text>
</mj-column></mj-section>
<mj-wrapper background-color="#ffffff" border-radius="8px" padding="24px 0 16px" css-class="sheet">
<mj-section><mj-column>
<mj-text css-class="ink" font-size="20px" line-height="28px" font-weight="600" padding="0 24px 8px">
{_safe(letter.heading)}</mj-text></mj-column></mj-section>{blocks}</mj-wrapper>
<mj-section padding="12px 0 32px"><mj-column><mj-text css-class="quiet" color="{_MUTED}" font-size="12px"
line-height="18px" padding="0 24px">{_safe(letter.foot)}{link}</mj-text></mj-column></mj-section>
</mj-body></mjml>"""


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return _section(_paragraph(block))
        case Facts():
            return _section(_facts(block))
        case Button():
            return _section(
                f'<mj-button css-class="press" href="{_safe(block.url)}" align="left" background-color="{_ACCENT}" '
                f'color="#ffffff" border-radius="8px" font-size="16px" font-weight="600" inner-padding="12px 20px" '
                f'padding="12px 24px">{_safe(block.label)}</mj-button>'
            )
        case Scale():
            return _scale(block)


def _section(inside: str) -> str:
    return f"<mj-section><mj-column>{inside}</mj-column></mj-section>"


def _paragraph(block: Paragraph) -> str:
    text = "<br/>".join(_safe(line) for line in block.text.splitlines())
    if block.quiet:
        look = f'css-class="quiet" color="{_MUTED}" font-size="14px" line-height="20px"'
    else:
        look = 'css-class="ink"' + (' font-weight="600"' if block.strong else "")
    return f'<mj-text {look} padding="4px 24px 8px">{text}</mj-text>'


def _facts(block: Facts) -> str:
    line = f"border-top:1px solid {_LINE};padding:8px 0;"
    rows = "".join(
        f'<tr class="row"><td class="name" style="{line}color:{_MUTED};padding-right:16px;">{_safe(name)}</td>'
        f'<td class="tabular" style="{line}text-align:right;{_whole(value)}">{_safe(value)}</td></tr>'
        for name, value in block.rows
    )
    look = f'css-class="ink" color="{_TEXT}" font-size="14px" line-height="20px" padding="8px 24px"'
    return f"<mj-table {look}>{rows}</mj-table>"


def _whole(value: str) -> str:
    """A short value is not broken over two lines."""
    return "white-space:nowrap;" if len(value) <= SHORT else ""


def _scale(block: Scale) -> str:
    """Presses that wrap on a phone: each is large enough for a thumb."""
    look = (
        "display:inline-block;min-width:28px;padding:8px 4px;margin:0 4px 8px 0;text-align:center;"
        f"border:1px solid {_ACCENT};border-radius:8px;color:{_ACCENT};text-decoration:none;font-weight:600;"
    )
    presses = "".join(
        f'<a class="choice tabular" href="{_safe(choice.url)}" style="{look}">{_safe(choice.label)}</a>'
        for choice in block.choices
    )
    ends = f"{block.choices[0].label} = {block.low}, {block.choices[-1].label} = {block.high}"
    return _section(
        f'<mj-text css-class="ink" font-weight="600" padding="8px 24px">{_safe(block.question)}</mj-text>'
        f'<mj-text css-class="ink" padding="0 20px 0 24px" line-height="28px">{presses}</mj-text>'
        f'<mj-text css-class="quiet" color="{_MUTED}" font-size="12px" padding="0 24px 8px">{_safe(ends)}</mj-text>'
    )


def _safe(text: str) -> str:
    """Text for the inside of an element or an attribute; what XML cannot hold is left out."""
    kept = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs"} or c in "\n\t")
    return escape(kept, quote=True)
