#!/usr/bin/env bash
# Runs every test. Says what it does, installs nothing that is not missing, ends with the runner's summary.
#
# Tests that need the real data in ../shared are run where that folder is, and counted as ignored where not. Tests that
# need a MongoDB server always run: against the one that MONGODB_TEST_URI names, else against one that is started here.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '==> %s\n' "$*"; }

install() {
    local as_root=()
    if [ "$(id -u)" != 0 ]; then as_root=(sudo); fi
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" apt-get install -yq "$@"
}

if ! command -v cc >/dev/null; then
    say "a C compiler is missing (SQLite and zstd are built from source): installing gcc"
    install gcc libc6-dev
fi

# The dashboard is looked at with a real browser, and its accessibility is judged by axe-core.
if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
    say "chromium or its driver is missing (the dashboard is tested in a real browser): installing them"
    install chromium chromium-driver
fi
axe_version=4.14.1
export SELLERS_ADS_TEST_AXE="$PWD/.venv/npm/node_modules/axe-core/axe.min.js"
if ! grep -qs "\"version\": \"$axe_version\"" .venv/npm/node_modules/axe-core/package.json; then
    if ! command -v npm >/dev/null; then
        say "npm is missing (axe-core comes from there; the product itself needs neither): installing nodejs and npm"
        install nodejs npm
    fi
    say "fetching axe-core $axe_version into .venv/npm"
    npm install --prefix .venv/npm --no-audit --no-fund --no-save --silent "axe-core@$axe_version"
fi

# The official Python client of Apify is run against the sandbox: it must not be able to tell the difference.
# schemathesis tries the dashboard's API from outside. nx-27017 speaks MongoDB's protocol where no mongod is.
export SELLERS_ADS_TEST_PYTHON="$PWD/.venv/bin/python"
if ! cmp -s scripts/requirements.txt .venv/installed.txt; then
    if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
        say "Python's venv is missing (Apify's own client and schemathesis are run in it): installing python3-venv"
        install python3 python3-venv
    fi
    say "making .venv with $(tr '\n' ' ' < scripts/requirements.txt)"
    python3 -m venv .venv
    "$SELLERS_ADS_TEST_PYTHON" -m pip install --quiet --disable-pip-version-check -r scripts/requirements.txt
    cp scripts/requirements.txt .venv/installed.txt
fi

if [ -d ../shared/data ]; then
    say "../shared/data is here: tests on real data run too"
    ignored=all
else
    say "../shared/data is absent: tests on real data are counted as ignored"
    ignored=default
fi

say "building documentation examples and running them"
cargo test --workspace --doc --quiet

if [ "$ignored" = default ]; then
    say "running the tests that need Python, which are ignored where nobody made one"
    cargo test --quiet -p sandbox --test all python_client -- --ignored
    cargo test --quiet -p dashboard --test all schemathesis -- --ignored
fi

if cargo nextest --version >/dev/null 2>&1; then
    if [ "$ignored" = default ]; then
        say "running the tests that need a MongoDB server, which are ignored where none is named"
        ./scripts/with-mongodb.sh cargo nextest run --workspace --run-ignored only -E 'binary(/mongodb/)'
    fi
    say "running all other tests with cargo-nextest"
    exec ./scripts/with-mongodb.sh cargo nextest run --workspace --lib --bins --tests --run-ignored "$ignored" "$@"
fi

if [ "$ignored" = default ]; then
    say "running the tests that need a MongoDB server, which are ignored where none is named"
    ./scripts/with-mongodb.sh cargo test --quiet --workspace --test '*mongodb*' -- --ignored
fi

say "cargo-nextest is not installed: running all other tests with cargo test"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
flags=()
if [ "$ignored" = all ]; then flags=(-- --include-ignored); fi
status=0
./scripts/with-mongodb.sh cargo test --workspace --lib --bins --tests --no-fail-fast "$@" "${flags[@]}" 2>&1 | tee "$log" || status=$?
awk '/^test result:/ { for (i = 1; i < NF; i++) { if ($(i+1) == "passed;") p += $i; if ($(i+1) == "failed;") f += $i; if ($(i+1) == "ignored;") s += $i } }
     END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$log"
exit "$status"
