"""What `make run` and `make test` look for on the machine, and what they say when it isn't there."""

import os
import shutil
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import serve

ROOT = Path(__file__).resolve().parents[2]
#: Stands for a Python: answers `-c` as told, and makes an environment when asked to.
PYTHON = """#!/bin/sh
case "$1 $2" in
  "-c "*ensurepip*) exit {venv} ;;
  "-c "*) exit {new} ;;
  "-m venv") mkdir -p .venv/bin; printf '#!/bin/sh\\nexit 0\\n' > .venv/bin/python; chmod +x .venv/bin/python ;;
esac
echo {name}
"""
SHIM = "#!/bin/sh\necho 'that version is not installed' >&2; exit 127\n"


class Machine:
    """A PATH with nothing on it but a few basic tools and what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path: list[Path] = []
        for tool in ("bash", "mkdir", "chmod", "dirname", "sort"):
            found = shutil.which(tool)
            assert found
            self.put("basics", tool).symlink_to(found)

    def put(self, where: str, name: str) -> Path:
        folder = self.folder / where
        folder.mkdir(parents=True, exist_ok=True)
        if folder not in self.path:
            self.path.append(folder)
        return folder / name

    def program(self, where: str, name: str, text: str) -> Path:
        file = self.put(where, name)
        file.write_text(text)
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return file

    def python(self, where: str, name: str, *, new: bool = True, venv: bool = True) -> None:
        self.program(where, name, PYTHON.format(new=int(not new), venv=int(not venv), name=f"{where}/{name}"))

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", str(ROOT / "tools" / script), *arguments],
            cwd=self.folder,
            env={"PATH": os.pathsep.join(map(str, self.path))},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_shim_that_fails_hides_no_python(machine: Machine) -> None:
    machine.program("shims", "python3.14", SHIM)
    machine.program("shims", "python3", SHIM)
    machine.python("system", "python3")
    done = machine.run("venv.sh", "some.lock")
    assert done.returncode == 0, done.stderr
    assert "Making .venv with system/python3" in done.stdout


def test_the_newest_python_is_taken(machine: Machine) -> None:
    machine.python("system", "python3")
    machine.python("system", "python3.12")
    machine.python("own", "python3.13")
    assert "Making .venv with own/python3.13" in machine.run("venv.sh", "some.lock").stdout


def test_no_python_that_is_new_enough(machine: Machine) -> None:
    machine.program("shims", "python3.13", SHIM)
    machine.python("system", "python3", new=False)
    done = machine.run("venv.sh", "some.lock")
    assert done.returncode == 1
    assert "needs Python 3.12 or newer" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_python_without_venv_is_named(machine: Machine) -> None:
    machine.python("system", "python3", venv=False)
    done = machine.run("venv.sh", "some.lock")
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr


def test_half_made_environment_is_made_anew(machine: Machine) -> None:
    machine.program(".venv/bin", "python", SHIM)
    machine.path.pop()
    machine.python("system", "python3")
    assert "Making .venv" in machine.run("venv.sh", "some.lock").stdout
    assert "Making .venv" not in machine.run("venv.sh", "some.lock").stdout


@pytest.mark.parametrize("by", ["initdb", "pg_config"])
def test_postgres_is_found_outside_debians_folder(machine: Machine, by: str) -> None:
    server = machine.folder / "pg" / "bin"
    server.mkdir(parents=True)
    for name in ("initdb", "pg_ctl", "postgres"):
        machine.program("pg/bin", name, "#!/bin/sh\n")
    if by == "pg_config":
        machine.path.remove(server)
        machine.program("config", "pg_config", f"#!/bin/sh\necho {server}\n")
    assert machine.run("postgres_bin.sh").stdout.strip() == str(server)


@pytest.fixture
def taken_port() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


def test_port_in_use_is_said(taken_port: str) -> None:
    for host in ("127.0.0.1", *serve.EVERYWHERE):
        assert "in use" in str(serve.in_the_way(host, taken_port))


def test_port_that_was_left_just_now_is_free() -> None:
    """A connection that the last server closed lingers for a minute; stopping and starting must not wait for it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        client = socket.create_connection(("127.0.0.1", port))
        server.accept()[0].close()
        client.close()
    assert serve.in_the_way("127.0.0.1", str(port)) is None


@pytest.mark.parametrize("port", ["", "abc", "0", "65536", "-1"])
def test_port_that_is_none(port: str) -> None:
    assert "is not a port" in str(serve.in_the_way("127.0.0.1", port))


@pytest.mark.parametrize("host", ["203.0.113.7", "nonsense..x", "x.invalid"])
def test_host_that_is_not_ours(host: str) -> None:
    assert "is not an address of this machine" in str(serve.in_the_way(host, "8765"))
