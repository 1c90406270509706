"""One spelling for names and addresses that are written differently: what search and look-alike detection compare."""

import re
import unicodedata
from functools import lru_cache

# Letters of other alphabets that look like Latin ones: "Аcme" with a Cyrillic A must meet "Acme".
_LOOKS_LIKE = str.maketrans(
    "авекмнорстухіјѕԁԛԝһӏαβεικμνορτυχзь",
    "abekmhopctyxijsdqwhlabeikmvoptux3b",
)
# Letters that the canonical decomposition leaves whole.
_SPELT_OUT = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)
_LEGAL_FORMS = frozenset(
    [
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "co",
        "company",
        "llc",
        "llp",
        "lp",
        "ltd",
        "limited",
        "plc",
        "pty",
        "pte",
        "gmbh",
        "ag",
        "kg",
        "mbh",
        "ohg",
        "ug",
        "se",
        "sa",
        "sas",
        "sarl",
        "srl",
        "spa",
        "bv",
        "nv",
        "ab",
        "as",
        "asa",
        "oy",
        "aps",
        "kk",
        "sl",
        "slu",
        "sro",
        "doo",
        "kft",
        "zrt",
        "the",
        "and",
        "und",
        "et",
    ]
)
_CHINESE_LEGAL_FORMS = re.compile(r"(股份有限公司|有限责任公司|有限公司|集团公司|股份公司|责任公司|公司|集团|株式会社)")
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_DIGIT = re.compile(r"[^0-9]+")


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """The key under which a name is found again, however it is typed; at most 300 characters.

    Case, accents, width (full or half), invisible characters, punctuation and letters of other alphabets that look
    Latin make no difference. A name of signs only keeps them.

    >>> name_key("  Müller–Lüdenscheidt, Ｊ. ") == name_key("muller ludenscheidt J")
    True
    >>> name_key("李 明"), name_key("???")
    ('李 明', '???')
    """
    text = unicodedata.normalize("NFKC", name).casefold().translate(_SPELT_OUT).translate(_LOOKS_LIKE)
    if not text.isascii():
        # The marks that tell か from が are no accents.
        text = "".join(
            c
            for c in unicodedata.normalize("NFD", text)
            if c in "\u3099\u309a" or unicodedata.category(c) not in {"Mn", "Cf"}
        )
        text = unicodedata.normalize("NFC", text)
    key = _NOT_WORD.sub(" ", text).strip()
    return (key or " ".join(text.split()))[:300]


@lru_cache(maxsize=65_536)
def company_key(name: str) -> str:
    """The key of a company's name without its legal form; the whole key where nothing else is left.

    >>> company_key("ACME Co., Ltd."), company_key("北京联想科技有限公司"), company_key("The Company")
    ('acme', '北京联想科技', 'the company')
    """
    key = name_key(name)
    short = _CHINESE_LEGAL_FORMS.sub("", key).strip()
    words = [word for word in short.split() if word not in _LEGAL_FORMS]
    return " ".join(words) or key


def email_key(email: str) -> str:
    """The key of an address: without surrounding space, in lower case, in one Unicode form.

    >>> email_key(" Ann.Lee@Example.COM ")
    'ann.lee@example.com'
    """
    return unicodedata.normalize("NFKC", email).strip().lower()[:320]


def domain_key(address: str) -> str | None:
    """The domain behind a web address or an e-mail address; None where there is none.

    >>> domain_key("https://www.Example.com/about?x=1"), domain_key("ann@example.org"), domain_key("n/a")
    ('example.com', 'example.org', None)
    """
    text = unicodedata.normalize("NFKC", address).strip().lower()
    text = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text).split("/")[0].split("?")[0].split("@")[-1].split(":")[0]
    text = text.removeprefix("www.").rstrip(".")
    return text[:253] if re.fullmatch(r"[\w-]+(\.[\w-]+)+", text) else None


def phone_key(phone: str) -> str:
    """The last nine digits of a telephone number: country codes and leading zeros are written in many ways.

    >>> phone_key("+49 (030) 0074-321") == phone_key("030-0074321")
    True
    """
    if phone.isascii():
        return _NOT_DIGIT.sub("", phone)[-9:]
    return "".join(c for c in unicodedata.normalize("NFKC", phone) if c.isdigit())[-9:]
