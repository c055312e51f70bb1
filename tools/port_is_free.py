"""Say in one line if a port can't be served on: `port_is_free.py HOST PORT`. The server itself would share it."""

import socket
import sys

host, port = sys.argv[1:]
if not port.isdecimal() or not 0 < int(port) < 65536:
    sys.exit(f"PORT: {port} is not a port; choose a number from 1024 to 65535.")
with socket.socket() as tried:
    try:
        tried.bind((host, int(port)))
    except OSError:
        sys.exit(
            f"Port {port} is in use, perhaps by another hipapp. Stop that, or choose another: PORT=8001 make run"
        )
