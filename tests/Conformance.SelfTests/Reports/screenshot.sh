#!/usr/bin/env bash
# Makes report.png, the picture in the README: the suite against a real nginx with its default body limit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec dotnet run -- --filter "FullyQualifiedName~Reports.Browsing.Screenshot"
