"""Guessing what a file holds from the names of its columns."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from models.vocabulary import ImportKind
from service.imports.fields import FIELDS
from service.imports.numbers import currency_named
from service.imports.presets import PRESETS, detect_preset
from service.imports.survey_export import answer_columns

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PREFIX = re.compile(r"^(property|properties)[ ._]+", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
_NEARLY = 93.0
# What stands in brackets, or behind "in" at the end of a name.
_UNIT = re.compile(r"[(\[（【].*?[)\]）】]|[\s_](?:in|en|à)[\s_]+(?:[A-Za-z]{3}|[€$£¥￥])\s*$|\s[€$£¥￥]\s*$")
_UNIT_SIGNS = re.compile(r"[()\[\]（）【】_]|^[\s_](?:in|en|à)[\s_]")
_FILE_WORDS: dict[ImportKind, tuple[str, ...]] = {
    ImportKind.PEOPLE: (
        "contact", "people", "person", "employee", "lead", "manager", "ansprechpartner", "kontakt", "mitarbeiter",
        "联系人", "人员", "员工", "担当者",
    ),
    ImportKind.CONTRACTS: (
        "contract", "opportunit", "deal", "subscription", "renewal", "vertrag", "verträge", "vertraege", "contrat",
        "合同", "商机", "契約", "商談",
    ),
    ImportKind.INTERACTIONS: (
        "task",
        "event",
        "meeting",
        "engagement",
        "activit",
        "interaction",
        "call",
        "aktivität",
        "besuch",
        "互动",
        "活动",
        "活動",
    ),
    ImportKind.TICKETS: ("ticket", "case", "issue", "工单", "問い合わせ"),
    ImportKind.USAGE: ("usage", "nutzung", "utilisation", "使用", "利用"),
    ImportKind.INVOICES: ("invoice", "bill", "order", "rechnung", "facture", "发票", "請求"),
    ImportKind.RESPONSES: (
        "response", "survey", "nps", "csat", "feedback", "answer", "umfrage", "antwort", "问卷", "答卷", "评价",
        "アンケート", "回答",
    ),
    ImportKind.TIES: ("tie", "edge", "advice", "friend", "reports", "network", "关系"),
    ImportKind.RELATIONSHIPS: ("relationship", "coverage", "客情"),
    ImportKind.ACCOUNTS: (
        "account", "compan", "customer", "client", "organi", "kunde", "firm", "客户", "公司", "顧客", "取引先",
    ),
}  # fmt: skip


@lru_cache(maxsize=4096)
def plain_header(header: str) -> str:
    """A column's name in the form that synonyms are written in.

    >>> [plain_header(h) for h in ("AccountId", "property_firstname", "ARR (USD)", "is_won__c", "客户名称")]
    ['account id', 'firstname', 'arr usd', 'is won', '客户名称']
    """
    text = _PREFIX.sub("", unicodedata.normalize("NFKC", header).strip()).replace("#", " number ")
    text = _NOT_WORD.sub(" ", _CAMEL.sub(" ", text).casefold()).strip()
    return text.removesuffix(" c") if len(text) > 3 else text


def guess_columns(columns: Sequence[str], kind: ImportKind, preset: str | None) -> dict[str, str | list[str]]:
    """Field -> column, as far as names tell; every column serves once, the best name wins.

    A preset's names come before the general ones. Names that differ by a letter or by their order still meet.
    """
    plain = {column: plain_header(column) for column in columns}
    names = [(name, column) for column, name in plain.items()]
    names += [(name, column) for column in columns for name in _shorter(column)]
    by_name = {_packed(name): column for name, column in reversed(names)}
    chosen: dict[str, str | list[str]] = {}
    taken: set[str] = set()
    special = PRESETS[preset].fields.get(kind, {}) if preset is not None and preset in PRESETS else {}
    candidates: list[tuple[int, str, str]] = []
    for field in FIELDS[kind]:
        words = [*special.get(field.name, ()), *field.words]
        if field.name in special and not special[field.name]:
            continue
        for rank, word in enumerate(words):
            named = by_name.get(_packed(word))
            if named is not None:
                candidates.append((rank, field.name, named))
    if kind is ImportKind.RESPONSES:
        chosen |= answer_columns(columns)
        taken |= {c for found in chosen.values() for c in ([found] if isinstance(found, str) else found)}
    for _, name, column in sorted(candidates, key=lambda c: c[0]):
        if name not in chosen and column not in taken:
            chosen[name] = column
            taken.add(column)
    for field in FIELDS[kind]:
        if field.name in chosen or (field.name in special and not special[field.name]):
            continue
        scored = [
            (max(fuzz.token_sort_ratio(plain[c], w) for w in field.words), c)
            for c in columns
            if c not in taken and len(plain[c]) >= 5
        ]
        if scored and max(scored)[0] >= _NEARLY:
            chosen[field.name] = max(scored)[1]
            taken.add(max(scored)[1])
    return chosen


@lru_cache(maxsize=4096)
def _shorter(header: str) -> tuple[str, ...]:
    """The names that are left of a header without what it says of its unit or number.

    >>> _shorter("ARR (USD)"), _shorter("Betrag in EUR"), _shorter("Contract No."), _shorter("Name")
    (('arr',), ('betrag',), ('contract number',), ())
    """
    found = []
    bare = plain_header(_UNIT.sub(" ", header))
    if bare and bare != plain_header(header):
        found.append(bare)
    words = (bare or plain_header(header)).split()
    if len(words) > 1 and words[-1] in {"no", "nr", "num"}:
        found.append(" ".join([*words[:-1], "number"]))
    return tuple(found)


def header_currency(header: str) -> str | None:
    """The currency that a column's name states for its amounts.

    >>> header_currency("ARR (USD)"), header_currency("金额（元）"), header_currency("Amount")
    ('USD', 'CNY', None)
    """
    unit = _UNIT.search(header)
    return currency_named(_UNIT_SIGNS.sub(" ", unit[0])) if unit else None


@lru_cache(maxsize=8192)
def _packed(name: str) -> str:
    """A name without its spaces and accents, by which columns and words meet."""
    text = name.replace(" ", "")
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def guess_preset(columns: Sequence[str]) -> str | None:
    """The system whose export this looks like, None where it looks like no known one."""
    return detect_preset([plain_header(c) for c in columns], columns)


def guess_kind(columns: Sequence[str], file_name: str, preset: str | None) -> ImportKind | None:
    """What the rows are, by how many fields their columns fill and by the file's name; None where that is open."""
    stem = file_name.lower().rsplit(".", 1)[0]
    scores: dict[ImportKind, float] = {}
    for kind, words in _FILE_WORDS.items():
        chosen = guess_columns(columns, kind, preset)
        missing = any(f.required and f.name not in chosen for f in FIELDS[kind])
        if kind is not ImportKind.ACCOUNTS and set(chosen) <= _POINTING:
            missing = True  # a row that says nothing but which account it is, is the account
        score = len(chosen) / max(4, min(len(columns), 12))
        named = any(word in stem for word in words)
        if kind is ImportKind.PEOPLE and not {"name", "first_name", "last_name", "email", "external_id"} & set(chosen):
            missing = True
        if missing or (len(chosen) < 2 and not named and not _telling(kind, chosen)):
            continue
        scores[kind] = score + (0.6 if named else 0.0) + _telling(kind, chosen)
    if not scores:
        return None
    return max(scores, key=lambda kind: scores[kind])


_POINTING = frozenset({"account_id", "account", "currency", "deleted"})

# Fields that hardly any other kind of file has.
_TELLING: dict[ImportKind, frozenset[str]] = {
    ImportKind.PEOPLE: frozenset({"first_name", "last_name", "title", "manager_id", "manager", "email"}),
    ImportKind.CONTRACTS: frozenset({"arr", "mrr", "outcome", "ends_on", "won", "closed_on"}),
    ImportKind.INTERACTIONS: frozenset({"kind", "subject", "occurred_at"}),
    ImportKind.TICKETS: frozenset({"severity", "closed_at", "opened_at"}),
    ImportKind.USAGE: frozenset({"active_users", "events"}),
    ImportKind.INVOICES: frozenset({"due_on", "paid_on", "number"}),
    ImportKind.RESPONSES: frozenset({"score", "comment", "answered_at"}),
    ImportKind.TIES: frozenset({"source", "target"}),
    ImportKind.RELATIONSHIPS: frozenset({"strength", "user"}),
    ImportKind.ACCOUNTS: frozenset({"domain", "industry", "segment", "parent_id"}),
}


def _telling(kind: ImportKind, chosen: dict[str, str | list[str]]) -> float:
    return 0.3 * len(_TELLING[kind] & set(chosen))
