#!/usr/bin/env bash
# Writes one backup of the database that PGDATABASE (and PGHOST, PGUSER=pdmp_backup, ...) name into FOLDER, checks that it can be
# read, and forgets backups of this database made more than PDMP_BACKUP_DAYS ago (default 35: five weekly cycles; our choice, 2026-11-22).
#   backup.sh FOLDER
# The key of rejected records and the folder of session keys are no part of the database: keep copies of them elsewhere.
set -euo pipefail
folder=${1:?usage: backup.sh FOLDER}
database=${PGDATABASE:?name the database with PGDATABASE}
days=${PDMP_BACKUP_DAYS:-35}
case $database in */* | .*) echo "error: a database whose name has a slash or begins with a dot cannot name a file" >&2; exit 2 ;; esac
case $days in *[!0-9]* | '') echo "error: PDMP_BACKUP_DAYS must be a number of days" >&2; exit 2 ;; esac
umask 077
mkdir -p -- "$folder"
folder=$(cd -- "$folder" && pwd)
stamp=$(date -u +%Y%m%dT%H%M%SZ)
name=$folder/$database-$stamp

trap 'rm -f -- "$name.part"' EXIT
pg_dump --format=custom --compress=6 --lock-wait-timeout=60s --file="$name.part"
contents=$(pg_restore --list "$name.part")
grep -q ' TABLE DATA .* audit_events ' <<<"$contents" || { echo "error: the backup lacks the audit log" >&2; exit 1; }
sum=$(sha256sum <"$name.part")
sync "$name.part"
printf '%s  %s\n' "${sum%% *}" "$database-$stamp.dump" >"$name.dump.sha256"
mv -- "$name.part" "$name.dump"

# Only after a good one, which stays whatever the days. By the stamp and not by a pattern: the name of another database may begin
# with this one's. What a killed backup left behind goes with the others of its age.
oldest=$(date -u -d "@$(($(date +%s) - 10#$days * 86400))" +%Y%m%dT%H%M%SZ)
for file in "$folder/$database"-*; do
  rest=${file#"$folder/$database-"}
  if [[ $rest =~ ^([0-9]{8}T[0-9]{6}Z)\.(dump|dump\.sha256|part)$ && ${BASH_REMATCH[1]} < $oldest && ${BASH_REMATCH[1]} < $stamp ]]; then
    rm -f -- "$file"
  fi
done
echo "$name.dump"
