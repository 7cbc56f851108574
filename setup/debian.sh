#!/usr/bin/env bash
# What setup/Setup.cmake cannot do without apt and dpkg, on Debian amd64. Made for Debian 12.
#
#   debian.sh packages demo|quick|test|all       installs the packages below that are missing
#   debian.sh emscripten SUITE PREFIX NODE       unpacks that suite's Emscripten and binaryen into PREFIX, for NODE
#   debian.sh languages LLVM|none rust|none      installs what C with wasi-libc and Rust need beside Debian's LLVM of
#                                                that major version (none: another clang is used), with `rust` Rust
#   debian.sh webkit PREFIX                      unpacks sid's WebKitGTK with all that it needs into PREFIX, as root
#
# It unpacks rather than installs, since the suites that have a new enough Emscripten do not fit into Debian 12. PREFIX
# holds absolute paths (patched ELF files): to have it elsewhere, run this again rather than move it. The system's apt
# sources are left alone. A run that was broken off goes on after its last finished step; a finished one does nothing.
# With TOOLCHAIN_DEBS=FOLDER the packages come from FOLDER instead of the mirror, where it has them: for forky they lie
# in FOLDER itself, for another suite in FOLDER/SUITE.
#
# Exit code 3: this system's apt has no LLVM that fits the suite's Emscripten, or `webkit` is not run by root.
set -euo pipefail

RECIPE=1  # with another number PREFIX gets another name: raise it when a finished PREFIX would come out differently

# package=what shows that it is there (a command, or a path)
PACKAGES_DEMO=(patchelf=patchelf python3=/usr/bin/python3 make=make)
PACKAGES_QUICK=("${PACKAGES_DEMO[@]}" g++=g++ libgtest-dev=/usr/include/gtest/gtest.h)
PACKAGES_TEST=("${PACKAGES_QUICK[@]}" chromium=chromium)
PACKAGES_ALL=("${PACKAGES_TEST[@]}" firefox-esr=firefox-esr webkit2gtk-driver=WebKitWebDriver xvfb=Xvfb)
PACKAGES_WEBKIT=(debootstrap=/usr/sbin/debootstrap bubblewrap=bwrap)

# What WebKitGTK's WebDriver and MiniBrowser need in a system of their own.
WEBKIT=(webkitgtk-webdriver libwebkit2gtk-4.1-0 libgl1-mesa-dri fonts-dejavu-core dbus)

# Rust's wasm32 target calls the linker of the LLVM that this Rust was built with.
PACKAGES_RUST=(rustc=/usr/bin/rustc cargo=/usr/bin/cargo lld-14=/usr/bin/wasm-ld-14
  libstd-rust-dev-wasm32=/usr/lib/rustlib/wasm32-unknown-unknown)
CRATES=(regex regex-syntax aho-corasick memchr)  # source code, for any Rust

DEBS=(emscripten binaryen libc6 libstdc++6 libgcc-s1)  # binaryen wants a newer C and C++ runtime than Debian 12's
# Emscripten's own npm dependencies, less the closure compiler.
NPM_TOOLS=(acorn@8.19.0 acorn-import-phases@1.0.4 html-minifier-terser@7.2.0)
# trixie's Emscripten brings the system libraries ready built, 1.6 GB of them. Those rarely used are built when needed.
LEFT_OUT=('./usr/share/doc' './usr/share/emscripten/test' '*/wasm32-emscripten/lto*' '*/wasm32-emscripten/pic'
  '*/wasm32-emscripten/lib*-mt*' '*/wasm32-emscripten/lib*-ww*')

CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/wasm-pseudo-link
SECONDS=$(($(date +%s) - ${WPL_SETUP_START:-$(date +%s)}))  # go on with the clock of who called this

# Progress and errors go to the caller's terminal, all other output to a log.
exec 3>&1 4>&2
step() { printf -- '-- [%3ds] %s\n' "$SECONDS" "$*" >&3; }
log_to() { LOG=$1; mkdir -p "$(dirname "$LOG")"; exec >"$LOG" 2>&1; set -E; trap 'failed "${FUNCNAME[0]:-main}"' ERR; }
stop() { local code=$1; shift; trap - ERR; printf '%s\n' "$@" >&4; exit "$code"; }
failed() {
  tail -n 25 "$LOG" >&4
  stop 1 "" "Setup failed in the step \`$1\`; all of its output is in $LOG." \
    "Is the Debian mirror within reach? Run the same command again: it goes on where it stopped. If it fails again," \
    "install the Emscripten SDK (https://emscripten.org/docs/getting_started), set EMSDK to its folder, and run the" \
    "command again."
}
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else stop 1 "This needs root, and sudo is not here. As root, run: $*" "Then run the same command again."
  fi
}

# --- packages

missing() {  # package=probe ...
  local entry
  for entry in "$@"; do command -v "${entry#*=}" >/dev/null || [ -e "${entry#*=}" ] || echo "${entry%%=*}"; done
}

apt_update() {
  [ -z "${apt_updated:-}" ] || return 0
  step "updating apt's lists"
  as_root apt-get -o DPkg::Lock::Timeout=300 update -qq
  apt_updated=yes
}

apt_install() {
  [ $# -gt 0 ] || return 0
  apt_update
  step "installing Debian packages: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "$@"
}

packages_of_languages() {  # LLVM's major version or `none`, `rust` or `none`
  local crate
  echo wasi-libc=/usr/lib/wasm32-wasi/libc.a
  if [ "$1" != none ]; then
    echo "libclang-rt-$1-dev-wasm32=/usr/lib/llvm-$1/lib/clang/$1/lib/wasi/libclang_rt.builtins-wasm32.a"
  fi
  for crate in "${CRATES[@]}"; do
    echo "librust-$crate-dev=$(compgen -G "/usr/share/cargo/registry/$crate-[0-9]*" || echo "no $crate")"
  done
  if [ "$2" = rust ]; then printf '%s\n' "${PACKAGES_RUST[@]}"; fi
}

# --- Emscripten; each step leaves PREFIX/done/<step> behind

once() {
  [ -e "$PREFIX/done/$1" ] && return 0
  "$1"
  touch "$PREFIX/done/$1"
}

fetch_debs() {
  rm -rf "$PREFIX/debs"
  mkdir -p "$PREFIX/debs"
  cd "$PREFIX/debs"
  local own=${TOOLCHAIN_DEBS:-}
  [ "$SUITE" = forky ] || own=${own:+$own/$SUITE}
  if [ -n "$own" ] && compgen -G "$own/emscripten_*.deb" >/dev/null; then
    step "taking $SUITE's Emscripten from $own"
    cp "$own"/*.deb .
  else
    download_debs
  fi
}

debian_mirror() {  # the mirror that this system's apt uses
  local mirror
  mirror=$(apt-get indextargets 'Created-By: Packages' 'Origin: Debian' 'Component: main' \
    "Codename: $(. /etc/os-release; echo "$VERSION_CODENAME")" --format '$(REPO_URI)' | sed -n 1p)
  if [ -z "$mirror" ]; then echo "found no Debian mirror among this system's apt sources" >&2; return 1; fi
  echo "$mirror"
}

download_debs() {  # with an apt lists folder of our own, so the system's sources and state stay as they are
  local apt=$PREFIX/apt mirror options
  apt_update
  mirror=$(debian_mirror)
  step "fetching ${DEBS[*]} from $SUITE"
  rm -rf "$apt"
  mkdir -p "$apt"/{lists,cache/archives}/partial
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $SUITE main" >"$apt/sources.list"
  options=(-o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::State::Lists="$apt/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$apt/cache"
    -o Acquire::Languages=none -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o APT::Sandbox::User=root)
  apt-get "${options[@]}" update -qq
  apt-get "${options[@]}" download -qq "${DEBS[@]}"
  rm -rf "$apt"
}

unpack_debs() {
  local file
  rm -rf "$ROOT"
  mkdir -p "$ROOT"
  step "unpacking Emscripten and binaryen"
  for file in "$PREFIX"/debs/*.deb; do
    dpkg-deb --fsys-tarfile "$file" | tar -x -C "$ROOT" "${LEFT_OUT[@]/#/--exclude=}"
  done
  # Debian's clang and lld of the system do, binaryen needs the C runtime that it was built for.
  for file in "$ROOT"/usr/bin/wasm*; do patchelf --set-interpreter "$LIB/ld-linux-x86-64.so.2" "$file"; done
  patchelf --force-rpath --set-rpath "$LIB" "$ROOT"/usr/bin/wasm* "$LIB/libbinaryen.so"
  "$ROOT/usr/bin/wasm-merge" --version
}

# The oldest LLVM that the package accepts and this system has. Debian rebuilds Emscripten for the LLVM of its suite, so
# the package's own number is where to start. Known to work: 3.1.69 with LLVM 19, 6.0.5 (says 21) with LLVM 22.
choose_llvm() {
  local expected emscripten version packages
  expected=$(sed -n 's/^EXPECTED_LLVM_VERSION = //p' "$EM/tools/shared.py")
  emscripten=$(tr -d '"' <"$EM/emscripten-version.txt")
  apt_update
  for version in $(seq "$expected" $((expected + 3))); do
    mapfile -t packages < <(missing_llvm "$version")
    if can_install "${packages[@]}"; then
      step "Emscripten $emscripten wants LLVM $expected or newer: taking $version"
      echo "$version" >"$PREFIX/llvm-version"
      return 0
    fi
  done
  stop 3 "Not used: $SUITE's Emscripten $emscripten wants LLVM $expected, and this system's apt has no clang-$expected \
to clang-$version."
}

missing_llvm() {
  local bin=/usr/lib/llvm-$1/bin
  missing "clang-$1=$bin/clang" "lld-$1=$bin/wasm-ld" "llvm-$1=$bin/llvm-ar"
}

can_install() {
  local package
  for package in "$@"; do apt-cache show "$package" || return 1; done
}

# Debian took out what upstream has for an LLVM newer than its suite's, and its search for npm's tools finds nothing.
adapt() {
  local cache file llvm
  llvm=$(cat "$PREFIX/llvm-version")
  sed -i "s/^EXPECTED_LLVM_VERSION = .*/EXPECTED_LLVM_VERSION = $llvm/
    s|^    cmd = name\$|    cmd = [*config.NODE_JS, path_from_root('node_modules/.bin', name)]|" "$EM/tools/shared.py"
  grep -q "node_modules/.bin', name)" "$EM/tools/shared.py"
  file=$EM/tools/building.py
  if [ "$llvm" -ge 22 ] && ! grep -q no-stack-first "$file"; then  # this wasm-ld's default is the opposite
    sed -i "s/^    cmd.append('--stack-first')\$/&\n  else:\n    cmd.append('--no-stack-first')/" "$file"
    grep -q no-stack-first "$file"
  fi
  for file in "$EM"/em*.py; do  # the start scripts take whatever python3 comes first on the PATH of the day
    if [ -e "${file%.py}" ]; then sed -i 's|command -v python3 |command -v /usr/bin/python3 |' "${file%.py}"; fi
  done
  cache=$EM/cache
  [ -d "$cache/sysroot" ] || cache=$PREFIX/cache
  cat >"$EM/.emscripten" <<CONFIG
LLVM_ROOT = '/usr/lib/llvm-$llvm/bin'
BINARYEN_ROOT = '$ROOT/usr'
NODE_JS = '$NODE'
CACHE = '$cache'
CONFIG
}

npm_tools() {
  step "installing Emscripten's npm tools"
  npm install --loglevel=error --no-audit --no-fund --no-package-lock --no-save --ignore-scripts --prefix "$EM" \
    "${NPM_TOOLS[@]}"
}

# --- WebKitGTK of Debian's sid: the current one, in a system of its own (Debian 12's is 2.50, without multi-memory)

bootstrap_sid() {
  local mirror
  apt_update
  mirror=$(debian_mirror)
  step "unpacking a minimal Debian sid for WebKitGTK"
  rm -rf "$ROOT"
  debootstrap --variant=minbase sid "$ROOT" "$mirror"
}

install_webkit() {
  step "installing WebKitGTK in it"
  in_sid apt-get update -qq -o Acquire::Check-Valid-Until=false  # a mirror may lag behind
  in_sid env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends -o APT::Sandbox::User=root \
    "${WEBKIT[@]}"
  in_sid apt-get clean
}

# bubblewrap rather than chroot: /proc and /dev are there without mounts that somebody has to undo.
in_sid() {
  bwrap --die-with-parent --bind "$ROOT" / --ro-bind /etc/resolv.conf /etc/resolv.conf --dev /dev --proc /proc \
    --setenv PATH /usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# HOME is the folder that the driver may write to; X11 is reached through its abstract socket.
write_driver() {
  cat >"$PREFIX/WebKitWebDriver" <<DRIVER
#!/bin/sh
exec bwrap --die-with-parent --bind '$ROOT' / --bind "\$HOME" "\$HOME" --dev /dev --proc /proc \\
  --setenv PATH /usr/bin:/bin /usr/bin/WebKitWebDriver "\$@"
DRIVER
  chmod +x "$PREFIX/WebKitWebDriver"
  HOME=$PREFIX "$PREFIX/WebKitWebDriver" --help
}

# ---

case "${1:-} $#" in
  'packages 2')
    case $2 in
      demo) wanted=("${PACKAGES_DEMO[@]}") ;;
      quick) wanted=("${PACKAGES_QUICK[@]}") ;;
      test) wanted=("${PACKAGES_TEST[@]}") ;;
      all) wanted=("${PACKAGES_ALL[@]}") ;;
      *) exit 2 ;;
    esac
    mapfile -t packages < <(missing "${wanted[@]}")
    [ ${#packages[@]} -gt 0 ] || exit 0
    log_to "$CACHE/logs/packages.log"
    apt_install "${packages[@]}"
    ;;
  'emscripten 4')
    SUITE=$2 PREFIX=$3 NODE=$4
    ROOT=$PREFIX/root EM=$PREFIX/root/usr/share/emscripten LIB=$PREFIX/root/usr/lib/x86_64-linux-gnu
    mkdir -p "$PREFIX/done"
    exec 9>"$PREFIX/lock"
    flock 9
    log_to "$PREFIX/setup.log"
    once fetch_debs
    once unpack_debs
    once choose_llvm
    mapfile -t packages < <(missing_llvm "$(cat "$PREFIX/llvm-version")")
    apt_install "${packages[@]}"
    once adapt
    once npm_tools
    ;;
  'languages 3')
    mapfile -t wanted < <(packages_of_languages "$2" "$3")
    mapfile -t packages < <(missing "${wanted[@]}")
    [ ${#packages[@]} -gt 0 ] || exit 0
    log_to "$CACHE/logs/languages.log"
    apt_install "${packages[@]}"
    ;;
  'webkit 2')
    PREFIX=$2 ROOT=$2/root
    [ "$(id -u)" = 0 ] || exit 3
    mkdir -p "$PREFIX/done"
    exec 9>"$PREFIX/lock"
    flock 9
    log_to "$PREFIX/setup.log"
    mapfile -t packages < <(missing "${PACKAGES_WEBKIT[@]}")
    apt_install "${packages[@]}"
    once bootstrap_sid
    once install_webkit
    once write_driver
    ;;
  *)
    sed -n '2,/^set -/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 2
    ;;
esac
