"""The service, from its gate to a real `chartside serve`."""

CHROMIUM = "chrome-extension://" + "abcdefghijklmnop" * 2
FIREFOX = "moz-extension://d7a8d45d-4d2d-49cb-8c38-79e2089240fa"
STRANGER = "chrome-extension://" + "p" * 32
