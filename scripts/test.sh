#!/usr/bin/env bash
# Runs every test. Says what it does, installs nothing that is not missing, ends with the runner's summary.
#
# Tests that need the real data in ../shared are run where that folder is, and counted as ignored where not.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '==> %s\n' "$*"; }

if ! command -v cc >/dev/null; then
    say "a C compiler is missing (SQLite and zstd are built from source): installing gcc"
    if command -v sudo >/dev/null; then sudo apt-get install -y gcc libc6-dev; else apt-get update && apt-get install -y gcc libc6-dev; fi
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

if cargo nextest --version >/dev/null 2>&1; then
    say "running all other tests with cargo-nextest"
    exec cargo nextest run --workspace --run-ignored "$ignored" "$@"
fi

say "cargo-nextest is not installed: running all other tests with cargo test"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
flags=()
if [ "$ignored" = all ]; then flags=(-- --include-ignored); fi
status=0
cargo test --workspace --lib --bins --tests --no-fail-fast "$@" "${flags[@]}" 2>&1 | tee "$log" || status=$?
awk '/^test result:/ { for (i = 1; i < NF; i++) { if ($(i+1) == "passed;") p += $i; if ($(i+1) == "failed;") f += $i; if ($(i+1) == "ignored;") s += $i } }
     END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$log"
exit "$status"
