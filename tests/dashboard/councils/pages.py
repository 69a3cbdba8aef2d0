"""Parts of the page of councils as Streamlit runs them, on a day of their own."""

import datetime as dt
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.dashboard.councils.desks import ON

AUTHOR = "Planner"


def _part(name: str, today: object, keeps: bool, language: str) -> None:
    from dashboard.components.council.page import PARTS
    from tests.dashboard.councils.desks import desk

    PARTS[name][1](desk(today=today, keeps=keeps, language=language))


def part(
    name: str, *, today: dt.date = ON, keeps: bool = False, language: str = "en", **address: str
) -> AppTest:
    """Return a part of the page after its first run."""
    arguments = {"name": name, "today": today, "keeps": keeps, "language": language}
    app = AppTest.from_function(_part, default_timeout=60, kwargs=arguments)
    app.query_params |= address
    app.run()
    assert not app.exception
    return app


def widget(widgets: Any, label: str) -> Any:
    """Return the first widget whose label begins so."""
    return next(each for each in widgets if each.label.startswith(label))


def press(app: AppTest, label: str) -> None:
    """Press a button that is not disabled."""
    button = next(each for each in app.button if each.label == label and not each.disabled)
    button.click().run()
    assert not app.exception


def html(app: AppTest) -> str:
    """Return all that stands on the page as HTML."""
    return "".join(each.proto.body for each in app.get("html"))
