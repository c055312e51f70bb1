#!/usr/bin/env bash
# Style, types, layers, templates, content, migrations: the checks that run no test.
set -euo pipefail
bin=.venv/bin
$bin/ruff check .
$bin/ruff format --check --quiet .
$bin/mypy
$bin/lint-imports --no-timing 2>/dev/null || $bin/lint-imports
$bin/djlint templates --lint --quiet
$bin/python -m poses.content.loader
$bin/python manage.py makemigrations --check --dry-run --verbosity 1
HIPAPP_URL=https://hip.example.org HIPAPP_SMTP_HOST=mail.example.org HIPAPP_MAIL_FROM=hipapp@example.org \
  HIPAPP_BEHIND_PROXY=true $bin/python manage.py check --deploy --fail-level WARNING
