"""The countries where the demo company sells."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """A market: how common it is, what is spoken, how it is billed and who of ours looks after it.

    ``working_hour`` is the hour in UTC at which a working day begins there (standard time is near enough).
    ``quiet_weeks`` are ISO weeks of common holidays, in which little is used.
    """

    code: str
    share: float
    language: str
    time_zone: str
    currency: str
    region: str
    territory: str
    team: str
    legal_forms: tuple[str, ...]
    branch: str
    working_hour: int
    quiet_weeks: tuple[int, ...]


_YEAR_END = (1, 52, 53)
_EUROPE = (*_YEAR_END, 31, 32, 33)

COUNTRIES: tuple[Country, ...] = (
    Country("DE", 0.16, "de", "Europe/Berlin", "EUR", "EMEA", "DACH", "Central Europe", ("GmbH", "AG", "GmbH & Co. KG"),
            " Deutschland GmbH", 7, _EUROPE),
    Country("AT", 0.04, "de", "Europe/Vienna", "EUR", "EMEA", "DACH", "Central Europe", ("GmbH", "AG"),
            " Österreich GmbH", 7, _EUROPE),
    Country("PL", 0.07, "pl", "Europe/Warsaw", "EUR", "EMEA", "Eastern Europe", "Central Europe",
            ("sp. z o.o.", "S.A."), " Polska sp. z o.o.", 7, _EUROPE),
    Country("FR", 0.10, "fr", "Europe/Paris", "EUR", "EMEA", "France", "Western Europe", ("SAS", "SA"),
            " France SAS", 8, (*_YEAR_END, 31, 32, 33, 34)),
    Country("GB", 0.11, "en", "Europe/London", "GBP", "EMEA", "UK and Ireland", "Western Europe", ("Ltd", "plc"),
            " UK Ltd", 8, (*_YEAR_END, 33, 34)),
    Country("US", 0.17, "en", "America/New_York", "USD", "Americas", "North America", "Americas", ("Inc.", "LLC"),
            " America Inc.", 14, (*_YEAR_END, 27, 47)),
    Country("BR", 0.06, "pt", "America/Sao_Paulo", "USD", "Americas", "Latin America", "Americas", ("Ltda.", "S.A."),
            " Brasil Ltda.", 12, (*_YEAR_END, 2, 8)),
    Country("CN", 0.16, "zh", "Asia/Shanghai", "CNY", "APAC", "Greater China", "Greater China",
            ("有限公司", "股份有限公司"), "（中国）有限公司", 1, (5, 6, 40, 41)),
    Country("SG", 0.07, "en", "Asia/Singapore", "USD", "APAC", "Southeast Asia", "Asia Pacific", ("Pte. Ltd.",),
            " Asia Pte. Ltd.", 1, (*_YEAR_END, 5)),
    Country("JP", 0.06, "ja", "Asia/Tokyo", "USD", "APAC", "Japan", "Asia Pacific", ("株式会社",),
            " Japan 株式会社", 0, (*_YEAR_END, 18, 19, 33)),
)  # fmt: skip

BY_CODE: dict[str, Country] = {country.code: country for country in COUNTRIES}
