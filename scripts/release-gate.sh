#!/usr/bin/env bash
# A step of a release pipeline: tells Patella of a launch, and lets it out when nobody has pulled the cord on it.
# Usage: PATELLA_URL=... PATELLA_API_KEY=... scripts/release-gate.sh KIND ID TITLE
# Ends with 0 only when the gate said that the launch is let out. No answer, a late answer and any other answer hold the release.
set -euo pipefail
: "${PATELLA_URL:?}" "${PATELLA_API_KEY:?}"
kind=$1 id=$2 title=$3

ask() { curl --silent --show-error --max-time 10 --output "$answer" --write-out '%{http_code}' -H "Authorization: Bearer $PATELLA_API_KEY" -H 'Content-Type: application/json' "$@" || true; }
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

registered=$(ask --data "$(printf '{"id":"%s","kind":"%s","title":"%s"}' "$id" "$kind" "$title")" "$PATELLA_URL/api/v1/launches")
if [ "$registered" != 201 ]; then echo "held: registering answered $registered $(cat "$answer")"; exit 1; fi

passed=$(ask --data '{}' "$PATELLA_URL/api/v1/launches/$id/passes")
if [ "$passed" != 201 ]; then echo "held: the gate answered $passed $(cat "$answer")"; exit 1; fi
echo "released: $id"
