#!/usr/bin/env bash
# Writes the line of a password file (PGPASSFILE; Npgsql: Passfile) for one role, whose password is in FOLDER/ROLE.
#   umask 077; passfile.sh FOLDER ROLE [HOST] >FILE
set -euo pipefail
folder=${1:?usage: passfile.sh FOLDER ROLE [HOST]}
role=${2:?usage: passfile.sh FOLDER ROLE [HOST]}
word=$(cat -- "$folder/$role")
word=${word//\\/\\\\}
printf '%s:*:*:%s:%s\n' "${3:-127.0.0.1}" "$role" "${word//:/\\:}"
