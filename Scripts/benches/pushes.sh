#!/usr/bin/env bash
# For bench: pushes many connections to the sandbox, beside a bare libcurl loop making the same calls.
set -euo pipefail

sandbox=''
pushes_end() { [[ -z $sandbox ]] || kill "$sandbox" 2>/dev/null || true; }

# The API key of workspace $1.
key_of() { printf '%08d-0000-4000-8000-000000000000' "$1"; }

# Has the sandbox at $1 take a millisecond for each request.
slow_down() {
  python3 - "$1/_sandbox/latency" <<'PYTHON'
import sys, urllib.request
request = urllib.request.Request(
    sys.argv[1], b"1", {"Content-Type": "application/json"}, method="PUT")
urllib.request.urlopen(request).read()
PYTHON
}

# The seconds that the words take, with the number of a workspace behind them, into $took: the middle
# one of three, for the workspaces from $1 on.
thrice() {
  local number all=()
  for number in $1 $(($1 + 1)) $(($1 + 2)); do
    stopwatch "${@:2:$#-1}" "$number"
    all+=("$took")
  done
  took=$(printf '%s\n' "${all[@]}" | sort -n | sed -n 2p)
}

bare() { ./push "$1" "$url" "$(key_of "$2")" 1000 16; }
ours() { coffer push --vault v-push --workspace "w$1" --yes --jobs 16 --quiet >/dev/null; }

# A line: $1, our seconds $2, those of the bare loop $3, and how many times as long we may take.
beside_bare() {
  local times
  times=$(awk -v a="$2" -v b="$3" 'BEGIN { printf "%.2f", a / b }')
  judged "$1" "$2 s" '' "$times x bare libcurl" "$times" "$4" "$4 x"
}

pushes() {
  local number url keys=()
  for number in {0..11}; do keys+=(--key "$(key_of "$number")"); done
  coffer-sandbox --port 0 "${keys[@]}" >sandbox.json &
  sandbox=$!
  until [[ -s sandbox.json ]]; do sleep 0.05; done
  url=$(sed 's/.*"url":"\([^"]*\)".*/\1/' sandbox.json)
  coffer init --vault v-push --new-key-file v-push.key --no-recovery --no-session --quiet
  seq 0 999 | sed 's/.*/{"name":"p&","type":"snowflake","fields":{"account":"xy.example","warehouse":"w","database":"d","username":"ro"},"secrets":{"password":"secret-&"}}/' >push.jsonl
  coffer import push.jsonl --vault v-push --key-file v-push.key --yes --quiet
  unlocked v-push
  for number in {0..11}; do
    key_of "$number" | coffer add --vault v-push embeddable "w$number" baseURL="$url" apiKey=- --quiet
  done
  pushed 0 'a server that answers at once' 1.67
  slow_down "$url"
  pushed 6 'a server that takes 1 ms' 1.11
  cells 'the agent after it' "$(resident v-push) MiB" '' '' '' ''
}

# Pushes to the workspaces from $1 on, at $2, with the bar $3; one at a time is bound.
pushed() {
  local first=$1 create look floor
  thrice "$first" bare create
  create=$took
  thrice "$first" bare look
  look=$took
  local number all=() same=()
  for number in $((first + 3)) $((first + 4)) $((first + 5)); do
    coffer bind 'p*' --vault v-push --to "w$number" --yes --quiet >/dev/null
    stopwatch ours "$number"
    all+=("$took")
    stopwatch ours "$number"
    same+=("$took")
    coffer unbind 'p*' --vault v-push --workspace "w$number" --yes --quiet >/dev/null
  done
  took=$(printf '%s\n' "${all[@]}" | sort -n | sed -n 2p)
  beside_bare "push of 1,000, made and tested, $2" "$took" "$create" "$3"
  took=$(printf '%s\n' "${same[@]}" | sort -n | sed -n 2p)
  beside_bare "push of 1,000 unchanged, $2" "$took" "$look" "$3"
}
