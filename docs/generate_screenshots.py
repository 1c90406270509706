"""Take the screenshots of the documentation: the demo company on a fixed day, in a real browser (``make docs``)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2
from playwright.sync_api import Browser, sync_playwright
from pydantic import SecretStr
from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.user import User
from service.app import create_app
from service.auth.identify import principal_of
from service.auth.principal import the_service
from service.database import engine_for, migrate, reading, sessions, writing
from service.edge.application import Application
from service.edge.state import state_of
from service.operations.issue_report import build_renewal_risk
from service.operations.load_demo import load_demo
from service.operations.score_portfolio import score_portfolio
from service.queries.portfolio import portfolio
from service.settings import Settings
from tests.factories.cast import login
from tests.fixtures.browser import PHONE, launch_options
from tests.fixtures.serving import served

IMAGES = Path(__file__).parent / "images"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PASSWORD = "shown to nobody"  # noqa: S105 - of a database that lives for a minute
# File, whose page, address, and what the browser is like.
SHOTS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("portfolio.png", "csm", "/portfolio", WIDE),
    ("portfolio-dark.png", "leadership", "/portfolio", {**WIDE, "color_scheme": "dark"}),
    ("account.png", "csm", "/accounts/{account}", WIDE),
    ("account-phone.png", "csm", "/accounts/{account}", PHONE),
    ("imports.png", "csm", "/imports", WIDE),
    ("cases.png", "csm", "/cases", WIDE),
    ("surveys.png", "csm", "/feedback/surveys", WIDE),
    ("feedback.png", "csm", "/feedback/", WIDE),
    ("drivers.png", "csm", "/feedback/drivers", WIDE),
    ("comments.png", "csm", "/feedback/comments?tone=negative", WIDE),
)


@contextmanager
def demo_site(home: Path) -> Iterator[tuple[Application, str, int]]:
    """The demo company answering on loopback: the application, its address, and the account with most at risk."""
    settings = Settings(home=home, secret_key=SecretStr("s" * 32))
    engine = engine_for(settings.database)
    migrate(engine)
    factory = sessions(engine)
    with writing(factory) as session:
        load_demo(session, the_service(), now=NOW, today=NOW.date(), password=PASSWORD)
    for month in (*range(12, 0, -1), 0):
        score_portfolio(factory, now=NOW, as_of=NOW.date() - timedelta(days=30 * month) if month else None)
    app = create_app(settings, engine=engine, clock=lambda: NOW)
    with reading(factory) as session:
        account = _account(session)
    with served(app) as address:
        yield app, address, account
    engine.dispose()


def _account(session: Session) -> int:
    """The CSM's account with the most money at risk that has a Latin name: most readers of the guide read it."""
    csm = session.execute(select(User).where(col(User.email).startswith("csm@"))).scalar_one()
    page = portfolio(session, principal_of(session, csm, now=NOW), today=NOW.date(), currency="EUR")
    return next(row.account_id for row in page.rows if row.name.isascii())


def take(browser: Browser, app: Application, address: str, account: int) -> None:
    """Take every screenshot."""
    for name, role, path, options in SHOTS:
        context = browser.new_context(**options)
        context.add_cookies([_signed_in(app, address, role)])
        page = context.new_page()
        page.goto(address + path.format(account=account), wait_until="networkidle")
        page.screenshot(path=IMAGES / name)
        context.close()


def _signed_in(app: Application, address: str, role: str) -> Any:
    with reading(state_of(app).sessions) as session:
        user = session.execute(select(User).where(col(User.email).startswith(f"{role}@"))).scalar_one()
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = login(app.test_client(), user).get_cookie(name)
    if cookie is None:
        raise RuntimeError(f"{role} could not be signed in")
    return {"name": name, "value": cookie.value, "url": address}


def take_report(app: Application, account: int) -> None:
    """The first two pages of the renewal-risk report, side by side in two files."""
    fonts = state_of(app).settings.font_folder
    with reading(state_of(app).sessions) as session:
        pdf = build_renewal_risk(session, the_service(), account, now=NOW, language="en", fonts=fonts)
        name = session.get_one(Account, account).name
    document = pypdfium2.PdfDocument(pdf)
    for number in range(min(2, len(document))):
        document[number].render(scale=1.2).to_pil().save(IMAGES / f"report-{number + 1}.png")
    print(f"report of {name}: {len(document)} pages")  # noqa: T201 - a script tells what it did


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, demo_site(Path(folder)) as (app, address, account):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launch_options())
            take(browser, app, address, account)
            browser.close()
        take_report(app, account)
