#!/bin/sh
# A run over HTTP, from its start to a retry, with nothing but curl. The same on both hosts:
#   ./pipeline serve &   docs/http-api.sh
#   func start &         docs/http-api.sh http://127.0.0.1:7071 any-key
set -eu
host=${1:-http://127.0.0.1:7071}
key=${2:-$(cat "${PIPELINE_HOME:-outputs}/api-token")}

field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; }
change() { curl --fail-with-body -sS -X POST -H "x-functions-key: $key" -H 'content-type: application/json' "$@"; }
follow() {
  while :; do
    run=$(curl --fail-with-body -sS "$host/api/runs/$1?code=$key")
    status=$(printf %s "$run" | field status)
    echo "  $status: $(printf %s "$run" | field ended) of $(printf %s "$run" | field total)" >&2
    [ "$(printf %s "$run" | field isEnded)" = true ] && { echo "$status"; return; }
    sleep 2
  done
}

echo "1. Start a run. The key makes that a request sent twice starts one run."
spec='{"pipeline":"video-batch","prompts":["A red ball rolls off a table","A gore scene","Water is poured into a glass"],"traps":[],"durationSeconds":1,"jitter":"0s..0s"}'
first=$(change -H "Idempotency-Key: walk-$$" -d "$spec" "$host/api/runs" | field runId)
again=$(change -H "Idempotency-Key: walk-$$" -d "$spec" "$host/api/runs" | field runId)
[ "$first" = "$again" ] || { echo "two runs were started: $first and $again" >&2; exit 1; }
echo "  $first"

echo "2. Follow it to its end."
follow "$first" > /dev/null

echo "3. Retry the item that failed (the provider refuses its prompt, so it fails again)."
failed=$(curl --fail-with-body -sS "$host/api/runs/$first/items?status=failed&limit=1&code=$key" | sed -n 's/.*"id":"\([^"]*\)".*/\1/p')
[ -n "$failed" ] || { echo "no item failed" >&2; exit 1; }
echo "  $failed"
change -d "{\"items\":[\"$failed\"]}" "$host/api/runs/$first/retry" > /dev/null
follow "$first" > /dev/null

echo "4. Cancel another run."
slow='{"pipeline":"video-batch","prompts":["A feather falls","A stone sinks"],"traps":[],"durationSeconds":1,"jitter":"5s..6s"}'
second=$(change -d "$slow" "$host/api/runs" | field runId)
echo "  $second"
change "$host/api/runs/$second/cancel" > /dev/null
[ "$(follow "$second")" = cancelled ] || { echo "run $second was not cancelled" >&2; exit 1; }

echo "5. What it cost, and where the report is."
curl --fail-with-body -sS "$host/api/runs/$first?code=$key" | field spentUsd | sed 's/^/  $/'
echo "  $host/api/runs/$first/files/report.html"
