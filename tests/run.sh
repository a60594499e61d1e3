#!/usr/bin/env bash
# Runs every test of the product on this machine, PostgreSQL included: installs what is missing (as root), starts a
# throwaway server, builds, tests, sums up, stops the server. Arguments go to `dotnet test` (e.g. --filter Alert).
# The last line is "N passed, N failed[, N skipped]"; exit code 0 only when something ran and nothing failed.
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD

say() { printf '%s\n' "== $*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# --- what the machine must have -------------------------------------------------------------------------------------

find_pg() { # prints the folder that holds initdb and pg_ctl
  local dir
  if dir=$(dirname "$(command -v initdb)") 2>/dev/null && [ -n "$dir" ] && [ -x "$dir/pg_ctl" ]; then echo "$dir"; return; fi
  for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do
    if [ -x "$dir/initdb" ]; then echo "$dir"; return; fi
  done
}

missing=()
[ -n "$(find_pg)" ] || missing+=(postgresql)
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
[ -n "$(find /usr/share/fonts -name 'DejaVuSans.ttf' 2>/dev/null | head -n 1)" ] || missing+=(fonts-dejavu-core)
command -v node >/dev/null || missing+=(nodejs)
# Some packages of Node bring npm along and conflict with Debian's, so ask for the command and not for the package.
command -v npm >/dev/null || missing+=(npm)
command -v dotnet >/dev/null || die "the .NET 10 SDK is needed: https://dotnet.microsoft.com/download/dotnet/10.0"

if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ]; then
    die "not installed: ${missing[*]}. Run: sudo apt-get install -y --no-install-recommends ${missing[*]}"
  fi
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    die "apt-get could not install: ${missing[*]}"
fi

# --- a throwaway PostgreSQL -----------------------------------------------------------------------------------------

pg_bin=$(find_pg)
[ -n "$pg_bin" ] || die "no initdb found although postgresql is installed"
scratch=$(mktemp -d /tmp/pdmp-tests.XXXXXX)
chmod 755 "$scratch"
as_pg() { ( cd "$scratch" && "$@" ); }
if [ "$(id -u)" -eq 0 ]; then # the server refuses to run as root
  id postgres >/dev/null 2>&1 || die "no user postgres; install the Debian package postgresql"
  chown postgres "$scratch"
  as_pg() { ( cd "$scratch" && runuser -u postgres -- "$@" ); }
fi

stop_server() {
  [ -f "$scratch/data/postmaster.pid" ] && as_pg "$pg_bin/pg_ctl" -D "$scratch/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$scratch"
}
trap stop_server EXIT
trap 'exit 130' INT TERM

as_pg "$pg_bin/initdb" -D "$scratch/data" -U postgres --auth=trust --no-sync -E UTF8 --locale=C.UTF-8 >"$scratch/initdb.log" 2>&1 ||
  { cat "$scratch/initdb.log" >&2; die "initdb failed"; }

start_server() { # a port may be taken between looking and listening, so try a few
  local port
  for port in $(shuf -i 20000-29999 -n 8); do
    if as_pg "$pg_bin/pg_ctl" -D "$scratch/data" -l "$scratch/data/server.log" -w -t 30 \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$scratch -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" \
      start >/dev/null 2>&1; then
      echo "$port"
      return
    fi
  done
}
port=$(start_server)
[ -n "$port" ] || { cat "$scratch/data/server.log" >&2; die "PostgreSQL did not start"; }
export PDMP_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres"
say "PostgreSQL $("$pg_bin/postgres" --version | awk '{print $3}') on port $port"

# --- build and test -------------------------------------------------------------------------------------------------

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
say "building"
dotnet build PdmpAnalytics.sln -c Release -v q --nologo >"$scratch/build.log" 2>&1 || { cat "$scratch/build.log" >&2; echo "0 passed, 0 failed"; die "the build failed"; }
say "built"

# What tests kill, signal or watch is started as a process of its own, a hundred times; published and compiled ahead it starts
# in two thirds of the time. Where the compiler's package does not restore they start what was built.
if dotnet publish src/PdmpAnalytics.Cli -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true -p:RunAnalyzers=false \
  -o artifacts/program -v q --nologo >"$scratch/publish.log" 2>&1; then
  export PDMP_TEST_PROGRAM=$root/artifacts/program/pdmp.dll
else
  say "the program is not compiled ahead: $(grep -m 1 -oE 'error [A-Z]+[0-9]+' "$scratch/publish.log")"
fi

# Outside the solution: what needs packages that not every mirror carries. In a folder of its own, since hosts are built otherwise.
# Where a mirror has a later patch and not the one that is asked for (NU1603), that one is tested, and named.
instead_of() { grep -ohE '(Hangfire|Microsoft\.ML)[A-Za-z.]* [0-9.]+ was resolved instead' "$1" | sort -u | sed 's/^/== /' >&2; }
hangfire=(-p:WithHangfire=true -p:WarningsNotAsErrors=NU1603 "-p:ArtifactsPath=$root/artifacts/hangfire")
if dotnet restore tests/PdmpAnalytics.Hangfire.Tests "${hangfire[@]}" -v q --nologo >"$scratch/hangfire.log" 2>&1; then
  instead_of "$scratch/hangfire.log"
  dotnet build tests/PdmpAnalytics.Hangfire.Tests --no-restore -c Release "${hangfire[@]}" -v q --nologo >"$scratch/hangfire.log" 2>&1 ||
    { cat "$scratch/hangfire.log" >&2; echo "0 passed, 0 failed"; die "the build with Hangfire failed"; }
else
  hangfire=()
fi

microsoftml=(-p:WithMicrosoftML=true -p:WarningsNotAsErrors=NU1603 "-p:ArtifactsPath=$root/artifacts/microsoft-ml")
if dotnet restore tests/PdmpAnalytics.MicrosoftML.Tests "${microsoftml[@]}" -v q --nologo >"$scratch/microsoftml.log" 2>&1; then
  instead_of "$scratch/microsoftml.log"
  dotnet build tests/PdmpAnalytics.MicrosoftML.Tests --no-restore -c Release "${microsoftml[@]}" -v q --nologo >"$scratch/microsoftml.log" 2>&1 ||
    { cat "$scratch/microsoftml.log" >&2; echo "0 passed, 0 failed"; die "the build with Microsoft.ML failed"; }
else
  microsoftml=()
fi

passed=0 failed=0 skipped=0 broken=0
for project in tests/*/*.csproj; do
  grep -q 'Microsoft.NET.Test.Sdk' "$project" || continue
  name=$(basename "$project" .csproj)
  options=()
  if [ "$name" = PdmpAnalytics.Hangfire.Tests ]; then
    if [ ${#hangfire[@]} -eq 0 ]; then say "skipping $name: Hangfire's packages do not restore here"; continue; fi
    options=("${hangfire[@]}")
  fi
  if [ "$name" = PdmpAnalytics.MicrosoftML.Tests ]; then
    if [ ${#microsoftml[@]} -eq 0 ]; then say "skipping $name: the packages of Microsoft.ML do not restore here"; continue; fi
    options=("${microsoftml[@]}")
  fi
  say "testing $name"
  log="$root/artifacts/tests/$name.log"
  mkdir -p "${log%/*}"
  # The .trx beside the log tells how long each test took.
  dotnet test "$project" -c Release --no-build --nologo -v q --logger "trx;LogFileName=$name.trx" --results-directory "${log%/*}" \
    "${options[@]}" "$@" >"$log" 2>&1
  code=$?
  grep -vE '^(Test run for|A total of|VSTest version)' "$log"
  # Passed!  - Failed:     0, Passed:    12, Skipped:     1, Total:    13, ...
  counts=$(sed -nE 's/.*Failed: *([0-9]+), Passed: *([0-9]+), Skipped: *([0-9]+), Total.*/\1 \2 \3/p' "$log" | tail -n 1)
  read -r f p s <<<"${counts:-0 0 0}"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  # A crashed test host reports no count; it must not look like success. A filter may leave a project without tests.
  if [ $code -ne 0 ] && [ "$f" -eq 0 ]; then broken=1; say "$name ended with code $code"; fi
done

[ $broken -eq 0 ] || failed=$((failed + 1))
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
