#!/usr/bin/env bash
# For demo and bench: builds the programs and makes a place for a vault that goes away at the end.
set -euo pipefail

# Leaves you in an empty private folder, with the built programs first in PATH and no trace of your own vault.
fresh_place() {
  Scripts/setup
  echo 'building: a few minutes the first time' >&2
  local log=.build/release-build.log built
  mkdir -p .build
  if ! swift build -c release >"$log" 2>&1; then
    grep -E 'error' "$log" >&2 || tail -n 20 "$log" >&2
    exit 1
  fi
  built=$(swift build -c release --show-bin-path)

  place=$(mktemp -d)
  trap 'coffer lock >/dev/null 2>&1 || true; rm -rf "$place"' EXIT
  local variable
  for variable in "${!COFFER_@}" "${!XDG_@}" CREDENTIALS_DIRECTORY; do unset "$variable"; done
  mkdir -m 0700 "$place/home" "$place/run"
  export PATH=$built:$PATH HOME=$place/home XDG_RUNTIME_DIR=$place/run COFFER_VAULT=$place/vault.coffer
  cd "$place"
}
