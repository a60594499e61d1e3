#!/usr/bin/env bash
# Writes one backup of the database that PGDATABASE (and PGHOST, PGUSER=pdmp_backup, ...) name into FOLDER, checks that it can be
# read, and forgets backups older than PDMP_BACKUP_DAYS (default 35: five weekly cycles; our choice, 2026-11-22).
#   backup.sh FOLDER
# The key of rejected records and the folder of session keys are no part of the database: keep copies of them elsewhere.
set -euo pipefail
folder=${1:?usage: backup.sh FOLDER}
days=${PDMP_BACKUP_DAYS:-35}
umask 077
mkdir -p "$folder"
name=$folder/${PGDATABASE:?name the database with PGDATABASE}-$(date -u +%Y%m%dT%H%M%SZ)

trap 'rm -f "$name.part"' EXIT
pg_dump --format=custom --compress=6 --lock-wait-timeout=60s --file="$name.part"
pg_restore --list "$name.part" >"$name.list"
grep -q ' TABLE DATA .* audit_events ' "$name.list" || { echo "error: the backup lacks the audit log" >&2; exit 1; }
rm "$name.list"
sync "$name.part"
mv "$name.part" "$name.dump"
(cd "$folder" && sha256sum "${name##*/}.dump" >"${name##*/}.dump.sha256")

# Only after a good one; the newest stays whatever its age.
find "$folder" -maxdepth 1 -name "$PGDATABASE-*.dump*" -mtime "+$days" ! -name "${name##*/}.dump*" -delete
echo "$name.dump"
