#!/usr/bin/env bash
# Make an environment (.venv, or the folder given second) with the newest Python >= 3.12 that really runs, and install
# one lock file into it.
set -euo pipefail
lock=$1
folder=${2:-.venv}

new_enough='import sys; sys.exit(sys.version_info < (3, 12))'
find_python() { # sets python, or without_venv to one that is new enough but can't make an environment
  python='' without_venv=''
  local name candidate
  for name in python3.14 python3.13 python3.12 python3 python; do
    # Every one on the PATH, and by running it: a version manager's shim can exist and fail, and hide the system's.
    while IFS= read -r candidate; do
      "$candidate" -c "$new_enough" >/dev/null 2>&1 || continue
      if "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        python=$candidate
        return
      fi
      without_venv=${without_venv:-$candidate}
    done < <(type -aP "$name")
  done
}

if ! "$folder"/bin/python -m pip --version >/dev/null 2>&1; then # none yet, broken, or left half made
  find_python
  if [ -z "$python" ] && [ -n "$without_venv" ]; then
    echo "$without_venv is new enough, but its venv module is missing. Debian and Ubuntu: apt install python3-venv" >&2
    exit 1
  elif [ -z "$python" ]; then
    echo "hipapp needs Python 3.12 or newer, and none was found here; the README says where to get one." >&2
    exit 1
  fi
  echo "Making $folder with $("$python" --version)"
  "$python" -m venv --clear "$folder"
fi
echo "Installing $lock"
"$folder"/bin/python -m pip install --quiet --require-hashes -r "$lock"
