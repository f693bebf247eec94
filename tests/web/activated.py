"""Starts a program as systemd does by socket activation: the socket as descriptor 3, and its name told.

python activated.py DESCRIPTOR PROGRAM ...
"""

import os
import sys

os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.argv[2], sys.argv[2:])
