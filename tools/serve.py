"""Get ready, say where hipapp is, and serve it: `serve.py HOST PORT`. What stands in the way is said in one line."""

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (names them, binds nothing)

#: An address that nobody has. Asking for it makes the system choose its way to the network.
DOCUMENTATION = ("192.0.2.1", 9)


def main(host: str, port: str) -> None:
    if trouble := in_the_way(host, port):
        sys.exit(trouble)
    own = "localhost" if host in (*LOCAL, *EVERYWHERE) else host
    public = os.environ.setdefault("HIPAPP_URL", f"http://localhost:{port}")
    phone = None if host in LOCAL or "//localhost" not in public else network_address(host)
    if phone and not os.environ.get("HIPAPP_ALLOWED_HOSTS"):
        os.environ["HIPAPP_ALLOWED_HOSTS"] = phone
    os.chdir(ROOT)
    if failed := subprocess.run([sys.executable, "manage.py", "prepare"], check=False).returncode:
        sys.exit(failed)
    say(f"hipapp is at http://{own}:{port}  (stop with Ctrl+C)")
    if "//localhost" not in public:
        say(f"People reach it at {public}")
    elif phone:
        say(f"On a phone in the same network: http://{phone}:{port}")
    sys.stdout.flush()
    granian = Path(sys.executable).with_name("granian")
    os.execv(granian, [str(granian), *server_options(host, port)])  # noqa: S606


def server_options(host: str, port: str) -> list[str]:
    return [
        *("--interface", "wsgi", "--host", host, "--port", port, "--workers", str(cores())),
        *("--blocking-threads", "1", "--log-level", "warning", "hipapp.site.wsgi:application"),
    ]


def cores() -> int:
    """As many as we may use, where the system says so."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2


def in_the_way(host: str, port: str) -> str | None:
    """Why we can't serve there, or None. The server itself would share a port with another hipapp."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return f"PORT: {port} is not a port; choose a number from 1024 to 65535."
    taken = (
        f"Port {port} is in use, perhaps by another hipapp. Stop that, or choose another: make run PORT=8001"
    )
    not_ours = (
        f"HOST: {host} is not an address of this machine; leave it out, or take 0.0.0.0 for all of them."
    )
    try:
        family, kind, _proto, _name, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        return not_ours
    with socket.socket(family, kind) as tried, socket.socket(family, kind) as caller:
        # A server that was stopped just now is no hindrance.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        caller.settimeout(1)
        try:
            tried.bind(address)
        except OSError as error:
            if error.errno == errno.EACCES:
                return f"Port {port} is for the administrator only; choose another: make run PORT=8000"
            return not_ours if error.errno == errno.EADDRNOTAVAIL else taken
        return taken if caller.connect_ex(address) == 0 else None


def network_address(host: str) -> str | None:
    """This machine's address in its network, as a phone beside it would call it. Nothing is sent to find it."""
    if host not in EVERYWHERE:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(DOCUMENTATION)
        except OSError:
            return None
        return str(probe.getsockname()[0])


def say(line: str) -> None:
    print(line)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
