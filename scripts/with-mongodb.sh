#!/usr/bin/env bash
# Runs a command with MONGODB_TEST_URI: the server that it names already, else one that is started for it and ended
# with it. Gives the command's exit status, and prints nothing after it.
#
#   scripts/with-mongodb.sh cargo nextest run -p database --run-ignored all -E 'binary(/mongodb/)'
#
# The server is nx-27017, which speaks MongoDB's protocol over SQLite where no mongod is to be had: one thread, every
# database in a file of its own in a temporary folder, loopback only. scripts/test.sh puts it into .venv.
set -euo pipefail

say() { printf '==> %s\n' "$*"; }

if [ -n "${MONGODB_TEST_URI:-}" ]; then
    say "MONGODB_TEST_URI is set: the tests of MongoDB run against that server"
    exec "$@"
fi

bin="$(cd "$(dirname "$0")/.." && pwd)/.venv/bin"
if [ ! -x "$bin/nx-27017" ]; then
    say "nx-27017 is missing: run scripts/test.sh, which installs it, or set MONGODB_TEST_URI" >&2
    exit 2
fi

folder=$(mktemp -d)
server=
finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A port that the system gives. Between asking for it and using it another process may take it: then the server ends,
# and another port is asked for.
free_port() {
    "$bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

answers() {
    "$bin/python" - "$1" 2>/dev/null <<'PYTHON'
import sys
from pymongo import MongoClient
MongoClient(f"mongodb://127.0.0.1:{sys.argv[1]}/", serverSelectionTimeoutMS=1000).admin.command("ping")
PYTHON
}

start() {
    port=$(free_port)
    "$bin/nx-27017" --host 127.0.0.1 --port "$port" --data-dir "$folder" \
        --log-file "$folder/server.log" --pid-file "$folder/server.pid" >"$folder/output.txt" 2>&1 &
    server=$!
    for _ in $(seq 150); do
        if ! kill -0 "$server" 2>/dev/null; then return 1; fi
        if answers "$port"; then return 0; fi
        sleep 0.2
    done
    kill "$server" 2>/dev/null || true
    return 1
}

for try in 1 2 3; do
    if start; then break; fi
    server=
    if [ "$try" = 3 ]; then
        say "nx-27017 does not answer; it said:" >&2
        cat "$folder/output.txt" "$folder/server.log" >&2 2>/dev/null || true
        exit 1
    fi
done

export MONGODB_TEST_URI="mongodb://127.0.0.1:$port/"
say "a MongoDB test server (nx-27017) answers at $MONGODB_TEST_URI"
status=0
"$@" || status=$?
exit "$status"
