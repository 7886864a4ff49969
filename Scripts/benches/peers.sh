#!/usr/bin/env bash
# For bench: sets up what a person would use instead, ten secrets each, in the present folder.
# A peer that is not installed is left out; Scripts/setup --bench installs them all.
set -euo pipefail

has() { type -P "$@" >/dev/null; }

# The words that read secret p7 and that write another, by the name of the peer; for `median`.
declare -A reading writing
# What must be ended at the end.
peers=()

peers_begin() {
  echo word >word
  printf 'pw\n' >pw
  if has pass gpg; then
    pass_begin plain '' || true
    pass_begin locked pw || true
  fi
  if has secret-tool gnome-keyring-daemon dbus-daemon; then keyring_begin || true; fi
  if has keepassxc-cli; then keepassxc_begin || true; fi
  if has sqlcipher; then sqlcipher_begin || true; fi
  local peer
  for peer in "${!reading[@]}"; do
    # shellcheck disable=SC2086 # words
    ./median 1 -- ${reading[$peer]} -- ${writing[$peer]//%d/-try} || unset "reading[$peer]"
  done
} >peers.log 2>&1

# A store of pass in folder $1, whose key has passphrase $2, which the agent of gpg remembers.
pass_begin() {
  local at=$PWD/$1 preset grip number
  preset=$(gpgconf --list-dirs libexecdir)/gpg-preset-passphrase
  [[ -z $2 || -x $preset ]] || return 0
  mkdir -m 0700 "$at"
  echo allow-preset-passphrase >"$at/gpg-agent.conf"
  peers+=("gpgconf --homedir $at --kill all")
  gpg --homedir "$at" --batch --pinentry-mode loopback --passphrase "$2" \
    --quick-generate-key 'Peer <peer@example.invalid>' future-default default never
  local settings=("GNUPGHOME=$at" "PASSWORD_STORE_DIR=$at/store")
  env "${settings[@]}" pass init peer@example.invalid
  for number in {0..9}; do
    env "${settings[@]}" pass insert --multiline --force "p$number" <word
  done
  if [[ -n $2 ]]; then
    for grip in $(gpg --homedir "$at" --list-keys --with-keygrip | sed -n 's/ *Keygrip = //p'); do
      GNUPGHOME=$at "$preset" --preset "$grip" <pw
    done
  fi
  reading[pass-$1]="${settings[*]} pass show p7"
  writing[pass-$1]="${settings[*]} <word pass insert --multiline --force b%d"
}

keyring_begin() {
  local address number bus
  { read -r address && read -r bus; } < <(dbus-daemon --session --fork --print-address=1 --print-pid=1)
  peers+=("kill $bus")
  mkdir -p "$HOME/.local/share/keyrings"
  DBUS_SESSION_BUS_ADDRESS=$address gnome-keyring-daemon --foreground --unlock --components=secrets <word &
  peers+=("kill $!")
  for number in {1..50}; do
    env "DBUS_SESSION_BUS_ADDRESS=$address" timeout 5 secret-tool store --label=p7 name p7 <word && break
    sleep 0.1
  done
  for number in {0..9}; do
    env "DBUS_SESSION_BUS_ADDRESS=$address" secret-tool store "--label=p$number" name "p$number" <word
  done
  reading[secret-tool]="DBUS_SESSION_BUS_ADDRESS=$address secret-tool lookup name p7"
  writing[secret-tool]="DBUS_SESSION_BUS_ADDRESS=$address <word secret-tool store --label=b%d name b%d"
}

keepassxc_begin() {
  local number
  export QT_QPA_PLATFORM=offscreen
  printf 'pw\npw\n' | keepassxc-cli db-create --quiet --set-password k.kdbx
  for number in {0..9}; do keepassxc-cli add --quiet --generate k.kdbx "p$number" <pw; done
  reading[keepassxc-cli]="<pw keepassxc-cli show --quiet --attributes password k.kdbx p7"
  writing[keepassxc-cli]="<pw keepassxc-cli add --quiet --generate k.kdbx b%d"
}

sqlcipher_begin() {
  local number
  {
    echo "PRAGMA key='pw'; CREATE TABLE s (name TEXT PRIMARY KEY, value TEXT);"
    for number in {0..9}; do echo "INSERT INTO s VALUES ('p$number', 'word');"; done
  } | sqlcipher s.db
  echo "PRAGMA key='pw'; SELECT value FROM s WHERE name = 'p7';" >read.sql
  echo "PRAGMA key='pw'; INSERT INTO s VALUES (hex(randomblob(8)), 'word');" >write.sql
  reading[sqlcipher]="<read.sql sqlcipher s.db"
  writing[sqlcipher]="<write.sql sqlcipher s.db"
}

peers_end() {
  local ending
  for ending in "${peers[@]}"; do $ending >/dev/null 2>&1 || true; done
}
