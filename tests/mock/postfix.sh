#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# postfix.sh FOLDER start PORT [LINE...]   starts a Postfix of its own in FOLDER, on loopback alone,
#                                          with further LINEs in its main.cf, and prints its port;
#                                          PORT 0 is a free one
# postfix.sh FOLDER stop
#
# It takes mail for anyone at postfix.invalid and delivers it to the Maildir FOLDER/maildir; with
# the line 'relayhost = [127.0.0.1]:PORT' it hands other mail on. Needs root, and Debian's postfix;
# without, it says why and ends with status 77.

set -u
folder=$(realpath -m "$1")
act=$2
port=${3-}
shift $(($# < 3 ? $# : 3))

skip() {
  echo "postfix: $*" >&2
  exit 77
}

[ -x /usr/sbin/postfix ] || skip 'not installed'
[ "$(id -u)" = 0 ] || skip 'needs root'

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

stop() {
  postfix -c "$folder/etc" stop 2>/dev/null
  local pid
  pid=$(tr -d ' ' <"$folder/spool/pid/master.pid" 2>/dev/null) || return 0
  timeout 300 tail --pid="$pid" -f /dev/null
}

write_main() {
  cat >"$folder/etc/main.cf" <<END
compatibility_level = 3.6
queue_directory = $folder/spool
data_directory = $folder/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = $folder/log
maillog_file_prefixes = $folder
myhostname = postfix.invalid
mydestination =
virtual_mailbox_domains = postfix.invalid
virtual_mailbox_maps = static:maildir/
virtual_mailbox_base = $folder
virtual_uid_maps = static:$(id -u nobody)
virtual_gid_maps = static:$(id -g nobody)
virtual_mailbox_limit = 0
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
disable_dns_lookups = yes
smtp_host_lookup = native
smtp_tls_security_level = none
smtpd_tls_security_level = none
alias_maps =
alias_database =
biff = no
message_size_limit = 200000000
smtpd_client_connection_count_limit = 0
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
END
  [ $# = 0 ] || printf '%s\n' "$@" >>"$folder/etc/main.cf"
}

write_master() {
  cat >"$folder/etc/master.cf" <<END
127.0.0.1:$port inet n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
showq     unix  n - n - - showq
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
virtual   unix  - n n - - virtual
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
tlsmgr    unix  - - n 1000? 1 tlsmgr
postlog   unix-dgram n - n - 1 postlogd
END
}

# The daemons give up root, and must still reach the folder.
check_way() {
  local way=$folder mode
  while [ "$way" != / ]; do
    way=$(dirname "$way")
    mode=$(stat -c %A "$way")
    [ "${mode:9:1}" != - ] || skip "user postfix cannot pass $way"
  done
}

case $act in
  stop) stop ;;
  start)
    [ "$port" != 0 ] || port=$("$(dirname "$0")/../../build-aux/ports.py")
    mkdir -p "$folder"/{etc,spool,data,maildir/{tmp,new,cur}}
    chmod 755 "$folder"
    check_way
    chown postfix "$folder/data"
    chown -R nobody "$folder/maildir"
    write_main "$@"
    write_master
    postfix -c "$folder/etc" start >"$folder/start.log" 2>&1 || {
      cat "$folder/start.log" >&2
      exit 1
    }
    for _ in $(seq 6000); do answers && echo "$port" && exit 0; sleep 0.05; done
    echo "postfix: no answer on port $port" >&2
    cat "$folder/log" >&2
    exit 1
    ;;
  *) echo "usage: postfix.sh FOLDER start PORT [LINE...] | FOLDER stop" >&2; exit 2 ;;
esac
