#!/usr/bin/env bash
# A private PostgreSQL for tests and benchmarks: scripts/postgres.sh start DIR PORT | stop DIR
# It listens on 127.0.0.1 only, keeps everything below DIR, and flushes for real (fsync on), because durability is what is tested.
# start prints the connection string. PostgreSQL refuses to run as root, so root hands it to the user "postgres" or "nobody".
set -euo pipefail

usage() {
  echo "usage: scripts/postgres.sh start DIR PORT | stop DIR" >&2
  exit 2
}

programs() {
  local folder
  folder=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin -type d 2>/dev/null | sort -V | tail -n 1)
  if [ -z "$folder" ] && command -v postgres >/dev/null; then
    folder=$(dirname "$(command -v postgres)")
  fi
  [ -n "$folder" ] || { echo "PostgreSQL is not installed: apt-get install postgresql" >&2; exit 3; }
  echo "$folder"
}

# as_owner COMMAND...: as the user that PostgreSQL may run as, away from folders that this user may not enter.
as_owner() {
  if [ "$(id -u)" -ne 0 ]; then
    (cd / && "$@")
    return
  fi
  local user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  (cd / && exec setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- "$@")
}

start() {
  local folder=$1 port=$2 bin
  bin=$(programs)
  mkdir -p "$folder"
  folder=$(cd "$folder" && pwd -P)
  chmod 755 "$folder"
  if [ "$(id -u)" -eq 0 ]; then
    local user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    chown "$user" "$folder"
  fi
  as_owner test -w "$folder" || { echo "$folder cannot be reached by the user PostgreSQL runs as: choose a folder whose parents everybody may enter" >&2; exit 3; }
  if [ ! -f "$folder/cluster/PG_VERSION" ]; then
    as_owner "$bin/initdb" -D "$folder/cluster" -U patella --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
  fi
  as_owner "$bin/pg_ctl" -D "$folder/cluster" -l "$folder/server.log" -w -t 60 start -o \
    "-p $port -h 127.0.0.1 -k '' -c max_connections=300 -c shared_buffers=256MB -c fsync=on -c synchronous_commit=on" >/dev/null || {
      tail -n 20 "$folder/server.log" >&2 2>/dev/null || true
      echo "PostgreSQL did not start on port $port" >&2
      exit 1
    }
  echo "Host=127.0.0.1;Port=$port;Username=patella;Database=postgres"
}

stop() {
  local folder=$1 bin
  [ -f "$folder/cluster/PG_VERSION" ] || return 0
  bin=$(programs)
  folder=$(cd "$folder" && pwd -P)
  as_owner "$bin/pg_ctl" -D "$folder/cluster" -m fast -w -t 60 stop >/dev/null || as_owner "$bin/pg_ctl" -D "$folder/cluster" -m immediate stop >/dev/null || true
}

case ${1:-} in
  start) [ $# -eq 3 ] || usage; start "$2" "$3" ;;
  stop) [ $# -eq 2 ] || usage; stop "$2" ;;
  *) usage ;;
esac
