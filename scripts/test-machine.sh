# Sourced by test: what the tests need from the machine (PostgreSQL, mail servers, Chromium), and putting it away again.
# shellcheck shell=bash

work=
prepare_machine() {
  # 711: PostgreSQL runs as a user of its own when we are root, and must be able to enter.
  work=$(mktemp -d "${TMPDIR:-/tmp}/patella-test.XXXXXX")
  chmod 711 "$work"
  trap 'stop_machine; exit 130' INT TERM
  trap stop_machine EXIT
  find_packages
  start_postgres
  start_mail
}

have_mail() { command -v dovecot >/dev/null && command -v postfix >/dev/null && command -v openssl >/dev/null; }

have_postgres() { compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || command -v postgres >/dev/null; }

find_chromium() {
  local candidate
  for candidate in "${PATELLA_CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

have_chinese_font() { [ -n "$(find /usr/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" -iname '*CJK*' -print -quit 2>/dev/null)" ]; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

may_install() { command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; }

find_packages() {
  local wanted=()
  have_postgres || wanted+=(postgresql)
  have_mail || wanted+=(dovecot-imapd postfix openssl)
  if [ -n "$browser" ]; then
    find_chromium >/dev/null || wanted+=(chromium)
    have_chinese_font || wanted+=(fonts-noto-cjk)
  fi
  if [ ${#wanted[@]} -gt 0 ] && may_install; then
    step "Install ${wanted[*]} from the system's packages" install_packages_of_system "${wanted[@]}" || true
  fi
  have_postgres || echo "PostgreSQL is missing and cannot be installed here (apt-get install postgresql as root would do it): its tests will be skipped."
  have_mail || echo "dovecot and postfix are missing and cannot be installed here (apt-get install dovecot-imapd postfix as root would do it): the tests against real mail servers will be skipped."
  if [ -n "$browser" ]; then
    if PATELLA_CHROMIUM=$(find_chromium); then
      export PATELLA_CHROMIUM
    else
      unset PATELLA_CHROMIUM
      echo "Chromium is missing and cannot be installed here (apt-get install chromium as root would do it): the browser tests will be skipped."
    fi
  fi
}

install_packages_of_system() {
  # Only the programs are wanted: Debian's package would also start a database of its own on port 5432.
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    echo "create_main_cluster = false" | as_root tee /etc/postgresql-common/createcluster.d/no-main-cluster.conf >/dev/null
  fi
  # No mail server of the system's own is wanted either: neither set up nor started.
  echo "postfix postfix/main_mailer_type select No configuration" | as_root debconf-set-selections 2>/dev/null || true
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -q --no-install-recommends "$@"
}

free_port() {
  node -e 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'
}

start_postgres() {
  have_postgres || return 0
  local port answer
  port=$(free_port)
  if answer=$("$root/scripts/postgres.sh" start "$work/postgres" "$port" 2>&1); then
    export PATELLA_TEST_POSTGRES=$answer
    echo "PostgreSQL runs on the private port $port."
  else
    echo "PostgreSQL did not start, so its tests will be skipped: $answer"
  fi
}

# Four ports in a row are needed; another start is tried when somebody has one of them.
start_mail() {
  have_mail || return 0
  local attempt answer
  for attempt in 1 2 3; do
    if answer=$("$root/scripts/mail-servers.sh" start "$work/mail$attempt" "$(free_port)" 2>&1); then
      export PATELLA_TEST_MAIL=$answer
      echo "Mail servers run on private ports."
      return 0
    fi
  done
  echo "The mail servers did not start, so their tests will be skipped: $answer"
}

stop_machine() {
  trap - EXIT
  if [ -n "$work" ] && [ -d "$work" ]; then
    for folder in "$work"/mail*; do
      "$root/scripts/mail-servers.sh" stop "$folder" >/dev/null 2>&1 || true
    done
    "$root/scripts/postgres.sh" stop "$work/postgres" >/dev/null 2>&1 || true
    rm -rf "$work"
  fi
  work=
}
