#!/usr/bin/env bash
# Make .venv with the newest Python >= 3.12 that really runs, and install one lock file into it.
set -euo pipefail
lock=$1
if [ ! -x .venv/bin/python ]; then
  python=
  for candidate in python3.14 python3.13 python3.12 python3 python; do
    # Run it: a version manager's shim can exist and fail.
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then
      python=$candidate
      break
    fi
  done
  if [ -z "$python" ]; then
    echo "hipapp needs Python 3.12 or newer, and none was found here; the README says where to get one." >&2
    exit 1
  fi
  echo "Making .venv with $("$python" --version)"
  "$python" -m venv .venv
fi
echo "Installing $lock"
.venv/bin/pip install --quiet --require-hashes -r "$lock"
