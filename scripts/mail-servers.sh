#!/usr/bin/env bash
# Private mail servers for tests: scripts/mail-servers.sh start DIR PORT | stop DIR
# Debian's dovecot (IMAP) and postfix (SMTP) on 127.0.0.1, on PORT (IMAP), PORT+1 (IMAP over TLS), PORT+2 (SMTP), PORT+3 (SMTP over TLS),
# with everything they keep below DIR. Mailboxes u00 to u59 of patella.test and c00 to c59 of consumer.test, all with the password "secret";
# mail to anybody of bounce.test is taken and comes back. start prints what tests need to know. Postfix starts as root only.
set -euo pipefail

usage() {
  echo "usage: scripts/mail-servers.sh start DIR PORT | stop DIR" >&2
  exit 2
}

need() {
  [ "$(id -u)" -eq 0 ] || { echo "postfix can be started by root only" >&2; exit 3; }
  local program
  for program in dovecot postfix openssl; do
    command -v "$program" >/dev/null || { echo "$program is not installed: apt-get install dovecot-imapd postfix openssl" >&2; exit 3; }
  done
}

make_certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost \
    -keyout "$1/key.pem" -out "$1/certificate.pem" >/dev/null 2>&1
  chmod 644 "$1/certificate.pem"
  chmod 600 "$1/key.pem"
}

write_dovecot() {
  local folder=$1 port=$2
  cat >"$folder/dovecot.conf" <<EOF
protocols = imap
listen = 127.0.0.1
base_dir = $folder/run
state_dir = $folder/state
instance_name = patella-test-$port
log_path = $folder/dovecot.log
ssl = yes
ssl_cert = <$folder/certificate.pem
ssl_key = <$folder/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:$folder/mail/%d/%n
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 200
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=mail gid=mail home=$folder/mail/%d/%n allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    port = $port
  }
  inet_listener imaps {
    port = $((port + 1))
    ssl = yes
  }
}
service auth {
  unix_listener $folder/queue/private/auth {
    mode = 0660
    user = postfix
    group = postfix
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
EOF
}

write_postfix() {
  local folder=$1 port=$2 service
  cat >"$folder/postfix/main.cf" <<EOF
compatibility_level = 3.6
myhostname = mail.patella.test
mydestination = bounce.test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
queue_directory = $folder/queue
data_directory = $folder/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = $folder/postfix.log
maillog_file_prefixes = /tmp, /var, /dev/stdout, /home, /root, /run, /srv
recipient_delimiter = +
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = patella.test, consumer.test
virtual_mailbox_base = $folder/mail
virtual_mailbox_maps = texthash:$folder/postfix/mailboxes
virtual_uid_maps = static:$(id -u mail)
virtual_gid_maps = static:$(id -g mail)
virtual_minimum_uid = 1
virtual_mailbox_limit = 0
mailbox_size_limit = 0
mail_spool_directory = $folder/spool
message_size_limit = 78643200
smtpd_tls_cert_file = $folder/certificate.pem
smtpd_tls_key_file = $folder/key.pem
smtpd_tls_security_level = may
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_peername_lookup = no
smtpd_recipient_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtp_dns_support_level = disabled
default_transport = error:outside of the test
EOF
  {
    echo "127.0.0.1:$((port + 2)) inet n - n - - smtpd"
    echo "127.0.0.1:$((port + 3)) inet n - n - - smtpd -o smtpd_tls_wrappermode=yes"
    for service in "cleanup unix n - n - 0 cleanup" "qmgr unix n - n 300 1 qmgr" "tlsmgr unix - - n 1000? 1 tlsmgr" "rewrite unix - - n - - trivial-rewrite" \
      "bounce unix - - n - 0 bounce" "defer unix - - n - 0 bounce" "trace unix - - n - 0 bounce" "verify unix - - n - 1 verify" "flush unix n - n 1000? 0 flush" \
      "proxymap unix - - n - - proxymap" "error unix - - n - - error" "retry unix - - n - - error" "local unix - n n - - local" "virtual unix - n n - - virtual" \
      "anvil unix - - n - 1 anvil" "scache unix - - n - 1 scache" "postlog unix-dgram n - n - 1 postlogd"; do
      echo "$service"
    done
  } >"$folder/postfix/master.cf"
  local number
  for number in $(seq -w 0 59); do
    echo "u$number@patella.test patella.test/u$number/"
    echo "c$number@consumer.test consumer.test/c$number/"
  done >"$folder/postfix/mailboxes"
}

start() {
  local folder=$1 port=$2
  need
  mkdir -p "$folder"
  folder=$(cd "$folder" && pwd -P)
  chmod 755 "$folder"
  mkdir -p "$folder"/{run,state,queue/private,postfix,data,mail/patella.test,mail/consumer.test}
  chown postfix "$folder/data" "$folder/queue/private"
  chown -R mail:mail "$folder/mail"
  make_certificate "$folder"
  write_dovecot "$folder" "$port"
  write_postfix "$folder" "$port"
  postfix -c "$folder/postfix" start >/dev/null 2>"$folder/start.log" || { tail -n 20 "$folder/start.log" "$folder/postfix.log" >&2 2>/dev/null || true; exit 1; }
  dovecot -c "$folder/dovecot.conf" >/dev/null 2>>"$folder/start.log" || { tail -n 20 "$folder/start.log" "$folder/dovecot.log" >&2 2>/dev/null || true; stop "$folder"; exit 1; }
  local certificate
  certificate=$(openssl x509 -in "$folder/certificate.pem" -outform der | sha256sum | cut -d' ' -f1)
  echo "Host=127.0.0.1;Imap=$port;Imaps=$((port + 1));Smtp=$((port + 2));Smtps=$((port + 3));Certificate=$certificate;Mail=$folder/mail"
}

stop() {
  local folder=$1
  [ -d "$folder" ] || return 0
  folder=$(cd "$folder" && pwd -P)
  [ ! -f "$folder/run/master.pid" ] || kill "$(cat "$folder/run/master.pid")" 2>/dev/null || true
  [ ! -f "$folder/postfix/main.cf" ] || postfix -c "$folder/postfix" stop >/dev/null 2>&1 || true
}

case ${1:-} in
  start) [ $# -eq 3 ] || usage; start "$2" "$3" ;;
  stop) [ $# -eq 2 ] || usage; stop "$2" ;;
  *) usage ;;
esac
