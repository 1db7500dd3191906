#!/bin/sh
# install.sh VENV    DAISY Ace into VENV/node, and what it needs: Node 20 or later (Debian's or, where that is missing or older, PyPI's,
# into VENV) and Debian's Chromium. Nothing is run that a package brings for its installation; all versions are pinned with hashes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=$(cd "$1" && pwd)
export PATH="$venv/bin:$PATH" PUPPETEER_SKIP_DOWNLOAD=1

if ! command -v chromium >/dev/null; then
  [ "$(id -u)" = 0 ] && sudo= || sudo=sudo
  echo "installing chromium"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
if ! { command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null; }; then
  echo "installing node"
  "$venv/bin/python" -m pip --disable-pip-version-check --quiet install --require-hashes -r "$here/requirements.lock"
fi
echo "installing DAISY Ace"
mkdir -p "$venv/node"
cp "$here/package.json" "$here/package-lock.json" "$venv/node"
npm ci --prefix "$venv/node" --ignore-scripts --no-fund --no-audit --silent
