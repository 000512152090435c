# PostgreSQL and Redis for one run: those that answer on 127.0.0.1, else our own in $scratch, stopped at the end.
# Sets DATABASE_URL and REDIS_URL. Sourced by .ci/run.

postgresql_is_ours=""
redis_is_ours=""
found_redis_url=""

need_command() { # command, Debian package
    if command -v "$1" >/dev/null; then
        return
    fi
    install_package "$2"
    command -v "$1" >/dev/null || { echo "$2 was installed, but $1 is still not there." >&2; exit 1; }
}

install_package() {
    local become=""
    if [ "$(id -u)" != 0 ]; then
        become="sudo -n"
    fi
    echo "Installing $1 ..."
    if ! { $become apt-get update -qq && $become env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1"; } \
        >"$scratch/apt.log" 2>&1; then
        tail -n 5 "$scratch/apt.log" >&2
        echo "$1 is needed and could not be installed. On Debian: sudo apt-get install $1" >&2
        exit 1
    fi
}

free_port() {
    $python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

postgresql_answers() { # url
    $python -c 'import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=3).close()' "$1" 2>/dev/null
}

find_or_start_postgresql() {
    local user
    for user in postgres root; do
        if postgresql_answers "postgres://$user@127.0.0.1:5432/postgres"; then
            DATABASE_URL="postgres://$user@127.0.0.1:5432/surefoot_ci_$$"
            return
        fi
    done
    start_postgresql
}

start_postgresql() {
    postgresql_programs >/dev/null || install_package postgresql
    local programs port
    programs=$(postgresql_programs)
    port=$(free_port)
    mkdir "$scratch/postgresql"
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$scratch/postgresql"
    fi
    as_postgres "$programs/initdb" -D "$scratch/postgresql/data" -U postgres --auth=trust -E UTF8 >/dev/null
    # Nothing here must outlive a power cut, so it need not wait for the disk.
    as_postgres "$programs/pg_ctl" -D "$scratch/postgresql/data" -w -l "$scratch/postgresql/log" \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$scratch/postgresql -c fsync=off" \
        start >/dev/null
    postgresql_is_ours=yes
    DATABASE_URL="postgres://postgres@127.0.0.1:$port/surefoot_ci"
    postgresql_answers "postgres://postgres@127.0.0.1:$port/postgres" || { echo "PostgreSQL does not answer." >&2; exit 1; }
}

postgresql_programs() {
    local found
    found=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
    [ -n "$found" ] && dirname "$found"
}

as_postgres() { # initdb refuses to run as root
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

find_or_start_redis() {
    # An empty database of a server that is there: rate limits kept from another run would fail tests.
    found_redis_url=$($python .ci/empty_redis.py 127.0.0.1 6379) || found_redis_url=""
    if [ -n "$found_redis_url" ]; then
        REDIS_URL=$found_redis_url
        return
    fi
    need_command redis-server redis-server
    local port
    port=$(free_port)
    redis-server --port "$port" --bind 127.0.0.1 --save "" --appendonly no --dir "$scratch" >"$scratch/redis.log" 2>&1 &
    redis_is_ours=$!
    for _ in $(seq 50); do
        if REDIS_URL=$($python .ci/empty_redis.py 127.0.0.1 "$port"); then
            return
        fi
        sleep 0.1
    done
    echo "Redis does not answer." >&2
    exit 1
}

stop_services() {
    if [ -n "$postgresql_is_ours" ]; then
        as_postgres "$(postgresql_programs)/pg_ctl" -D "$scratch/postgresql/data" -m immediate stop >/dev/null || true
    fi
    if [ -n "$redis_is_ours" ]; then
        kill "$redis_is_ours" 2>/dev/null || true
    fi
    if [ -n "$found_redis_url" ]; then
        $python .ci/empty_redis.py --empty "$found_redis_url" || true
    fi
}
