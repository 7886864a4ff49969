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

bare() { ./push "$1" "$url" "$(key_of "$2")" 1000 16; }
ours() { coffer push --vault v-push --workspace "w$1" --yes --jobs 16 --quiet >/dev/null; }

# A line: $1, our seconds in the array $2 beside those of the bare loop in $3, and how many times as long we
# may take.
beside_bare() {
  local -n ours_took=$2
  local times
  times=$(middle_of_ratios "$2" "$3")
  judged "$1" "$(middle_of "${ours_took[@]}") s" '' "$times x bare libcurl" "$times" "$4" "$4 x"
}

pushes() {
  local number url keys=()
  for number in {0..21}; do keys+=(--key "$(key_of "$number")"); done
  coffer-sandbox --port 0 "${keys[@]}" >sandbox.json &
  sandbox=$!
  until [[ -s sandbox.json ]]; do sleep 0.05; done
  url=$(sed 's/.*"url":"\([^"]*\)".*/\1/' sandbox.json)
  coffer init --vault v-push --new-key-file v-push.key --no-recovery --no-session --quiet
  seq 0 999 | sed 's/.*/{"name":"p&","type":"snowflake","fields":{"account":"xy.example","warehouse":"w","database":"d","username":"ro"},"secrets":{"password":"secret-&"}}/' >push.jsonl
  coffer import push.jsonl --vault v-push --key-file v-push.key --yes --quiet
  unlocked v-push
  for number in {0..21}; do
    key_of "$number" | coffer add --vault v-push embeddable "w$number" baseURL="$url" apiKey=- --quiet
  done
  pushed 0 'a server that answers at once' 1.67
  slow_down "$url"
  pushed 6 'a server that takes 1 ms' 1.11
  planned
  cells 'the agent after it' "$(resident v-push) MiB" '' '' '' ''
}

# Pushes to the workspaces from $1 on, at $2, with the bar $3; one at a time is bound, and the bare loop
# takes its turn before each push, with a workspace of its own.
pushed() {
  local turn number made=() same=() bare_made=() bare_same=()
  for turn in 0 1 2; do
    number=$(($1 + turn))
    stopwatch bare create "$number"
    bare_made+=("$took")
    stopwatch bare look "$number"
    bare_same+=("$took")
    number=$(($1 + 3 + turn))
    coffer bind 'p*' --vault v-push --to "w$number" --yes --quiet >/dev/null
    stopwatch ours "$number"
    made+=("$took")
    stopwatch ours "$number"
    same+=("$took")
    coffer unbind 'p*' --vault v-push --workspace "w$number" --yes --quiet >/dev/null
  done
  beside_bare "push of 1,000, made and tested, $2" made bare_made "$3"
  beside_bare "push of 1,000 unchanged, $2" same bare_same "$3"
}

# What a plan costs of 1,000 profiles in each of ten workspaces that have nothing yet.
planned() {
  local number
  for number in {12..21}; do
    coffer bind 'p*' --vault v-push --to "w$number" --yes --quiet >/dev/null
  done
  stopwatch coffer plan --vault v-push --quiet >/dev/null
  judged 'plan of 10,000 bindings' "$took s" '' '' "$took" 1 '1 s'
}
