"""What an application carries with it: settings, engine, sessions and clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from service.settings import Settings

KEY = "linchpin"


@dataclass(frozen=True)
class State:
    """One application's own things; tests give another engine or another clock."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    clock: Callable[[], datetime]


def state_of(app: Flask) -> State:
    """The state of an application."""
    found: State = app.extensions[KEY]
    return found


def state() -> State:
    """The state of the application that serves the current request."""
    return state_of(current_app)


def settings() -> Settings:
    """The settings of the application that serves the current request."""
    return state().settings
