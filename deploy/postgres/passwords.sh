#!/usr/bin/env bash
# Gives the roles of roles.sql their passwords, from files: the compose file mounts them. Run by the database's image after roles.sql.
set -euo pipefail
for role in pdmp_owner pdmp_app pdmp_backup; do
  psql -X -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v role="$role" -v word="$(cat "/run/secrets/$role")" \
    <<<"ALTER ROLE :\"role\" PASSWORD :'word'"
done
