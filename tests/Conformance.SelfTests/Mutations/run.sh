#!/usr/bin/env bash
# Mutates the client, the contract and what judges, and runs their tests against every mutant. Prints the scores and the mutants
# that live, and ends with an error where fewer than 85 % of the mutants of one of them are killed.
#   run.sh [wire|contract|judging ...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Says to the build that the suite is what is tested here, and not a test.
export MutationTesting=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
parts=("$@")
((${#parts[@]})) || parts=(contract judging wire)
dotnet tool restore
for part in "${parts[@]}"; do
  dotnet stryker --skip-version-check --config-file "Mutations/$part.json" --output "../../TestResults/mutations/$part"
done
