#!/usr/bin/env bash
# Print the folder of a PostgreSQL server's programs, wherever the system keeps them; fail if there is none.
set -euo pipefail
candidates() {
  type -aP initdb | while IFS= read -r found; do dirname "$found"; done || true # Homebrew, Fedora, a version on the PATH
  pg_config --bindir 2>/dev/null || true
  printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV # Debian keeps each version in a folder of its own
}
while IFS= read -r folder; do
  if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ]; then
    echo "$folder"
    exit
  fi
done < <(candidates)
exit 1
