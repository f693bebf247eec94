#!/usr/bin/env python3
"""Sets Chartside up on this computer and starts it; needs Python 3.11 to 3.13 and nothing else.

Makes .venv, installs the locked packages, compiles the code set, prints the suggestions for a sample
note, starts the service and opens a browser with the extension on a demo page.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
from pathlib import Path

import _browser
import _setup
from _service import Pages, Service
from _setup import ROOT, Stop

SAMPLE = ROOT / "scripts" / "demo" / "sample-note.txt"
EXTENSION = ROOT / "extension"
DEMO = ROOT / "scripts" / "demo"
PORT = 8765


def main() -> int:
    """Run the whole; the exit status."""
    parser = argparse.ArgumentParser(description="Set Chartside up and start it.")
    parser.add_argument("--check", action="store_true", help="do everything but serve; exit 0 if it works")
    parser.add_argument("--port", type=int, default=PORT, help=f"port of the service (default {PORT})")
    parser.add_argument("--no-browser", action="store_true", help="serve, but open no browser")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _setup.use_supported_python()
        _setup.make_environment()
        _setup.install(_setup.RUN_LOCK)
        show_sample()
        return 0 if options.check else serve(options.port, browser=not options.no_browser)
    except Stop as why:
        print(why, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130


def show_sample() -> None:
    """Print the suggestions for the sample note as a table; the first run compiles the code set.

    Raises:
        Stop: no suggestions came.
    """
    print("Reading a sample note; the first time, the code set is compiled for it.", flush=True)
    suggest = [str(_setup.CHARTSIDE), "suggest", str(SAMPLE)]
    # Only the answer is caught; progress of the first compilation goes to the terminal.
    asked = subprocess.run([*suggest, "--format", "json"], stdout=subprocess.PIPE, check=False)
    try:
        found = json.loads(asked.stdout)["suggestions"] if asked.returncode == 0 else []
    except (ValueError, KeyError) as wrong:
        raise Stop("`chartside suggest` answered something that is not JSON; please report this.") from wrong
    if not found:
        raise Stop("No suggestions came for the sample note; the lines above may say why.")
    print(f"\nSuggestions for {SAMPLE.relative_to(ROOT).as_posix()}, a synthetic note:\n", flush=True)
    subprocess.run(suggest, check=True)
    print(flush=True)


def serve(port: int, browser: bool) -> int:
    """Serve until Ctrl-C, with a browser on the demo page if there is one; the exit status."""
    service = Service([str(_setup.CHARTSIDE), "serve", "--port", str(port)], port)
    pages = Pages(DEMO)
    demo = None
    try:
        service.wait_until_ready()
        demo = open_demo(service, f"{pages.address}/", port) if browser else None
        if demo is None:
            print(by_hand(pages.address), flush=True)
        else:
            print(
                f"\n{demo.name} shows the demo page, paired. Switch Chartside on there with {toggle_key()} "
                "or its toolbar button.\nCtrl-C ends the browser and the service.\n",
                flush=True,
            )
        while not service.wait(0.5):
            if demo is not None and not demo.running:
                print("The browser was closed; the service goes on until Ctrl-C.", flush=True)
                demo.close()
                demo = None
        return 1
    except KeyboardInterrupt:
        print("\nEnding.", flush=True)
        return 0
    finally:
        if demo is not None:
            demo.close()
        pages.close()
        service.close()


def open_demo(service: Service, address: str, port: int) -> _browser.Demo | None:
    """The browser on the demo page, or None when there is none or it did not work; says why."""
    found = _browser.find()
    if port != PORT:
        print(f"The extension talks to port {PORT} only, so no browser is opened on port {port}.")
        return None
    if not _browser.has_screen() or found is None:
        missing = "screen" if found else "Chromium or Firefox"
        print(f"There is no {missing} here, so the demo page is not opened.")
        return None
    demo = None
    try:
        demo = _browser.Demo(*found, home=data_folder(), extension=EXTENSION)
        demo.pair(service.pairing_code)
        demo.show(address)
        return demo
    except (OSError, _browser.BrowserError, Stop) as wrong:
        print(f"The browser {found[1]} could not be set up for the demo: {wrong}.")
        if demo is not None:
            demo.close()
        return None


def data_folder() -> Path:
    """Where Chartside keeps its data."""
    ask = "from chartside.settings import default_home; print(default_home())"
    said = subprocess.run([str(_setup.PYTHON), "-c", ask], capture_output=True, text=True, check=True)
    return Path(said.stdout.strip())


def toggle_key() -> str:
    """The keys that switch Chartside on and off for a page, as the manifest suggests them."""
    commands = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))["commands"]
    return str(commands["toggle-page"]["suggested_key"]["default"])


def by_hand(address: str) -> str:
    """The three steps to load the extension, pair it and try it."""
    return f"""
To load and pair the extension by hand:
  1. Chromium, Chrome, Edge: open chrome://extensions, switch on "Developer mode", choose "Load unpacked"
     and the folder {EXTENSION}
     Firefox: open about:debugging, "This Firefox", "Load Temporary Add-on", and choose manifest.json there.
  2. Open the extension's options and type in the six-digit code that the service shows above.
  3. Open {address}/ and press {toggle_key()}, or use Chartside's toolbar button.
Ctrl-C ends the service.
"""


if __name__ == "__main__":
    raise SystemExit(main())
