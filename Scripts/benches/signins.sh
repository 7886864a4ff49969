#!/usr/bin/env bash
# For bench: checks 500 profiles against a PostgreSQL server of its own, beside a bare libpq loop.
set -euo pipefail

signins_server=''
signins_end() { [[ -z $signins_server ]] || kill -INT "$signins_server" 2>/dev/null || true; }

# Starts a server in this folder, as another user where we are root, and waits until it answers.
signins_serve() {
  local base programs become=()
  base=/usr/lib/postgresql
  programs=$base/$(ls "$base" | sort -n | tail -n 1)/bin
  if ((EUID == 0)); then
    become=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    mkdir pg && chown postgres pg && chmod a+x .
  else
    mkdir pg
  fi
  printf 'bench-word' >pg-word && chmod a+r pg-word
  "${become[@]}" "$programs/initdb" --pgdata pg/data --no-sync --auth=scram-sha-256 --username admin \
    --pwfile pg-word --no-locale --encoding=UTF8 >/dev/null
  "${become[@]}" "$programs/postgres" -D pg/data -c port="$1" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories="$PWD/pg" -c fsync=off -c max_connections=100 >pg.log 2>&1 &
  signins_server=$!
  until "$programs/pg_isready" --quiet --host 127.0.0.1 --port "$1"; do sleep 0.1; done
}

signins() {
  local port=54329 turn bare_took=() ours_took=()
  if ! command -v pg_config >/dev/null || [[ ! -d /usr/lib/postgresql ]]; then return 0; fi
  clang -O2 -pthread -o signins "$here/benches/signins.c" -I"$(pg_config --includedir)" -lpq
  signins_serve "$port"
  coffer init --vault v-check --new-key-file v-check.key --no-recovery --no-session --quiet
  seq 0 499 | sed 's/.*/{"name":"p&","type":"postgres","fields":{"host":"127.0.0.1","port":"'"$port"'","database":"postgres","user":"admin","ssl":"false"},"secrets":{"password":"bench-word"}}/' >check.jsonl
  coffer import check.jsonl --vault v-check --key-file v-check.key --yes --quiet
  unlocked v-check
  for turn in 0 1 2; do
    PGPASSWORD=bench-word stopwatch ./signins 127.0.0.1 "$port" admin postgres 500 16
    bare_took+=("$took")
    stopwatch coffer check --vault v-check --all --jobs 16 --quiet
    ours_took+=("$took")
  done
  local times
  times=$(middle_of_ratios ours_took bare_took)
  judged 'check of 500, 16 at once' "$(middle_of "${ours_took[@]}") s" '' "$times x bare libpq" \
    "$times" 1.25 '1.25 x'
  signins_end
  signins_server=''
}
