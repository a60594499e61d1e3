#!/usr/bin/env bash
# Writes SQL that gives the roles of roles.sql their passwords, from the files FOLDER/pdmp_owner, FOLDER/pdmp_app and
# FOLDER/pdmp_backup. To a pipe, since arguments are seen by everybody on the machine:
#   passwords.sh FOLDER | psql -q -v ON_ERROR_STOP=1
set -euo pipefail
folder=${1:?usage: passwords.sh FOLDER}
echo "SET standard_conforming_strings = on;"
echo "SET log_statement = 'none';"
for role in pdmp_owner pdmp_app pdmp_backup; do
  word=$(cat -- "$folder/$role")
  [ -n "$word" ] || { echo "error: $folder/$role is empty" >&2; exit 1; }
  printf "ALTER ROLE %s PASSWORD '%s';\n" "$role" "${word//\'/\'\'}"
done
