"""Speaks as much of Marionette as the scripts use."""

import json
import socket
import sys
from pathlib import Path

profile = Path(sys.argv[sys.argv.index("--profile") + 1])
handles, url, here = ["H0"], "about:blank", "H0"
with socket.create_server(("127.0.0.1", 0)) as server, (profile / "log").open("a") as log:
    (profile / "MarionetteActivePort").write_text(str(server.getsockname()[1]))
    connection, _ = server.accept()

    def send(message: object) -> None:
        data = json.dumps(message).encode()
        connection.sendall(str(len(data)).encode() + b":" + data)

    send({"applicationType": "gecko", "marionetteProtocol": 3})
    waiting = b""
    while data := connection.recv(4096):
        waiting += data
        while b":" in waiting:
            length, _, rest = waiting.partition(b":")
            if len(rest) < int(length):
                break
            _, number, command, parameters = json.loads(rest[: int(length)])
            waiting = rest[int(length) :]
            print(command, file=log, flush=True)
            result: object = None
            error = None
            if command == "WebDriver:GetWindowHandles":
                result = handles
            elif command == "WebDriver:ExecuteScript":
                url = parameters["args"][0]
                handles.append("H1")
            elif command == "WebDriver:ExecuteAsyncScript":
                result = {"value": url if "location.href" in parameters["script"] else "paired"}
            elif command == "WebDriver:NewWindow":
                handles.append("H2")
                result = {"handle": "H2"}
            elif command == "WebDriver:SwitchToWindow":
                here = parameters["handle"]
            elif command == "WebDriver:CloseWindow":
                handles.remove(here)
            elif command == "Addon:Install" and not Path(parameters["path"]).is_dir():
                error = {"error": "unknown error", "message": "Could not install add-on"}
            send([1, number, error, result])
