#!/usr/bin/env bash
# Restores a backup into a new database, as a superuser; one that has tables already is refused.
#   restore.sh FILE.dump DATABASE
# Afterwards point PDMP_DATABASE at it and run `pdmp audit verify`.
set -euo pipefail
file=${1:?usage: restore.sh FILE.dump DATABASE}
database=${2:?usage: restore.sh FILE.dump DATABASE}
here=$(cd "$(dirname "$0")" && pwd)

if [ -f "$file.sha256" ]; then
  (cd "$(dirname "$file")" && sha256sum --check --quiet "$(basename "$file").sha256")
else
  echo "note: no $file.sha256 beside it; the file is taken as it is" >&2
fi

ask() { psql -X -A -t -v ON_ERROR_STOP=1 "$@"; }
if [ "$(ask -d postgres -v name="$database" <<<"SELECT count(*) FROM pg_database WHERE datname = :'name'")" = 0 ]; then
  createdb --template=template0 --encoding=UTF8 "$database"
fi
if [ "$(ask -d "$database" -c "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")" != 0 ]; then
  echo "error: the database $database has tables; restore into a new one" >&2
  exit 1
fi

# The roles first: the backup names them. Tables come back with their owners and rights.
ask -q -d "$database" -f "$here/roles.sql"
pg_restore --exit-on-error --jobs="${PDMP_RESTORE_JOBS:-2}" --dbname="$database" "$file"
ask -q -d "$database" -f "$here/roles.sql" -c ANALYZE
echo "restored into $database"
