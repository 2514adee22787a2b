#!/usr/bin/env bash
# Installs what the tests need, builds, checks the style, and runs the contract suite and the project's own tests.
# The last line is "N passed, N failed", over both; the exit code is 0 only when nothing failed and something ran.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NO_COLOR=1 PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

# A run of the suite is told what it is told here, whatever the shell of its user holds.
while read -r name; do unset "$name"; done < <(compgen -e | grep -E '^(CONFORMANCE_|ANTHROPIC_API_KEY$|GITHUB_ACTIONS$|GITHUB_STEP_SUMMARY$)' || true)

readonly logs="TestResults"
readonly programs=(nginx:nginx-light /usr/lib/nginx/modules/ngx_http_lua_module.so:libnginx-mod-http-lua haproxy:haproxy caddy:caddy
  lighttpd:lighttpd /usr/lib/lighttpd/mod_magnet.so:lighttpd-modules-lua apache2:apache2 chromium:chromium curl:curl)
passed=0
failed=0
broken=()

step() {
  local title="$1" started=$SECONDS
  shift
  printf '== %s\n' "$title"
  if "$@"; then
    printf '== %s: %d s\n\n' "$title" "$((SECONDS - started))"
  else
    printf '== %s: failed after %d s\n\n' "$title" "$((SECONDS - started))"
    broken+=("$title")
    return 1
  fi
}

finish() {
  if ((${#broken[@]})); then
    printf 'failed: %s\n' "${broken[@]}"
  fi
  printf '%d passed, %d failed\n' "$passed" "$failed"
  exit "$((${#broken[@]} > 0 ? 1 : 0))"
}

missing_packages() {
  local program
  for program in "${programs[@]}"; do
    [[ -e ${program%%:*} ]] || command -v "${program%%:*}" > /dev/null || printf '%s\n' "${program##*:}"
  done
}

# Debian starts the services of what it installs, unless a policy forbids it (invoke-rc.d(8)).
install_packages() {
  local policy=/usr/sbin/policy-rc.d installed=0
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" < /dev/null > "$logs/apt.log" || installed=$?
  if ((installed)); then
    tail -n 20 "$logs/apt.log" >&2
  fi
  return "$installed"
}

prerequisites() {
  if ! command -v dotnet > /dev/null; then
    printf 'The .NET 10 SDK is missing: see https://dotnet.microsoft.com/download\n' >&2
    return 1
  fi

  local packages
  mapfile -t packages < <(missing_packages)
  if ((${#packages[@]} == 0)); then
    return 0
  fi

  if ((EUID == 0)) && command -v apt-get > /dev/null; then
    install_packages "${packages[@]}"
    return
  fi

  printf 'The tests need programs that are missing. Run as root:\n  apt-get install --no-install-recommends %s\n' "${packages[*]}" >&2
  return 1
}

node_packages() {
  local manifest
  while read -r manifest; do
    if ! command -v npm > /dev/null; then
      printf '%s is not installed: npm is missing\n' "$manifest"
    elif [[ -e ${manifest%.json}-lock.json ]]; then
      npm ci --prefix "$(dirname "$manifest")" --no-audit --no-fund --loglevel=error < /dev/null || return
    else
      npm install --prefix "$(dirname "$manifest")" --no-audit --no-fund --loglevel=error < /dev/null || return
    fi
  done < <(find tests -name package.json -not -path '*/node_modules/*' -not -path '*/bin/*' -not -path '*/obj/*')
}

# Adds what the test runner says of itself: "total: n", "failed: n", "succeeded: n", "skipped: n".
count() {
  local log="$1" ran
  number() { grep -aE "^ *$1: *[0-9]+" "$log" | tail -n 1 | grep -oE '[0-9]+' | head -n 1 || true; }
  local total succeeded unsuccessful
  total="$(number total)"
  succeeded="$(number succeeded)"
  unsuccessful="$(number failed)"
  passed=$((passed + ${succeeded:-0}))
  failed=$((failed + ${unsuccessful:-0}))
  ran=$((${succeeded:-0} + ${unsuccessful:-0}))
  if [[ -z $total ]] || ((ran == 0)); then
    printf 'no test ran\n' >&2
    return 1
  fi
}

run_tests() {
  local log="$logs/$1.log" code=0
  shift
  : > "$log"
  "$@" < /dev/null > "$log" 2>&1 &
  local runner=$!
  # Ends with the runner, even where something that it started still holds its output.
  tail --pid="$runner" -n +1 -f "$log" 2> /dev/null | grep --line-buffered -avE '^(skipped |  not claimed: )' || true
  wait "$runner" || code=$?
  count "$log" || code=1
  return "$code"
}

build() { dotnet build Conformance.sln --no-restore -warnaserror -v quiet -clp:NoSummary; }
style() { dotnet format Conformance.sln --verify-no-changes --no-restore; }
contract() { run_tests contract dotnet test --settings runsettings.xml --no-build --show-test-results failed --progress off; }
own() {
  local tests
  tests="$(find tests/Conformance.SelfTests/bin/Debug -maxdepth 2 -name Conformance.SelfTests -type f | head -n 1)"
  run_tests self-tests "${tests:?the self-tests are not built}" --progress off --ansi off --results-directory "$PWD/$logs"
}

mkdir -p "$logs"
step "Prerequisites" prerequisites || finish
step "Node packages" node_packages || finish
step "Restore" dotnet restore Conformance.sln -warnaserror -v quiet || finish
step "Build" build || finish
step "Style" style || true
step "Contract suite against the embedded reference server" contract || true
step "The project's own tests" own || true
finish
