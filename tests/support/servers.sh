# shellcheck shell=bash
# The servers of the tests: one PostgreSQL and three Redis on 127.0.0.1, each on a port that was free,
# in a folder of their own. Sourced by tests/run.
#
#   start_servers   starts them and exports HRCACHE_TEST_… (see tests/support/TestServers.h)
#   stop_servers    stops exactly those, by process id, and removes the folder

server_pids=()
server_folder=
database_user=()

# PostgreSQL refuses to run as root: its programs and files then belong to another user.
choose_database_user() {
    [[ $(id -u) == 0 ]] || return 0
    local name=nobody
    ! id postgres >/dev/null 2>&1 || name=postgres
    database_owner=$name:$(id -gn "$name")
    database_user=(setpriv "--reuid=$name" "--regid=$(id -g "$name")" --clear-groups)
}

as_database_user() { "${database_user[@]}" "$@"; }

find_postgres() {
    local newest
    newest=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -1)
    [[ -x $newest ]] || newest=$(readlink -f "$(command -v initdb || true)")
    [[ -x $newest ]] || die "PostgreSQL's initdb is not to be found."
    dirname "$newest"
}

make_certificates() {
    local folder=$server_folder/tls name
    mkdir "$folder"
    for name in ca other-ca; do
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 -days 2 \
            -subj "/CN=HR Cache Monitor test $name" -keyout "$folder/$name.key" -out "$folder/$name.crt"
    done
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 -subj "/CN=localhost" \
        -keyout "$folder/server.key" -out "$folder/server.csr"
    printf '%s\n' "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1" "basicConstraints=CA:FALSE" \
        "extendedKeyUsage=serverAuth" >"$folder/server.ext"
    openssl x509 -req -sha256 -days 2 -in "$folder/server.csr" -CA "$folder/ca.crt" -CAkey "$folder/ca.key" \
        -CAcreateserial -extfile "$folder/server.ext" -out "$folder/server.crt"
    export HRCACHE_TEST_CA_FILE=$folder/ca.crt HRCACHE_TEST_OTHER_CA_FILE=$folder/other-ca.crt
    export HRCACHE_TEST_CERT_FILE=$folder/server.crt HRCACHE_TEST_KEY_FILE=$folder/server.key
}

make_database_template() {
    local folder=$server_folder/postgres-template password=$1
    install -m 600 /dev/null "$server_folder/postgres-password"
    printf '%s\n' "$password" >"$server_folder/postgres-password"
    mkdir -m 700 "$folder"
    if ((${#database_user[@]})); then
        chown "$database_owner" "$folder" "$server_folder/postgres-password"
    fi
    # C.UTF-8 is on every machine and sorts as the recorded answers do.
    as_database_user "$HRCACHE_TEST_PG_BIN/initdb" -D "$folder" -U postgres --pwfile "$server_folder/postgres-password" \
        --auth-host=scram-sha-256 --auth-local=trust -E UTF8 --locale=C.UTF-8 --no-sync --wal-segsize=1
    cp "$server_folder/tls/server.crt" "$server_folder/tls/server.key" "$folder/"
    chmod 600 "$folder/server.key"
    cat >>"$folder/postgresql.conf" <<-SETTINGS
		listen_addresses = '127.0.0.1'
		unix_socket_directories = ''
		ssl = on
		ssl_cert_file = 'server.crt'
		ssl_key_file = 'server.key'
		fsync = off
		full_page_writes = off
		shared_buffers = 32MB
		max_connections = 200
		max_wal_size = 64MB
		log_timezone = 'UTC'
	SETTINGS
    if ((${#database_user[@]})); then
        chown "$database_owner" "$folder/server.crt" "$folder/server.key"
    fi
    export HRCACHE_TEST_PG_TEMPLATE=$folder
}

# start_on_free_port LOG READY COMMAND...: runs COMMAND with PORT in place of every "{port}" until one
# is free; READY is called with the port until it succeeds. Leaves the port in `started_port`.
start_on_free_port() {
    local log=$1 ready=$2 attempt pid tries
    shift 2
    for ((attempt = 0; attempt < 20; attempt++)); do
        started_port=$((RANDOM % 12000 + 20000))
        "${@//\{port\}/$started_port}" >"$log" 2>&1 </dev/null &
        pid=$!
        for ((tries = 0; tries < 600; tries++)); do
            kill -0 "$pid" 2>/dev/null || break
            if "$ready" "$started_port" >/dev/null 2>&1; then
                server_pids+=("$pid")
                return 0
            fi
            sleep 0.05
        done
        kill -KILL "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
        grep -qi "already in use" "$log" || break
    done
    cat "$log" >&2
    die "A server of the tests does not start; its log stands above."
}

redis_ready() { redis-cli -s "$server_folder/redis-$redis_name.sock" PING; }

# start_redis NAME [ARGUMENT...]
start_redis() {
    redis_name=$1
    shift
    start_on_free_port "$server_folder/redis-$redis_name.log" redis_ready \
        setpriv --pdeathsig TERM setsid redis-server "$@" --bind 127.0.0.1 --save "" --appendonly no \
        --dir "$server_folder" --unixsocket "$server_folder/redis-$redis_name.sock"
}

write_redis_users() {
    local file=$1 password=$2
    install -m 600 /dev/null "$file"
    cat >"$file" <<-USERS
		requirepass $password
		user app on >$password ~* &* +@all
		user reader on >$password ~* resetchannels +@read +@connection +info
		user noscript on >$password ~* &* +@all -@scripting
		user notracking on >$password ~* resetchannels +@all -@pubsub -client|tracking
	USERS
}

postgres_ready() { "$HRCACHE_TEST_PG_BIN/pg_isready" -q -h "$server_folder/postgres" -p "$1"; }

start_postgres() {
    local password=$1 folder=$server_folder/postgres
    cp -a "$HRCACHE_TEST_PG_TEMPLATE" "$folder"
    start_on_free_port "$server_folder/postgres.log" postgres_ready \
        "${database_user[@]}" setpriv --pdeathsig QUIT setsid \
        "$HRCACHE_TEST_PG_BIN/postgres" -D "$folder" -p "{port}" -k "$folder"
    export HRCACHE_TEST_PG_URL="postgresql://postgres:$password@127.0.0.1:$started_port/postgres?sslmode=disable"
}

start_servers() {
    choose_database_user
    server_folder=$(mktemp -d "${TMPDIR:-/tmp}/hrcache-tests.XXXXXX")
    # The database's user must be able to walk through, not to look around.
    chmod 711 "$server_folder"
    export HRCACHE_TEST_FOLDER=$server_folder
    HRCACHE_TEST_PG_BIN=$(find_postgres)
    export HRCACHE_TEST_PG_BIN
    make_certificates >"$server_folder/openssl.log" 2>&1 || die "openssl fails: $(cat "$server_folder/openssl.log")"

    local password tls
    password=$(openssl rand -hex 16)
    make_database_template "$password" >"$server_folder/initdb.log" 2>&1 ||
        die "initdb fails: $(cat "$server_folder/initdb.log")"
    start_postgres "$password"

    start_redis plain --port "{port}"
    export HRCACHE_TEST_REDIS_PORT=$started_port

    tls=(--tls-cert-file "$HRCACHE_TEST_CERT_FILE" --tls-key-file "$HRCACHE_TEST_KEY_FILE"
        --tls-ca-cert-file "$HRCACHE_TEST_CA_FILE" --tls-auth-clients no)
    start_redis tls --port 0 --tls-port "{port}" "${tls[@]}"
    export HRCACHE_TEST_REDIS_TLS_PORT=$started_port

    # Signs that have a meaning in URLs, so that whoever builds one must escape them.
    HRCACHE_TEST_REDIS_PASSWORD="T:e@s/t%$(openssl rand -hex 8)"
    export HRCACHE_TEST_REDIS_PASSWORD
    write_redis_users "$server_folder/redis-auth.conf" "$HRCACHE_TEST_REDIS_PASSWORD"
    start_redis auth "$server_folder/redis-auth.conf" --port "{port}"
    export HRCACHE_TEST_REDIS_AUTH_PORT=$started_port
}

stop_servers() {
    local pid tries
    for pid in "${server_pids[@]}"; do
        # PostgreSQL ends at once on SIGINT, whoever is connected; Redis too.
        kill -INT "$pid" 2>/dev/null || true
    done
    for pid in "${server_pids[@]}"; do
        for ((tries = 0; tries < 200; tries++)); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.05
        done
        kill -KILL "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    server_pids=()
    [[ -z $server_folder ]] || rm -rf "$server_folder"
    server_folder=
}
