"""Speaks as much of the debugging pipe as the scripts use; `mode` in the profile folder says how."""

import json
import os
import sys
from pathlib import Path

profile = Path(next(a for a in sys.argv if a.startswith("--user-data-dir=")).split("=", 1)[1])
mode = (profile / "mode").read_text()
log = (profile / "log").open("a")
url = "about:blank"
with os.fdopen(3, "rb") as commands, os.fdopen(4, "wb") as answers:
    waiting = b""
    while data := os.read(commands.fileno(), 4096):
        waiting += data
        while b"\0" in waiting:
            line, _, waiting = waiting.partition(b"\0")
            message = json.loads(line)
            method, parameters = message["method"], message["params"]
            print(method, file=log, flush=True)
            if mode == "dies":
                sys.exit(1)
            answer: dict[str, object] = {"id": message["id"]}
            result: dict[str, object] = {}
            if method == "Extensions.loadUnpacked":
                if mode == "refuses":
                    answer["error"] = {"message": "Method not available."}
                result = {"id": "abcdef"}
            elif method == "Target.createTarget":
                url = parameters["url"]
                result = {"targetId": "T1"}
            elif method == "Target.attachToTarget":
                result = {"sessionId": "S1"}
            elif method == "Runtime.evaluate" and mode == "throws":
                result = {"exceptionDetails": {"text": "Uncaught Error: no"}}
            elif method == "Runtime.evaluate":
                value = url if "location.href" in parameters["expression"] else "paired"
                result = {"result": {"value": value}}
            elif method == "Target.getTargets":
                result = {
                    "targetInfos": [{"type": "page", "targetId": "T0"}, {"type": "page", "targetId": "T1"}]
                }
            if "error" not in answer:
                answer["result"] = result
            event = json.dumps({"method": "Some.event", "params": {}}).encode() + b"\0"
            answers.write(event + json.dumps(answer).encode() + b"\0")
            answers.flush()
            if method == "Browser.close":
                sys.exit(0)
