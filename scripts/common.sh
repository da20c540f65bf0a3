# Sourced by run, test and patella: one place for steps, checks, stamps and builds. Needs bash 4 or later.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
artifacts="$root/artifacts"
configuration=Release
server_program="$root/src/Patella.Host/bin/$configuration/net10.0/patella"
quiet=${quiet:-}

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDTERMINALLOGGER=off
# A user without a home of its own (a service account, a container) still gets a place for the tools' caches.
if [ ! -w "${HOME:-/nonexistent}" ]; then
  export HOME="$artifacts/home"
fi

# fail CODE MESSAGE: one sentence, and the exit code that docs/operations.md gives it.
fail() {
  echo "patella: $2" >&2
  exit "$1"
}

# step TEXT COMMAND...: one line of progress; the command's output is shown only when it fails.
step() {
  local text=$1 log started=$SECONDS
  shift
  mkdir -p "$artifacts/logs"
  log=$(mktemp "$artifacts/logs/step.XXXXXX")
  [ -n "$quiet" ] || printf '%s ... ' "$text"
  if "$@" >"$log" 2>&1 </dev/null; then
    [ -n "$quiet" ] || printf 'done in %ss\n' "$((SECONDS - started))"
    rm -f "$log"
    return 0
  fi
  [ -n "$quiet" ] || printf 'failed\n'
  { head -n 30 "$log"; tail -n +31 "$log" | tail -n 30; } >&2
  echo "patella: \"$text\" failed; the whole output is in $log" >&2
  return 1
}

note() {
  [ -n "$quiet" ] || echo "$1"
}

require_dotnet() {
  command -v dotnet >/dev/null || fail 3 "the .NET 10 SDK is missing: install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again."
  (cd "$root" && dotnet --version >/dev/null 2>&1) ||
    fail 3 "a .NET SDK of version 10 is needed (see global.json); installed: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd, - || true)."
}

require_node() {
  command -v node >/dev/null || fail 3 "Node.js is missing: install version 20 or later (https://nodejs.org) and start again."
  command -v npm >/dev/null || fail 3 "npm is missing: install it beside Node.js and start again."
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || fail 3 "Node.js 20 or later is needed, found $(node --version)."
}

# fingerprint PATH...: a hash over the names and contents of all sources below the paths (not of what a build makes).
fingerprint() {
  (cd "$root" && find "$@" -type f \
    -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/bin/*' -not -path '*/obj/*' -not -path '*/TestResults/*' -not -name '*.d.ts' \
    -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1)
}

# when_changed NAME RESULT FINGERPRINT COMMAND...: runs the command unless its result stands and was made from the same sources.
when_changed() {
  local stamp="$artifacts/stamps/$1" result=$2 print=$3
  shift 3
  if [ -e "$result" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$print" ]; then
    return 0
  fi
  rm -f "$stamp"
  "$@" || return 1
  mkdir -p "$artifacts/stamps"
  echo "$print" >"$stamp"
}

web_projects() {
  local name
  for name in console widget; do
    [ -f "$root/web/$name/package.json" ] && echo "$name"
  done
  return 0
}

install_packages() {
  local folder="$root/web/$1"
  when_changed "packages-$1" "$folder/node_modules/.package-lock.json" "$(fingerprint "web/$1/package-lock.json")" \
    step "Fetch the packages of web/$1" npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error
}

build_web() {
  local name
  for name in $(web_projects); do
    install_packages "$name" || return 1
    when_changed "web-$name" "$root/web/$name/dist" "$(fingerprint "web/$name" docs/api)" \
      step "Build web/$name" npm run build --prefix "$root/web/$name" || return 1
  done
}

server_sources() {
  fingerprint src Directory.Build.props Directory.Packages.props global.json .editorconfig
}

restore_and_build_server() {
  step "Restore the server's packages" dotnet restore "$root/src/Patella.Host" -v q -nologo || return 1
  step "Build the server" dotnet build "$root/src/Patella.Host" -c "$configuration" --no-restore -v q -nologo || return 1
}

build_server() {
  when_changed server "$server_program" "$(server_sources)" restore_and_build_server
}

# one_build: two starts at once do not build over each other.
one_build() {
  mkdir -p "$artifacts"
  exec 8>"$artifacts/.build.lock"
  if command -v flock >/dev/null; then
    flock 8
  fi
}

build_done() {
  exec 8>&-
}
