# Sourced by test: runs the suites and adds up what they say.
# shellcheck shell=bash

passed=0 failed=0 skipped=0
unsteady=()
results="$artifacts/test-results"

count() {
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

finish() {
  local code=0
  if [ "$failed" -gt 0 ] || [ $((passed + failed)) -eq 0 ]; then
    code=1
  fi
  if [ ${#unsteady[@]} -gt 0 ]; then
    echo "UNSTEADY, a defect in the test or in what it tests: failed among the others and passed alone (--strict counts them as failed):"
    printf '  %s\n' "${unsteady[@]}"
  fi
  echo "$passed passed, $failed failed, $skipped skipped"
  exit "$code"
}

# sum_of WORD FILE: Node's test runner writes "# pass 12" into a file and "ℹ pass 12" on a terminal; several runs add up.
sum_of() {
  awk -v word="$1" '($1 == "#" || $1 == "ℹ") && $2 == word && NF == 3 { total += $3 } END { print total + 0 }' "$2"
}

# Each script of each web project is one check; tests that Node's runner counts inside it are counted one by one instead.
run_web_checks() {
  local name script log code tests bad
  for name in $(web_projects); do
    for script in check test; do
      node -e 'process.exit(require(process.argv[1]).scripts?.[process.argv[2]] ? 0 : 1)' "$root/web/$name/package.json" "$script" || continue
      log="$results/web-$name-$script.log"
      code=0
      npm run "$script" --prefix "$root/web/$name" >"$log" 2>&1 </dev/null || code=$?
      tests=$(sum_of pass "$log")
      bad=$(sum_of fail "$log")
      if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
      elif [ "$code" -eq 0 ] && [ "$tests" -eq 0 ]; then
        tests=1
      fi
      count "$tests" "$bad" "$(($(sum_of skipped "$log") + $(sum_of todo "$log")))"
      echo "web/$name $script: $tests passed, $bad failed"
      [ "$code" -eq 0 ] || tail -n 60 "$log"
    done
  done
}

run_dotnet_tests() {
  local project=$1 folder="$results/$1" code=0 arguments=() patience=5m
  # A long suite is no hanging one.
  [ -z "${PATELLA_FULL:-}${PATELLA_KILLS:-}${PATELLA_MAIL_KILLS:-}${PATELLA_FUZZ_REQUESTS:-}${PATELLA_FUZZ_MAILS:-}" ] || patience=6h
  if [ -n "$filter" ]; then
    arguments+=(--filter "FullyQualifiedName~$filter")
  fi
  echo "Tests of $project:"
  dotnet test "$root/tests/$project" -c "$configuration" --no-build -nologo --logger "trx;LogFileName=$project.trx" \
    --logger "console;verbosity=minimal" --results-directory "$folder" --blame-hang --blame-hang-timeout "${PATELLA_HANG_TIMEOUT:-$patience}" \
    --blame-hang-dump-type none "${arguments[@]}" </dev/null || code=$?
  count_trx "$folder/$project.trx" "$code"
  if [ -z "$strict$filter" ] && [ "$patience" = 5m ]; then
    run_alone "$project"
  fi
}

# run_alone PROJECT: up to three failed tests run once more with the machine to themselves. What passes now is said by name at the end, never silently.
run_alone() {
  local project=$1 folder="$results/$1" names=() code=0
  [ -f "$folder/$project.trx" ] || return 0
  mapfile -t names < <(failed_names "$folder/$project.trx")
  if [ ${#names[@]} -eq 0 ] || [ ${#names[@]} -gt 3 ]; then
    return 0
  fi
  echo "Once more, alone: ${names[*]}"
  dotnet test "$root/tests/$project" -c "$configuration" --no-build -nologo --logger "trx;LogFileName=$project-alone.trx" --logger "console;verbosity=minimal" \
    --results-directory "$folder" --blame-hang --blame-hang-timeout "${PATELLA_HANG_TIMEOUT:-5m}" --blame-hang-dump-type none \
    --filter "$(printf 'FullyQualifiedName=%s|' "${names[@]}" | sed 's/|$//')" </dev/null || code=$?
  if [ "$code" -eq 0 ] && [ -f "$folder/$project-alone.trx" ] && [ -z "$(failed_names "$folder/$project-alone.trx")" ]; then
    local again
    again=$(grep '<UnitTestResult ' "$folder/$project.trx" | grep -c -v -E 'outcome="(Passed|NotExecuted)"')
    count "$again" "-$again" 0
    unsteady+=("${names[@]}")
  fi
}

# The methods of the tests that failed, each once; the arguments of a theory are left off, so that all its cases run again.
failed_names() {
  { grep '<UnitTestResult ' "$1" | grep -v -E 'outcome="(Passed|NotExecuted)"' || true; } | sed -n 's/.*testName="\([^"(]*\).*/\1/p' | sort -u
}

# count_trx FILE CODE: a run that ended badly without naming a failed test (a crash, a hang) counts as one failure.
count_trx() {
  local file=$1 code=$2 total=0 good=0 bad=0
  if [ -f "$file" ]; then
    total=$(grep -c '<UnitTestResult ' "$file" || true)
    good=$(grep -c '<UnitTestResult .*outcome="Passed"' "$file" || true)
    bad=$(grep '<UnitTestResult ' "$file" | grep -c -v -E 'outcome="(Passed|NotExecuted)"' || true)
  fi
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then
    bad=1
    total=$((total + 1))
  fi
  count "$good" "$bad" "$((total - good - bad))"
}
