#!/usr/bin/env bash
# Compile the three lock files, without addresses in them. Needs uv.
set -euo pipefail
options=(--universal --python-version 3.12 --generate-hashes --no-header --no-annotate --quiet)
uv pip compile pyproject.toml "${options[@]}" -o requirements.lock "$@"
uv pip compile pyproject.toml --group dev "${options[@]}" -c requirements.lock -o requirements-dev.lock "$@"
uv pip compile --group figures "${options[@]}" -c requirements-dev.lock -o requirements-figures.lock "$@"
