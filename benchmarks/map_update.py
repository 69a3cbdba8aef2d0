"""What switching the indicator costs on our Map page, beside Streamlit's own chart with the shapes inline.

Both show the municipalities of the demonstration country in the same Chromium on this machine. Prints bytes
received over the socket and seconds until the new map stands, and the ratio of the two.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM_FLAGS = [
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--no-sandbox",
]
# Each is shown once: Streamlit does not send again what it sent before.
INDICATORS = {
    "Poverty rate": "poverty_rate",
    "Unemployment rate": "unemployment_rate",
    "Population density": "population_density",
    "Population with safe drinking water": "safe_water_share",
    "Own-revenue share": "own_revenue_share",
    "Transfer dependence": "transfer_dependence",
}
PEER = """
import gzip, json
import plotly.graph_objects as go
import streamlit as st
from dashboard import cached

version = cached.data_version("demo")
layers = cached.layers("demo", version).query("admin_level == 3 and tolerance_m == 500")
shapes = json.loads(gzip.decompress(cached.geometry(layers["sha256"].iloc[0])))
titles = TITLES
chosen = st.selectbox("Indicator", list(titles))
rows = cached.level_values("demo", version, titles[chosen], 3).query("period == '2025'")
trace = go.Choroplethmap(geojson=shapes, featureidkey="id", locations=rows["area_code"], z=rows["value"])
figure = go.Figure(trace, {"map": {"style": "white-bg"}, "title": chosen})
st.plotly_chart(figure, key="map")
"""


def main() -> None:
    """Measure both and print the table."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        environment = os.environ | {"AIMAK_WORKSPACE": folder}
        aimak = str(Path(sys.executable).with_name("aimak"))
        subprocess.run([aimak, "demo"], env=environment, check=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        with _served([aimak, "serve", "--port", "{port}"], environment) as address:
            ours = _measured(browser, f"{address}/map?lang=en&level=3&indicator=poverty_rate", _our_title)
        script = Path(folder) / "peer.py"
        script.write_text(PEER.replace("TITLES", repr(INDICATORS)), encoding="utf-8")
        command = [
            sys.executable, "-m", "streamlit", "run", str(script), "--server.port", "{port}",
            "--server.headless", "true", "--browser.gatherUsageStats", "false",
        ]  # fmt: skip
        with _served(command, environment) as address:
            peer = _measured(browser, address, _peer_title)
        browser.close()
    print(f"{'':24}{'bytes':>12}{'seconds':>10}")
    for name, (size, seconds) in {"Map page": ours, "inline GeoJSON": peer}.items():
        print(f"{name:24}{size:12,.0f}{seconds:10.2f}")
    print(f"{'peer ÷ ours':24}{peer[0] / ours[0]:12.1f}{peer[1] / ours[1]:10.2f}")


def _our_title(title: str) -> str:
    return f"() => document.querySelector('.am:not([aria-busy]) caption')?.textContent.startsWith('{title}')"


def _peer_title(title: str) -> str:
    return (
        "() => { const plot = document.querySelector('.js-plotly-plot');"
        f" return plot?.querySelector('.gtitle')?.textContent === '{title}'"
        " && plot._fullLayout.map?._subplot?.map.loaded(); }"
    )


def _measured(browser: Browser, url: str, stands: Callable[[str], str]) -> tuple[float, float]:
    received: list[int] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.on("websocket", lambda ws: ws.on("framereceived", lambda frame: received.append(len(frame))))
    page.goto(url)
    first, *others = INDICATORS
    page.wait_for_function(stands(first), timeout=60_000)
    sizes, seconds = [], []
    for title in others:
        received.clear()
        started = time.perf_counter()
        _switch(page, title)
        page.wait_for_function(stands(title), timeout=60_000)
        seconds.append(time.perf_counter() - started)
        page.wait_for_timeout(1000)
        sizes.append(sum(received))
    page.close()
    return median(sizes), median(seconds)


def _switch(page: Page, title: str) -> None:
    box = page.get_by_role("combobox", name="Indicator")
    box.click()
    box.fill(title)
    page.get_by_role("option", name=title, exact=True).click()


@contextmanager
def _served(command: list[str], environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = [word.replace("{port}", port) for word in command]
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL) as server:
        while server.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5)
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


if __name__ == "__main__":
    main()
