#!/bin/sh
# Install a Debian package if this user may; otherwise say which one is missing and how to get it.
set -eu
package=$1
if ! command -v apt-get >/dev/null; then
    echo "Please install $package: this system has no apt-get." >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    run=""
elif sudo -n true 2>/dev/null; then
    run="sudo"
else
    echo "Please install $package: sudo apt-get install $package" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
$run apt-get update -qq
$run apt-get install -y -qq --no-install-recommends "$package"
