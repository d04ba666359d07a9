"""Our dashboard and a minimal Streamlit page over the same data, side by side in one run, in one headless chromium.

    python3 benches/peers/measure_pages.py --binary target/release/sellers-ads --database FILE.db \
        --streamlit VENV/bin/streamlit [--rounds 7]

Measured: from the start of the navigation until the first number is on the page; from the click on a filter until the
filtered table is there; bytes over the network for each; memory of the server and of the page. Each round opens a page
in a new, empty browser, so that nothing is cached; the two take turns, medians are printed. Needs chromedriver.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).parent

# Runs before a page's own scripts: notes when the text of an element first holds a digit.
WATCH = """
(() => {
  const look = () => {
    const found = document.querySelector(%s);
    if (found && /[0-9]/.test(found.textContent)) {
      window.__first = performance.timeOrigin + performance.now();
    } else { setTimeout(look, 2); }
  };
  look();
})();
"""


class Driver:
    """A browser behind chromedriver, spoken to without a library."""

    def __init__(self):
        self.process = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        port = None
        for line in self.process.stdout:
            if "started successfully on port " in line:
                port = line.split("started successfully on port ")[1].strip().rstrip(".")
                break
        self.base = f"http://127.0.0.1:{port}"
        self.profile = tempfile.mkdtemp()
        arguments = (
            "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
            "--disable-component-update --disable-sync --disable-dev-shm-usage --window-size=1280,900"
        ).split()
        options = {"args": [*arguments, f"--user-data-dir={self.profile}"]}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"performance": "ALL"}}
        answer = self.send("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.base += f"/session/{answer['sessionId']}"
        self.asked = {}
        self.send("POST", "/url", {"url": "about:blank"})
        time.sleep(0.5)

    def send(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def run(self, script):
        return self.send("POST", "/execute/sync", {"script": script, "args": []})

    def tools(self, command, **parameters):
        return self.send("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def until(self, script):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            found = self.run(script)
            if found:
                return found
            time.sleep(0.005)
        raise RuntimeError(f"never held: {script}")

    def bytes(self):
        """Bytes that servers sent since this was last asked, over web sockets too; the browser's own pages do not count."""
        total = 0
        for entry in self.send("POST", "/se/log", {"type": "performance"}):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                self.asked[message["params"]["requestId"]] = message["params"]["request"]["url"]
            elif message["method"] == "Network.loadingFinished":
                if self.asked.get(message["params"]["requestId"], "").startswith("http"):
                    total += int(message["params"]["encodedDataLength"])
            elif message["method"] == "Network.webSocketFrameReceived":
                payload = message["params"]["response"]["payloadData"]
                # Binary frames are told in base64.
                total += len(payload) * 3 // 4
        return total

    def close(self):
        try:
            self.send("DELETE", "")
        finally:
            self.process.terminate()
            self.process.wait()
            shutil.rmtree(self.profile, ignore_errors=True)


def measure(base, page):
    """One visit by a new browser."""
    driver = Driver()
    try:
        driver.tools("Page.addScriptToEvaluateOnNewDocument", source=WATCH % json.dumps(page["number"]))
        driver.bytes()
        driver.send("POST", "/url", {"url": base + page["overview"]})
        driver.until("return window.__first || 0")
        first = driver.run("return window.__first - performance.timeOrigin")
        time.sleep(1)
        first_bytes = driver.bytes()
        heap = {metric["name"]: metric["value"] for metric in heap_of(driver)}["JSHeapUsedSize"]
        if page["clients"]:
            driver.send("POST", "/url", {"url": base + page["clients"]})
        driver.until(page["ready"])
        time.sleep(0.5)
        driver.bytes()
        before = driver.run(page["told"])
        # Told by the page itself, so that the driver's own time does not count: by a watch over this page, and where the
        # click leads to another one, by the watch over that.
        clicked = driver.run(
            f"const told = () => {{ {page['told']} }}; const look = () => {{ const now = told();"
            f" if (now && now !== {json.dumps(before)}) window.__changed = performance.timeOrigin + performance.now();"
            f" else setTimeout(look, 2); }}; look(); {page['click']};"
            " return performance.timeOrigin + performance.now()"
        )
        done = driver.until(
            f"return performance.timeOrigin > {clicked} ? (window.__first || 0) : (window.__changed || 0)"
        )
        time.sleep(0.5)
        return {
            "first number, ms": first,
            "filter change, ms": done - clicked,
            "bytes of the first view": first_bytes,
            "bytes of the filter change": driver.bytes(),
            "JS heap of the page, MB": heap / 1e6,
        }
    finally:
        driver.close()


def heap_of(driver):
    driver.tools("Performance.enable")
    return driver.tools("Performance.getMetrics")["metrics"]


def resident(pid):
    """Resident memory of a process and its children, in MB."""
    total = 0
    for folder in pathlib.Path("/proc").iterdir():
        try:
            if folder.name.isdigit():
                status = dict(
                    line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line
                )
                if int(folder.name) == pid or int(status["PPid"]) == pid:
                    total += int(status.get("VmRSS", "0 kB").split()[0])
        except (OSError, KeyError):
            continue
    return total / 1024


def wait_for(url):
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            return urllib.request.urlopen(url, timeout=60).read()
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{url} does not answer")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--streamlit", required=True)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp())
    ours, theirs = "http://127.0.0.1:18501", "http://127.0.0.1:18502"
    started = [
        subprocess.Popen(
            [asked.binary, "--database", f"sqlite:{asked.database}", "dashboard", "--listen", "127.0.0.1:18501"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    ]
    try:
        wait_for(f"{ours}/healthz")
        (folder / "clients.csv").write_bytes(wait_for(f"{ours}/export/clients/csv?lang=en"))
        options = ["--server.port=18502", "--server.headless=true", "--browser.gatherUsageStats=false"]
        started.append(
            subprocess.Popen(
                [asked.streamlit, "run", str(HERE / "streamlit_page.py"), *options],
                env={**os.environ, "CLIENTS": str(folder / "clients.csv")},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        wait_for(f"{theirs}/_stcore/health")
        pages = {
            "ours": (ours, {
                "overview": "/?lang=en",
                "number": ".kpi strong, [data-live=clients] tbody td.num",
                "clients": "/clients?lang=en",
                "ready": "return document.querySelector('[data-live=clients] tbody tr') ? 1 : 0",
                "told": "const t = document.querySelector('[data-live=clients-shown]');"
                        " return t && document.querySelector('[data-live=clients] tbody tr') ? t.textContent : ''",
                "click": "document.querySelector('.statuses a[href*=\"status=active\"]').click()",
            }),
            "Streamlit": (theirs, {
                "overview": "/",
                "number": "[data-testid=stMetricValue]",
                "clients": "",
                "ready": "return document.querySelectorAll('[data-testid=stMetricValue]').length > 1 "
                         "&& document.querySelector('[data-testid=stDataFrame]') ? 1 : 0",
                "told": "const t = document.querySelectorAll('[data-testid=stMetricValue]')[1];"
                        " return t ? t.textContent : ''",
                "click": "[...document.querySelectorAll('[data-testid=stRadio] label')]"
                         ".find(l => /active/i.test(l.textContent) && !/in/i.test(l.textContent)).click()",
            }),
        }
        found = {name: [] for name in pages}
        for _ in range(asked.rounds):
            for name, (base, page) in pages.items():
                found[name].append(measure(base, page))
        print(f"{'median of ' + str(asked.rounds):32}" + "".join(f"{name:>14}" for name in pages))
        for what in found["ours"][0]:
            values = [statistics.median(one[what] for one in found[name]) for name in pages]
            print(f"{what:32}" + "".join(f"{value:14,.1f}" for value in values))
        memory = [resident(process.pid) for process in started]
        print(f"{'resident memory of the server, MB':32}" + "".join(f"{value:14,.1f}" for value in memory))
    finally:
        for process in started:
            process.terminate()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
