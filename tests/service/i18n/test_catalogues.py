"""The catalogues hold every text of the code, whole and in the language they are for."""

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlmodel import col

from models.user import User
from service.database import sessions
from service.i18n.catalogue import FOLDER
from service.i18n.languages import LANGUAGES
from service.operations.score_portfolio import score_portfolio
from tests.factories.cast import NOW, Cast, login

ROOT = Path(__file__).parents[3]
GLOSSARY = ROOT / "docs" / "i18n.md"
# What is filled in: %(name)s and {name}; and a percent sign that is written as two.
PLACE = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%%")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Marks of the Latin script where the Chinese ones belong.
LATIN_MARK = re.compile(r"[\u4e00-\u9fff][,;?!]|[\u4e00-\u9fff]\.(?:\s|$)|[\u4e00-\u9fff]:(?!\s?\S*//)(?!\d)")
SENTENCE = re.compile(r"\b[A-Za-z][a-z]+(?: [a-z]+){2,}")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the set-up is written for bash")


def po_of(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def texts_of(message: Message) -> tuple[str, ...]:
    """The English of a message: one text, or one and many."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def messages_of(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The texts of the code as it stands."""
    target = tmp_path_factory.mktemp("texts") / "messages.pot"
    pybabel = Path(sys.executable).with_name("pybabel")
    subprocess.run(
        [ROOT / "deploy" / "setup" / "messages.sh", "extract", target],
        check=True,
        env=os.environ | {"PYBABEL": str(pybabel)},
        stdout=subprocess.DEVNULL,
    )
    return read(target)


@pytest.fixture(scope="module", params=[language for language in LANGUAGES if language != "en"])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """Each catalogue; English needs none, since it is what the code says."""
    return read(po_of(request.param))


def test_the_catalogue_holds_the_texts_of_the_code_and_no_others(extracted: Catalog, catalogue: Catalog) -> None:
    said = {texts_of(message) for message in messages_of(extracted)}
    held = {texts_of(message) for message in messages_of(catalogue)}
    assert len(said) > 1500
    assert sorted(said - held) == [], "run: make messages, then translate what is new"
    assert sorted(held - said) == [], "run: make messages"
    assert dict(catalogue.obsolete) == {}


def test_every_text_is_translated_for_certain(catalogue: Catalog) -> None:
    assert [message.id for message in messages_of(catalogue) if message.fuzzy] == []
    assert [message.id for message in messages_of(catalogue) if not all(translations_of(message))] == []


def test_a_translation_fills_in_what_the_text_fills_in(catalogue: Catalog) -> None:
    def places(texts: tuple[str, ...]) -> set[str]:
        return {place for text in texts for place in PLACE.findall(text)}

    odd = {m.id: m.string for m in messages_of(catalogue) if places(texts_of(m)) != places(translations_of(m))}
    assert odd == {}


def test_a_translation_begins_and_ends_as_the_text_does(catalogue: Catalog) -> None:
    """A space or a line break at an end is part of how pages put texts together."""

    def edges(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip("\n"))], text[len(text.rstrip("\n")) :]

    odd = {m.id for m in messages_of(catalogue) if edges(texts_of(m)[0]) != edges(translations_of(m)[0])}
    assert odd == set()


def test_chinese_is_written_in_chinese() -> None:
    messages = messages_of(read(po_of("zh")))
    latin = {t for m in messages for t in translations_of(m) if not CHINESE.search(t) and SENTENCE.search(t)}
    assert latin == set()
    assert {t for m in messages for t in translations_of(m) if LATIN_MARK.search(t)} == set()


def test_chinese_keeps_to_the_glossary() -> None:
    rows = re.findall(
        r"^\| ([A-Z][^|]+?) \| ([^|]*[\u4e00-\u9fff][^|]*?) \|", GLOSSARY.read_text("utf-8"), re.MULTILINE
    )
    glossary = dict(rows)
    said = {
        text: translation
        for message in messages_of(read(po_of("zh")))
        for text, translation in zip(texts_of(message), translations_of(message), strict=False)
    }
    assert len(glossary.keys() & said.keys()) > 40
    assert {word: said[word] for word in glossary.keys() & said.keys() if said[word] != glossary[word]} == {}


@pytest.fixture(scope="module")
def compiled() -> None:
    """The catalogues as pages load them, in case nobody has run the set-up since they were changed."""
    for language in LANGUAGES:
        source = po_of(language)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            fresh = target.with_suffix(f".{os.getpid()}.tmp")
            with fresh.open("wb") as file:
                write_mo(file, read(source))
            fresh.replace(target)


def words_of(page: str) -> str:
    """What a reader sees of a page."""
    body = re.sub(r"<(script|style|template)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "\n", body)).split(" "))


@pytest.fixture
def chinese(client: FlaskClient, engine: Engine, cast: Cast, compiled: None) -> FlaskClient:
    """An administrator who reads Chinese."""
    score_portfolio(sessions(engine), now=NOW)
    with sessions(engine)() as session:
        session.execute(update(User).where(col(User.id) == cast.admin.id).values(language="zh"))
        session.commit()
    return login(client, cast.admin)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "path",
    [
        "/portfolio",
        "/accounts/{account}",
        "/accounts/{account}/people",
        "/accounts/{account}/coverage",
        "/accounts/{account}/contacts",
        "/accounts/{account}/departures",
        "/accounts/{account}/feedback",
        "/accounts/{account}/health",
        "/accounts/{account}/renewal",
        "/accounts/{account}/history",
        "/accounts/{account}/activity",
        "/cases",
        "/reports",
        "/imports",
        "/notices",
        "/profile",
        "/admin/users",
        "/admin/mails",
        "/admin/runs",
        "/admin/schedules",
        "/admin/cases",
        "/accounts/999999",
    ],
)
def test_a_page_for_a_chinese_reader_says_nothing_in_english(chinese: FlaskClient, cast: Cast, path: str) -> None:
    answer = chinese.get(path.format(account=cast.account_a.id), follow_redirects=True)
    assert answer.status_code == (404 if path == "/accounts/999999" else 200)
    page = answer.get_data(as_text=True)
    assert '<html lang="zh' in page
    shown = words_of(page)
    assert len(CHINESE.findall(shown)) > 30
    # What people wrote stays as they wrote it: the cast marks its texts.
    lines = [line.strip() for line in shown.split("\n")]
    assert [line for line in lines if SENTENCE.search(line) and "canary" not in line] == []
