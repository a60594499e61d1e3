#!/usr/bin/env bash
# Restores a backup into a new database, as a superuser; one that has tables already is refused.
#   restore.sh FILE.dump DATABASE
# Afterwards point PDMP_DATABASE at it and run `pdmp audit verify`. On a fresh server the roles need passwords: passwords.sh.
set -euo pipefail
file=${1:?usage: restore.sh FILE.dump DATABASE}
database=${2:?usage: restore.sh FILE.dump DATABASE}
here=$(cd -- "$(dirname -- "$0")" && pwd)
file=$(cd -- "$(dirname -- "$file")" && pwd)/$(basename -- "$file")

if [ -f "$file.sha256" ]; then
  (cd "$(dirname "$file")" && sha256sum --check --quiet -- "$(basename "$file").sha256")
else
  echo "note: no $file.sha256 beside it; the file is taken as it is" >&2
fi

# As a connection string: a name with = or :// in it would be taken for one.
quoted=${database//\\/\\\\}
connection="dbname='${quoted//\'/\\\'}'"
ask() { psql -X -A -t -v ON_ERROR_STOP=1 "$@"; }
if [ "$(ask -d postgres -v name="$database" <<<"SELECT count(*) FROM pg_database WHERE datname = :'name'")" = 0 ]; then
  createdb --template=template0 --encoding=UTF8 -- "$database"
fi
if [ "$(ask -d "$connection" -c "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")" != 0 ]; then
  echo "error: the database $database has tables; restore into a new one" >&2
  exit 1
fi

# The roles first: the backup names them. Tables come back with their owners and rights.
ask -q -d "$connection" -f "$here/roles.sql"
pg_restore --exit-on-error --jobs="${PDMP_RESTORE_JOBS:-2}" --dbname="$connection" "$file"
ask -q -d "$connection" -f "$here/roles.sql" -c ANALYZE
for role in $(ask -d "$connection" -c "SELECT rolname FROM pg_authid WHERE rolname LIKE 'pdmp\\_%' AND rolpassword IS NULL"); do
  echo "note: $role has no password here; passwords.sh or \\password $role sets one" >&2
done
echo "restored into $database"
