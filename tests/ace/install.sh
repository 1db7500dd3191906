#!/bin/sh
# install.sh VENV    DAISY Ace into VENV/node, and what it needs: Node 20 or later (Debian's or, where that is missing or older, PyPI's,
# into VENV) and Debian's Chromium. Nothing is run that a package brings for its installation; all versions are pinned with hashes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=$(cd "$1" && pwd)
export PATH="$venv/bin:$PATH" PUPPETEER_SKIP_DOWNLOAD=1

command -v chromium >/dev/null || "$here/../../.ci/packages" chromium
if ! { command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null; }; then
  echo "installing node"
  "$venv/bin/python" -m pip --disable-pip-version-check --quiet --quiet install --require-hashes -r "$here/requirements.lock"
fi
echo "installing DAISY Ace"
mkdir -p "$venv/node"
cp "$here/package.json" "$here/package-lock.json" "$venv/node"
npm ci --prefix "$venv/node" --ignore-scripts --no-fund --no-audit --silent
