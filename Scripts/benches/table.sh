#!/usr/bin/env bash
# For bench: compares commands that take turns, and prints the lines of the table.
set -euo pipefail

markdown=''
missed=0
# What `compare` saw, by the names of the commands: of one, and of one against another.
declare -A middle ninth times_longer longer

# compare ROUNDS NAME WORDS [NAME WORDS]...; the words of a command may not contain spaces.
compare() {
  local rounds=$1 names=() words=() line i=0 j values
  shift
  while (($#)); do
    names+=("$1")
    # shellcheck disable=SC2206 # words
    words+=(-- $2)
    shift 2
  done
  local seen
  seen=$(./median "$rounds" "${words[@]}")
  while read -r -a values; do
    middle[${names[i]}]=${values[0]}
    ninth[${names[i]}]=${values[1]}
    for j in "${!names[@]}"; do
      times_longer[${names[i]}/${names[j]}]=${values[2 + j]}
      longer[${names[i]}/${names[j]}]=${values[2 + ${#names[@]} + j]}
    done
    i=$((i + 1))
  done <<<"$seen"
}

# cells WHAT FIGURE NINTH RATIO BAR VERDICT
cells() {
  local shape='%-49s %10s %9s  %-26s %-9s %s\n'
  [[ -z $markdown ]] || shape='| %s | %s | %s | %s | %s | %s |\n'
  # shellcheck disable=SC2059 # the shape is ours
  printf "$shape" "$@" | sed 's/ *$//'
}

title() {
  cells what median '9 of 10' 'beside what' bar ''
  [[ -z $markdown ]] || echo '|---|---:|---:|---|---|---|'
}

# A line without a bar: of a command that `compare` has seen, beside another.
plain() {
  local beside=${3:+"${times_longer[$2/$3]} x $3"}
  cells "$1" "${middle[$2]} ms" "${ninth[$2]}" "$beside" '' ''
}

# A line for what cannot be had: why.
absent() { cells "$1" - - '' '' "$2"; }

# judged WHAT FIGURE NINTH RATIO-TEXT VALUE BAR BAR-TEXT: a line whose VALUE may not exceed the BAR.
judged() {
  local verdict=met
  if ! awk -v value="$5" -v bar="$6" 'BEGIN { exit !(value <= bar) }'; then
    verdict=MISSED
    missed=$((missed + 1))
  fi
  cells "$1" "$2" "$3" "$4" "$7" "$verdict"
}

# A line whose bar is a multiple: WHAT NAME BESIDE BAR.
budget() {
  local ratio=${times_longer[$2/$3]}
  judged "$1" "${middle[$2]} ms" "${ninth[$2]}" "$ratio x $3" "$ratio" "$4" "$4 x"
}

# The middle one of some numbers.
middle_of() { printf '%s\n' "$@" | sort -g | sed -n "$((($# + 1) / 2))p"; }

# The middle one of how many times larger the numbers of array $1 are than those of $2, one by one.
middle_of_ratios() {
  local -n above=$1 below=$2
  local i ratios=()
  for i in "${!above[@]}"; do
    ratios+=("$(awk -v a="${above[i]}" -v b="${below[i]}" 'BEGIN { printf "%.2f", a / b }')")
  done
  middle_of "${ratios[@]}"
}

# The seconds that the given command takes, in `took`.
stopwatch() {
  local begun=$EPOCHREALTIME
  "$@" >/dev/null
  took=$(awk -v a="$begun" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f", b - a }')
}
