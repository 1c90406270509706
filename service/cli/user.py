"""``linchpin user``: who may come in; the way back in where nobody can administer any more."""

import secrets
import sys

import click

from models.user import User
from models.vocabulary import UserRole
from service.auth.principal import the_service
from service.cli.console import fail, say, show_json, show_table
from service.cli.context import CommandContext, pass_context
from service.operations.change_user import change_user
from service.operations.create_user import create_user
from service.operations.set_password import set_password
from service.operations.sign_in import user_by_email
from service.queries.teams import teams
from service.queries.users import users

_ROLES = click.Choice([role.value for role in UserRole])


@click.group("user")
def user_command() -> None:
    """List, add and disable users, and set their passwords."""


@user_command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
@click.option("--role", type=_ROLES, help="Only users of this role.")
@pass_context
def list_users(context: CommandContext, as_json: bool, role: str | None) -> None:
    """List all users with their roles and teams.

    \b
    Examples:
      linchpin user list
      linchpin user list --role admin --json
    """
    with context.reading() as session:
        chosen = UserRole(role) if role else None
        rows = users(session, context.principal, role=chosen, size=1_000_000).rows
    if as_json:
        show_json([{**vars(row), "teams": row.teams, "territories": row.territories} for row in rows])
        return
    show_table(
        ["Name", "Address", "Role", "Teams", "State"],
        [[r.name, r.email, r.role.value, ", ".join(r.teams) or None, _state(r.active, r.can_sign_in)] for r in rows],
        flexible=["Name", "Teams"],
        empty="There are no users yet. Add one with `linchpin user add`.",
    )


def _state(active: bool, can_sign_in: bool) -> str:
    if not active:
        return "disabled"
    return "active" if can_sign_in else "no password"


@user_command.command("add")
@click.argument("email")
@click.option("--name", required=True, help="How colleagues see the user.")
@click.option("--role", type=_ROLES, default=UserRole.READ_ONLY.value, show_default=True, help="What they may do.")
@click.option("--team", "team_names", multiple=True, help="A team that they belong to; may be given several times.")
@click.option("--language", default="en", show_default=True, help="Of their pages and mails: en or zh.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the standard input.")
@pass_context
def add_user(
    context: CommandContext,
    email: str,
    name: str,
    role: str,
    team_names: tuple[str, ...],
    language: str,
    password_stdin: bool,
) -> None:
    """Add the user EMAIL. Without --password-stdin a password is made up and printed once.

    \b
    Examples:
      linchpin user add ann@example.com --name "Ann Lee" --role admin
      echo "$PASSWORD" | linchpin user add bo@example.com --name Bo --role csm --team "Team North" --password-stdin
    """
    password = _password(password_stdin)
    with context.writing() as session:
        known = {row.name: row.id for row in teams(session, the_service("command line"))}
        unknown = [wanted for wanted in team_names if wanted not in known]
        if unknown:
            fail(f"There is no team called {unknown[0]!r}. Known teams: {', '.join(known) or 'none'}.")
        made = create_user(
            session,
            context.principal,
            email=email,
            name=name,
            role=UserRole(role),
            password=password,
            language=language,
            team_ids=[known[wanted] for wanted in team_names],
            now=context.now(),
        )
    say(f"Added {made.email} as {made.role.value}.")
    if not password_stdin:
        say(f"Password: {password}")


@user_command.command("password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from the standard input.")
@pass_context
def user_password(context: CommandContext, email: str, password_stdin: bool) -> None:
    """Set the password of EMAIL, and end all sessions. Without --password-stdin one is made up and printed once.

    \b
    Example:
      linchpin user password ann@example.com
    """
    password = _password(password_stdin)
    with context.writing() as session:
        user_id = _known(user_by_email(session, email), email).id
        set_password(session, context.principal, user_id, password, now=context.now())
    say(f"The password of {email} is set; all their sessions have ended.")
    if not password_stdin:
        say(f"Password: {password}")


@user_command.command("disable")
@click.argument("email")
@click.option("--undo", is_flag=True, help="Let the user in again.")
@pass_context
def disable_user(context: CommandContext, email: str, undo: bool) -> None:
    """Keep EMAIL out from this moment on. What they wrote stays theirs.

    \b
    Examples:
      linchpin user disable ann@example.com
      linchpin user disable ann@example.com --undo
    """
    with context.writing() as session:
        user_id = _known(user_by_email(session, email), email).id
        change_user(session, context.principal, user_id, {"active": undo}, now=context.now())
    say(f"{email} can sign in again." if undo else f"{email} can no longer sign in.")


def _password(from_stdin: bool) -> str:
    if not from_stdin:
        return secrets.token_urlsafe(12)
    return sys.stdin.readline().rstrip("\r\n")


def _known(found: User | None, email: str) -> User:
    if found is None:
        fail(f"There is no user with the address {email}.")
    return found
