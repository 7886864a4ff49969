#!/usr/bin/env bash
# For bench: questions to a long history, beside sqlite3 asking a plain table and b2sum reading the same bytes.
set -euo pipefail

# A history of about $1 events about a hundredth as many profiles, each of them told of a hundred times.
audits_begin() {
  local number
  vault v-log "$(($1 / 100))"
  unlocked v-log
  for ((number = 1; number < 99; number++)); do
    coffer label --all "n$((number % 3))=$number" --vault v-log --yes --quiet >/dev/null
  done
  coffer get p7 value --vault v-log >/dev/null
  events=$(coffer audit log --limit 1 --vault v-log --format ndjson | sed 's/.*"sequence":\([0-9]*\).*/\1/')
  # The same in a plain table, as a program would keep it that has nobody to fear.
  coffer audit log --vault v-log --format csv >log.csv
  sqlite3 log.db '.mode csv' '.import log.csv events' 'PRAGMA journal_mode=WAL' >/dev/null
  sync
}

# One question $2, called $1, asked of both; $3 is how sqlite3 is asked.
audits_ask() {
  printf '.mode json\nSELECT * FROM events WHERE %s ORDER BY CAST(sequence AS INTEGER) DESC LIMIT 50;\n' "$3" \
    >"ask-$1"
  compare "$few" "$1" "coffer audit log --vault v-log --json $2" "plain-$1" "<ask-$1 sqlite3 log.db"
  judged "coffer audit log $2" "${middle[$1]} ms" "${ninth[$1]}" \
    "${times_longer[$1/plain-$1]} x sqlite3" "${middle[$1]}" 60 '60 ms'
}

# A line about $1, which took $2 seconds for all events; $3 a second are wanted.
audits_rate() {
  local rate
  rate=$(awk -v n="$events" -v s="$2" 'BEGIN { printf "%.0f", n / s }')
  judged "$1" "$2 s" '' "$rate events/s" "-$rate" "-$3" "$3/s"
}

audits() {
  local before
  echo 'making a history' >&2
  audits_begin "$1"
  audits_ask first '' 1
  audits_ask rare '--action secret.read' "action = 'secret.read'"
  audits_ask none '--outcome refused' "outcome = 'refused'"
  audits_ask name 'p7' "name = 'p7'"
  audits_ask recent '--action change --since 1d' "action LIKE 'profile.%'"
  stopwatch coffer audit verify --vault v-log
  audits_rate 'coffer audit verify, long history' "$took" 400000
  stopwatch coffer audit export --vault v-log --out log.jsonl
  audits_rate 'coffer audit export, long history' "$took" 200000
  stopwatch b2sum log.jsonl
  cells "b2sum of that export, $(($(stat -c %s log.jsonl) >> 20)) MiB" "$took s" '' '' '' ''
  before=$(($(stat -c %s v-log) / events))
  cells "bytes an event in the vault, $events events" "$before" '' '' '' ''
}
