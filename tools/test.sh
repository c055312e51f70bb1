#!/usr/bin/env bash
# All tests: `test.sh` the everyday ones, `test.sh slow` the long ones. Says what it leaves out and how to get it.
set -euo pipefail
bin=.venv/bin
mode=${1:-all}
left_out=()

scratch=$(mktemp -d)
pg_data=
stop() {
  [ -z "$pg_data" ] || as_postgres "$pg_bin/pg_ctl" -D "$pg_data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$scratch"
}
trap stop EXIT
export HIPAPP_DATA_DIR=$scratch/data

as_postgres() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start_postgres() { # a throw-away server on a socket of its own
  pg_bin=$(bash tools/postgres_bin.sh) || return 1
  [ "$(id -u)" != 0 ] || id postgres >/dev/null 2>&1 || return 1
  pg_data=$scratch/pg
  mkdir -p "$pg_data" && chmod 755 "$scratch"
  [ "$(id -u)" != 0 ] || chown postgres "$pg_data"
  as_postgres "$pg_bin/initdb" -D "$pg_data" -A trust -U hipapp --encoding UTF8 --locale C >/dev/null
  as_postgres "$pg_bin/pg_ctl" -D "$pg_data" -w -l "$pg_data/log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$pg_data' -c fsync=off" start >/dev/null
  postgres_url="postgresql://hipapp@/postgres?host=$pg_data"
}

# As many at once as there are cores; past four, starting them costs more than they save.
at_once=(-n auto --maxprocesses=4)
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)

if [ "$mode" = slow ]; then
  select="slow"
  [ -n "$chromium" ] || { select="slow and not browser"; left_out+=("slow browser tests: install chromium"); }
  $bin/python -m pytest "${at_once[@]}" -m "$select"
  if start_postgres; then
    DATABASE_URL=$postgres_url $bin/python -m pytest tests/slow/test_writers.py tests/slow/test_parallel_edits.py
  else
    left_out+=("parallel writers on PostgreSQL: install postgresql")
  fi
else
  bash tools/lint.sh
  $bin/python -m pytest "${at_once[@]}" -m "not browser and not slow"
  if start_postgres; then
    DATABASE_URL=$postgres_url $bin/python -m pytest "${at_once[@]}" --only-database -m "not browser and not slow"
  else
    left_out+=("tests on PostgreSQL: install postgresql")
  fi
  if [ -n "$chromium" ]; then
    $bin/python -m pytest "${at_once[@]}" -m "browser and not slow"
  else
    left_out+=("browser tests: install chromium")
  fi
fi
for line in "${left_out[@]:-}"; do [ -z "$line" ] || echo "Left out: $line"; done
