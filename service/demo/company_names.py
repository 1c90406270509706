"""Names of customers: invented stems with what the company does and its legal form, in the script of its country."""

from dataclasses import dataclass
from functools import cache

from service.demo.person_names import latin
from service.demo.places import Country

INDUSTRIES = (
    "Manufacturing", "Logistics", "Healthcare", "Retail", "Energy", "Financial services", "Education", "Software",
    "Food", "Construction", "Hospitality", "Public services",
)  # fmt: skip

# language -> what a company of each industry calls itself, in the order of INDUSTRIES
_TRADES: dict[str, tuple[str, ...]] = {
    "en": ("Precision", "Freight", "Clinics", "Stores", "Power", "Mutual", "Academies", "Systems", "Foods", "Builders",
           "Hotels", "Services"),
    "de": ("Maschinenbau", "Spedition", "Kliniken", "Handel", "Energie", "Finanz", "Akademie", "Software",
           "Feinkost", "Hochbau", "Hotels", "Stadtdienste"),
    "fr": ("Mécanique", "Transports", "Cliniques", "Distribution", "Énergies", "Finance", "Formation", "Logiciels",
           "Gourmets", "Bâtiment", "Hôtels", "Services Publics"),
    "pl": ("Maszyny", "Spedycja", "Medyczna", "Handel", "Energia", "Finanse", "Edukacja", "Systemy", "Smaki",
           "Budowa", "Hotele", "Usługi"),
    "pt": ("Indústria", "Transportes", "Saúde", "Varejo", "Energia", "Crédito", "Educação", "Sistemas", "Alimentos",
           "Engenharia", "Hotéis", "Serviços"),
    "zh": ("精密制造", "物流", "医疗集团", "商贸", "能源", "融资租赁", "教育科技", "软件",
           "食品", "建筑工程", "酒店管理", "公共服务"),
    "ja": ("精機", "運輸", "医療", "商事", "電力", "信販", "学園", "ソフト", "食品", "建設", "観光", "サービス"),
}  # fmt: skip

# language -> (beginnings, endings); Chinese and Japanese with their Latin spelling after a colon.
_STEMS: dict[str, tuple[str, str]] = {
    "en": ("Brack Calver Dunna Eller Fenna Garrow Hesk Ivel Kester Lorna Merrin Nether Orrin Pellan Quill Rushen "
           "Selver Tarn Umber Varr Withen Yarra Aske Corrin",
           "combe mere holt stead wick thwaite garth ridge barrow shaw"),
    "de": ("Ginster Habichts Birken Dorn Erlen Falken Greifen Hirsch Kiebitz Linden Marder Nebel Otter Raben Silber "
           "Tannen Ulmen Wachtel Zeisig Eiben",
           "hain grund moor brück ried horst furt quell"),
    "fr": ("Clair Val Roche Beau Haute Sauve Bel Fonte Chante Mire Aigue Sombre Vire Pierre Belle",
           "vigny sève rivel tarel lande doré ombre neuil"),
    "pl": ("Brzoz Wierzb Jawor Kalin Lipow Modrz Olsz Sosn Dębin Jarzęb Kruk Sokol", "anka ówka yn ewo ina exa"),
    "pt": ("Ipê Arau Jaca Tama Ubi Jequi Cambu Guará Ita Juru Mara Sabi", "nova vale porã lume mar bela"),
    "zh": ("澜:lan 辰:chen 铭:ming 昊:hao 禾:he 岚:lan 曜:yao 霁:ji 沐:mu 翊:yi 钧:jun 朔:shuo 颂:song 珩:heng",
           "启:qi 川:chuan 桓:huan 域:yu 屿:yu 禹:yu 弘:hong 泽:ze 曦:xi 翎:ling 衡:heng"),
    "ja": ("蒼:ao 霧:kiri 樹:ki 峰:mine 楓:kaede 篠:shino 澄:sumi 暁:akatsuki 杜:mori 汐:shio",
           "瀬:se 浜:hama 原:hara 崎:saki 野:no 嶺:mine"),
}  # fmt: skip
_PLACES = {"zh": ("华东", "江南", "滨海", "岭南", "云岭", "北疆"), "ja": ("東", "西", "北", "南", "中央", "新")}
_PLACES_LATIN = ("North", "South", "East", "West", "Central", "New", "Upper", "Lower", "Old", "Great")


@dataclass(frozen=True)
class CompanyName:
    """A company's name, the stem that its branches share (in Latin letters), and its domain."""

    written: str
    stem: str
    domain: str


def company_name(country: Country, industry: str, number: int) -> CompanyName:
    """The ``number``-th company of a country; no two numbers below tens of thousands give the same name.

    >>> from service.demo.places import BY_CODE
    >>> company_name(BY_CODE["DE"], "Manufacturing", 3)
    CompanyName(written='Silberhain Maschinenbau GmbH', stem='Silberhain', domain='silberhain.example')
    """
    language = country.language
    stems = _stems(language)
    # A step that shares no factor with the number of stems visits each of them once before any returns.
    written, stem = stems[(number * _step(len(stems)) + 1) % len(stems)]
    turn = number // len(stems)
    trade = _TRADES[language][INDUSTRIES.index(industry)]
    form = country.legal_forms[number % len(country.legal_forms)]
    domain = f"{latin(stem)}{turn or ''}.example"
    if language in _PLACES:
        place = _PLACES[language][(turn - 1) % len(_PLACES[language])] if turn else ""
        name = f"{place}{written}{trade}{turn // 6 or ''}"
        return CompanyName(f"{name}{form}" if language == "zh" else f"{form}{name}", stem, domain)
    place = f"{_PLACES_LATIN[(turn - 1) % len(_PLACES_LATIN)]} " if turn else ""
    again = f" {turn // 10}" if turn >= len(_PLACES_LATIN) else ""
    return CompanyName(f"{place}{written} {trade}{again} {form}", stem, domain)


def branch_name(parent: CompanyName, country: Country) -> CompanyName:
    """The name of a subsidiary of ``parent`` in ``country``."""
    return CompanyName(f"{parent.stem}{country.branch}", parent.stem, f"{country.code.casefold()}.{parent.domain}")


@cache
def _stems(language: str) -> tuple[tuple[str, str], ...]:
    heads, tails = ([part.partition(":") for part in parts.split()] for parts in _STEMS[language])
    spelt = (
        (head[0] + tail[0], ((head[2] or head[0]) + (tail[2] or tail[0])).capitalize())
        for head in heads
        for tail in tails
    )
    return tuple(spelt)


def _step(count: int) -> int:
    for step in (37, 41, 43, 47):
        if count % step:
            return step
    return 1
