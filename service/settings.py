"""The settings, read once from the environment (``LINCHPIN_*``) into one typed object; a wrong one fails loudly."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

FONTS = Path(__file__).resolve().parents[1] / ".cache" / "fonts"
"""Where the set-up builds the fonts, beside the code: commands may be called from any folder."""


class Settings(BaseSettings):
    """Everything that differs between one installation and another.

    >>> Settings(database_url="sqlite:///x.db", secret_key="s" * 32).report_store
    PosixPath('var/reports')
    """

    model_config = SettingsConfigDict(env_prefix="LINCHPIN_", extra="forbid", frozen=True)

    home: Path = Field(default=Path("var"), description="Folder for the database, reports and written mails.")
    database_url: str = Field(default="", description="SQLAlchemy URL; empty: linchpin.db in the home folder.")
    secret_key: SecretStr = Field(
        default=SecretStr(""),
        description="Signs sessions and links; empty: a key is made once and kept in the home folder.",
    )
    previous_secret_keys: list[SecretStr] = Field(
        default_factory=list, description="Older keys whose links and suppressed addresses are still honoured."
    )
    base_url: str = Field(default="http://127.0.0.1:8000", description="Address that links in mails start with.")
    trusted_hosts: list[str] = Field(
        default_factory=list,
        description="Host names the pages answer to; empty: that of the base URL and loopback.",
    )
    proxy_hops: int = Field(default=0, ge=0, le=5, description="Reverse proxies in front whose headers are believed.")
    secure_cookies: bool | None = Field(default=None, description="Empty: secure where the base URL is https.")
    max_upload_mb: int = Field(default=200, ge=1, description="Largest file that may be uploaded, in MiB.")
    max_body_mb: int = Field(default=2, ge=1, description="Largest request body elsewhere, in MiB.")
    api_requests_per_token: int = Field(
        default=600, ge=0, description="Requests of one API token a minute; 0: as many as it likes."
    )
    api_requests_per_address: int = Field(
        default=1200, ge=0, description="Requests to the API from one network address a minute; 0: as many as it likes."
    )
    currency: str = Field(default="EUR", pattern="^[A-Z]{3}$", description="Currency that money is added up in.")
    smtp_url: str = Field(
        default="",
        description="smtp://user:password@host:port or smtps://; empty: mails go to the mail folder.",
    )
    mail_from: str = Field(default="Linchpin <linchpin@localhost>", description="Sender of all mails.")
    font_folder: Path = Field(default=FONTS, description="Where the fonts of the PDFs were built.")
    oidc_issuer: str = Field(default="", description="OpenID Connect issuer; empty: passwords only.")
    oidc_client_id: str = Field(default="", description="What the issuer knows this installation as.")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), description="The secret shared with the issuer.")
    log_format: Literal["console", "json"] = Field(
        default="console", description="`console` for people, `json` for collectors."
    )
    scoring_processes: int = Field(
        default=1, ge=1, le=64, description="Processes that read and measure accounts at night; one more writes."
    )
    demo: bool = Field(default=False, description="Show the demo logins on the login page.")

    @field_validator("base_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @property
    def report_store(self) -> Path:
        """Where issued PDFs lie, under their checksum."""
        return self.home / "reports"

    @property
    def mail_folder(self) -> Path:
        """Where mails are written when no SMTP server is named."""
        return self.home / "mail"

    @property
    def upload_folder(self) -> Path:
        """Where files wait between upload, preview and import."""
        return self.home / "uploads"

    @property
    def database(self) -> str:
        """The database in force."""
        return self.database_url or f"sqlite:///{self.home / 'linchpin.db'}"
