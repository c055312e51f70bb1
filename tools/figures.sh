#!/usr/bin/env bash
# Run a module of the figures' builder in its own environment.
set -euo pipefail
if ! command -v potrace >/dev/null; then
  echo "Figures are traced by potrace, which is not installed (Debian: apt install potrace)." >&2
  exit 1
fi
module=$1
shift
exec .venv-figures/bin/python -m "poses.figures.$module" "$@"
