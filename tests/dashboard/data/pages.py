"""The Data page as tests press it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from dashboard.components.data.wizard import Wizard
from dashboard.serving import PAGES_SCRIPT

COUNTRY = "squares"


def data_page() -> AppTest:
    """Return the Data page of this workspace."""
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60).run().switch_page("views/data.py").run()


def wizard(app: AppTest) -> Wizard:
    """Return the file that is on its way."""
    found: Wizard = app.session_state[f"wizard.{COUNTRY}"]
    return found


def turn_to(app: AppTest, part: str) -> AppTest:
    """Turn to a part of the page."""
    return app.segmented_control(key="data.part").set_value(part).run()


def bring(app: AppTest, kind: str, name: str, content: bytes) -> AppTest:
    """Upload a file of a kind."""
    turn_to(app, "bring")
    radio = next(radio for radio in app.radio if radio.key.endswith(".kind"))
    radio.set_value(kind).run()
    return app.file_uploader(key=f"upload.{COUNTRY}.{kind}").upload(name, content).run()


def press(app: AppTest, label: str) -> AppTest:
    """Press a button."""
    return next(button for button in app.button if button.label == label).click().run()


def answer(app: AppTest, widgets: str, name: str, value: object) -> AppTest:
    """Answer a question of a form."""
    found = [widget for widget in getattr(app, widgets) if widget.key and widget.key.endswith(f".{name}")]
    return found[0].set_value(value).run()


def publish(app: AppTest, title: str = "Births") -> AppTest:
    """Say where the file comes from, and publish it."""
    for name, value in {"title": title, "source": "Registry", "licence": "CC0", "author": "Aigul"}.items():
        answer(app, "text_input", name, value)
    return press(app, "Publish")


def shown(app: AppTest) -> str:
    """Return the tables on the page."""
    return " ".join(block.value for block in app.get("html"))


def said(app: AppTest) -> str:
    """Return every text on the page."""
    texts = [
        block.value for kind in ("markdown", "caption", "info", "error", "success") for block in app.get(kind)
    ]
    return " ".join([*texts, shown(app)])
