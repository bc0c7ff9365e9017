# shellcheck shell=bash
# What app/run, tests/run and .ci/run share: the packages they need, and configuring and building
# without needless work. Source it with `project_root` set to the folder of the project.
#
# A package is named "first|second" where distributions name it differently: Debian's name, Ubuntu's.

build_packages=(
    build-essential g++ cmake ninja-build ccache pkg-config ca-certificates
    qt6-base-dev libqt6sql6-sqlite "qt6-svg-dev|libqt6svg6-dev" "qt6-charts-dev|libqt6charts6-dev"
    qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qtkeychain-qt6-dev qcoro-qt6-dev
    libhiredis-dev libpq-dev libsimdjson-dev libexpected-dev libzstd-dev libsecret-1-0 libfontconfig-dev
    "libgl-dev|libgl1-mesa-dev" libegl1 libxkbcommon-dev fonts-dejavu-core
)

server_packages=(redis-server postgresql openssl)

desktop_test_packages=(
    xvfb openbox dbus dbus-x11 at-spi2-core python3 python3-pyatspi xdotool gnome-keyring
)

say() { printf '%s\n' "$*"; }

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# packages_missing SPEC...: prints those of which no alternative is installed.
packages_missing() {
    local installed spec name found
    installed=$'\n'$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' 2>/dev/null | sed -n 's/^[ih]i *//p')$'\n'
    for spec in "$@"; do
        found=no
        for name in ${spec//|/ }; do
            [[ $installed == *$'\n'"$name"$'\n'* ]] && found=yes
        done
        [[ $found == yes ]] || printf '%s\n' "$spec"
    done
}

# ensure_packages SPEC...: installs what is missing; asks for no rights if nothing is.
ensure_packages() {
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
        die "This script installs Debian packages. On another system install the libraries named in" \
            "packaging/linux/dependencies.sh and build with cmake --preset release."
    local -a missing
    mapfile -t missing < <(packages_missing "$@")
    ((${#missing[@]})) || return 0
    say "These packages are missing and will be installed now, with apt-get:"
    printf '%s ' "${missing[@]//|*/}" | fold -s -w 96 | sed 's/^/  /; s/ *$//'
    say ""
    local -a as_root=()
    if [[ $(id -u) != 0 ]]; then
        command -v sudo >/dev/null ||
            die "Installing them needs root and there is no sudo. As root: apt-get install ${missing[*]//|*/}"
        say "That needs root: sudo may ask for your password."
        as_root=(sudo)
        [[ ${CI:-} != true ]] || as_root=(sudo -n)
    fi
    "${as_root[@]}" bash "$project_root/packaging/linux/install-packages.sh" "${missing[@]}" ||
        die "The packages could not be installed; the messages above say why."
}

# Fewer compilers at a time than cores where memory is short: one takes up to about 1.2 GB.
build_jobs() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/^MemAvailable:/ { print int($2 / 1200000) }' /proc/meminfo)
    ((memory >= 1)) || memory=1
    echo $((cores < memory ? cores : memory))
}

# build_folder PRESET: where the preset builds.
build_folder() {
    case $1 in
        ci) echo "$project_root/build/release" ;;
        *) echo "$project_root/build/$1" ;;
    esac
}

# is_configured PRESET: whether its folder is configured for it, and by this very source folder.
is_configured() {
    local folder
    folder=$(build_folder "$1")
    [[ -f $folder/build.ninja && -f $folder/CMakeCache.txt ]] || return 1
    grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$project_root" "$folder/CMakeCache.txt" || return 1
    [[ $1 != ci ]] || grep -qx "HRCACHE_WARNINGS_AS_ERRORS:.*=ON" "$folder/CMakeCache.txt"
}

# build PRESET [TARGET...]: everything, or the targets named.
build() {
    local preset=$1 folder
    shift
    folder=$(build_folder "$preset")
    # Objects are found again after a fresh clone; a home folder that cannot be written is no obstacle.
    local cache=${CCACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/ccache}
    if mkdir -p "$cache" 2>/dev/null && [[ -w $cache ]]; then
        export CCACHE_DIR=$cache
    else
        export CCACHE_DIR=$project_root/build/ccache
    fi
    if ! is_configured "$preset"; then
        if [[ -f $folder/CMakeCache.txt ]] &&
            ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$project_root" "$folder/CMakeCache.txt"; then
            say "The project has moved: its build folder is set up anew."
            rm -rf "$folder"
        fi
        (cd "$project_root" && cmake --preset "$preset") || die "Configuring failed; the messages above say why."
    fi
    local -a targets=()
    (($# == 0)) || targets=(--target "$@")
    cmake --build "$folder" --parallel "$(build_jobs)" "${targets[@]}" ||
        die "The build failed; the messages above say why."
}
