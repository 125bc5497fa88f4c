# Sourced by ./pipeline and ./test: what both need before they can start.
# Sets $root. Everything here is quick when there is nothing to do.

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# A service account may have no home folder; the SDK wants one for its caches.
[ -w "${HOME:-/nonexistent}" ] || { mkdir -p "$root/artifacts/home" && export DOTNET_CLI_HOME="$root/artifacts/home" NUGET_PACKAGES="$root/artifacts/home/packages"; }

# need_tools COMMAND=DEBIAN_PACKAGE ...: installs what is missing when root, else says what to install.
need_tools() {
  local missing=() pair
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null 2>&1 || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing ${missing[*]} ..." >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >&2 || {
      echo "Could not install ${missing[*]}; try: apt-get install ${missing[*]}" >&2
      exit 1
    }
  else
    echo "Missing: ${missing[*]}. Install with: sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
}

need_dotnet() {
  command -v dotnet >/dev/null 2>&1 && [ -n "$(ls -d "$(dirname "$(readlink -f "$(command -v dotnet)")")"/sdk/10.* 2>/dev/null)" ] && return 0
  echo "Missing: the .NET 10 SDK. Install it from https://dotnet.microsoft.com/download/dotnet/10.0" >&2
  exit 1
}

# What build_if_changed looks at.
sources=("$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/Program.targets" "$root/BannedSymbols.txt")

# build_if_changed STAMP WHAT...: builds only when a source file is newer than the last good build.
build_if_changed() {
  local stamp="$root/artifacts/$1"; shift
  mkdir -p "$root/artifacts"
  if [ -e "$stamp" ] && [ -z "$(find "${sources[@]}" \
        -newer "$stamp" \( -type f -o -type d \) -print -quit)" ]; then
    return 0
  fi
  (
    flock 9 # two commands started at once build one after the other
    touch "$stamp.start"
    echo "Building ..." >&2
    local what
    for what in "$@"; do
      dotnet build -c Release -v quiet -nologo "$root/$what" >"$root/artifacts/build.log" 2>&1 9>&- || { # a build server must not inherit the lock
        cat "$root/artifacts/build.log" >&2
        exit 1
      }
    done
    mv "$stamp.start" "$stamp"
  ) 9>"$root/artifacts/.build-lock" || exit 1
}

# The storage emulator that the tests of the edges run against. Version 3.35 is the newest that Node.js 20 runs.
need_azurite() {
  [ -e "$root/artifacts/azurite/node_modules/azurite" ] && return 0
  command -v npm >/dev/null 2>&1 || { echo "Missing: Node.js with npm, which brings the storage emulator Azurite. Install Node.js 20 or newer." >&2; exit 1; }
  echo "Installing Azurite ..." >&2
  npm install --silent --no-audit --no-fund --prefix "$root/artifacts/azurite" azurite@3.35.0 >&2 || { echo "Azurite could not be installed." >&2; exit 1; }
}
