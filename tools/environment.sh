# Sourced by ./run and ./test, from the root: makes .venv and fills it from a lock, or says in one line what is missing.
# A stamp with what went into it is written last, so that an interrupted set-up goes on where it stopped.

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "Glint: $*"
    exit 1
}

# Prints what a ready .venv holds: a lock, the package, and the folder, which stands in its scripts.
fingerprint() { # LOCK
    { cat "requirements/$1.lock" pyproject.toml tools/environment.sh && pwd; } | cksum
}

ready() { # LOCK
    [ -x .venv/bin/python ] && [ -x .venv/bin/glint ] && [ "$(cat ".venv/$1.stamp" 2>/dev/null)" = "$(fingerprint "$1")" ]
}

# Whether neither what is wanted nor the folder of models has changed since this stamp was written.
unchanged_since() { # STAMP
    [ "$(cat "$1" 2>/dev/null)" = "$wanted" ] && [ -z "$(find models -prune -newer "$1")" ]
}

# Fetches the models that the configuration names and that are not part of Glint, once; where they cannot be had Glint goes on
# without them, says so in a line, and asks again an hour later. Quick where all is there: two stamps are looked at.
pull_models() {
    wanted=$(cat edge/bundle/registry.toml edge/bundle/cards/*.toml | cksum)
    unchanged_since .venv/models.stamp && return
    if unchanged_since .venv/models.away && [ -n "$(find .venv/models.away -mmin -60)" ]; then
        say "Glint: goes on without the models that it could not fetch; to try again: .venv/bin/glint models pull --needed"
        return
    fi
    if command -v flock >/dev/null; then
        exec 9>.venv.lock
        flock 9
    fi
    if .venv/bin/glint models pull --needed >/dev/null 9>&-; then
        rm -f .venv/models.away
        printf '%s\n' "$wanted" >.venv/models.stamp
    else
        printf '%s\n' "$wanted" >.venv/models.away
    fi
    if command -v flock >/dev/null; then exec 9>&-; fi
}

# Makes .venv hold a lock (core, desktop, dev or full) and Glint itself; returns at once where it does.
prepare() { # LOCK
    ready "$1" && return
    if command -v flock >/dev/null; then
        exec 9>.venv.lock
        flock -n 9 || say "Another set-up is at work in this folder: waiting for it ..."
        flock 9
        ready "$1" && { exec 9>&- && return; }
    fi
    say "Setting up .venv for the first time, or anew: a few minutes, most of them for the download."
    find_venv
    fill_venv "$1"
    check_libraries
    for part in core desktop dev full; do # each holds the ones before it
        fingerprint "$part" >".venv/$part.stamp"
        [ "$part" = "$1" ] && break
    done
    say "Ready."
    if command -v flock >/dev/null; then exec 9>&-; fi
}

find_venv() {
    works .venv/bin/python 'import sys, pip; sys.exit(sys.version_info < (3, 11))' && return
    without_venv=
    for python in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3}; do
        works "$python" 'import sys; sys.exit(sys.version_info < (3, 11))' || continue
        if works "$python" 'import venv, ensurepip'; then
            "$python" -m venv --clear .venv >&2 || fail "$python could not make .venv in $(pwd): is there space, and may you write here?"
            return
        fi
        without_venv=$python
    done
    [ -z "$without_venv" ] || fail "$without_venv has no venv. On Debian or Ubuntu: apt install $(packaged "$without_venv")-venv"
    fail "needs Python 3.11 or newer, and found $(python3 --version 2>/dev/null || echo none). Install one, or name it: PYTHON=/path/to/python3.12 $0"
}

works() { "$1" -c "$2" >/dev/null 2>&1; } # PYTHON CODE

packaged() { "$1" -c 'import sys; print("python%d.%d" % sys.version_info[:2])'; }

fill_venv() { # LOCK
    if [ "$1" = full ]; then
        pip_install "$(sed -n 's/^ *"\(torch==[^"]*\)".*/\1/p' pyproject.toml)"
    fi
    pip_install --require-hashes --no-deps --only-binary :all: --requirement "requirements/$1.lock"
    pip_install --no-deps --no-build-isolation --editable .
}

pip_install() {
    say "pip install $*"
    .venv/bin/python -m pip install --progress-bar on "$@" >&2 ||
        fail "pip could not install that, see above. Is there a network, and space on the disk? Then run $0 again: it goes on from here."
}

# A wheel cannot bring every shared library; Python's own message names the file, and we the package.
check_libraries() {
    trouble=$(.venv/bin/python -c 'import cv2, onnxruntime' 2>&1) && return
    trouble=$(printf '%s\n' "$trouble" | tail -n 1)
    case $trouble in
        *libGL.so*) fail "the shared library libGL.so.1 is missing. On Debian or Ubuntu: apt install libgl1" ;;
        *libglib* | *libgthread*) fail "the shared library libglib-2.0.so.0 is missing. On Debian or Ubuntu: apt install libglib2.0-0" ;;
    esac
    fail "what was installed does not start: $trouble"
}
