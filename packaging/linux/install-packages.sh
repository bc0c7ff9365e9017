#!/usr/bin/env bash
# install-packages.sh PACKAGE[|ALTERNATIVE]...: as root, installs each package under the first of its
# names that apt knows. Services among them are neither started now nor at the next boot: the tests
# start servers of their own.
set -euo pipefail

policy=/usr/sbin/policy-rc.d
saved=

deny_autostart() {
    if [[ -e $policy || -L $policy ]]; then
        saved=$(mktemp -u "$policy.saved-XXXXXX")
        mv "$policy" "$saved"
    fi
    printf '#!/bin/sh\n# Present only while packages are being installed: starts no service.\nexit 101\n' >"$policy"
    chmod 755 "$policy"
}

restore_autostart() {
    rm -f "$policy"
    [[ -z $saved ]] || mv "$saved" "$policy"
}

known() { [[ -n $(apt-cache madison "$1" 2>/dev/null) ]]; }

export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=300 -q update

names=()
for spec in "$@"; do
    chosen=
    for name in ${spec//|/ }; do
        if [[ -z $chosen ]] && known "$name"; then
            chosen=$name
        fi
    done
    if [[ -z $chosen ]]; then
        printf 'This distribution has no package %s; Debian 12, Ubuntu 24.04 or newer is needed.\n' \
            "${spec//|/ or }" >&2
        exit 1
    fi
    names+=("$chosen")
done

trap restore_autostart EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
deny_autostart
apt-get -o DPkg::Lock::Timeout=300 -q install -y --no-install-recommends "${names[@]}" </dev/null

for name in "${names[@]}"; do
    case $name in
        redis-server | postgresql)
            if command -v systemctl >/dev/null; then
                systemctl --quiet disable "$name" 2>/dev/null || true
                echo "The system's own $name service stays off (systemctl enable --now $name starts it)."
            fi
            ;;
    esac
done
