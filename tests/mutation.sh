#!/usr/bin/env bash
# Mutation score of the warning rules, measured with their tables: 95 % or more, or it fails. Some three minutes; not in CI.
set -euo pipefail
cd "$(dirname "$0")/BalanceBot.Tests"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# Read by the test project: only these tests are compiled in. Stryker cannot filter tests of this runner.
export OnlyTablesOf=Warnings
output=$(mktemp -d)
# Stryker leaves a mutated BalanceBot.dll behind when it is interrupted.
trap 'rm -rf "$output" bin' EXIT

dotnet tool restore
dotnet stryker --config-file ../stryker-config.json --output "$output" "$@"

node - "$output/reports/mutation-report.json" << 'CHECK'
const report = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
const mutants = Object.entries(report.files)
  .filter(([file]) => /(^|\/)Warnings\/[^/]+$/.test(file))
  .flatMap(([file, { source, mutants }]) => mutants.map(m => ({
    file: file.split('/').pop(), line: m.location.start.line, status: m.status, by: m.mutatorName, to: m.replacement ?? '',
    code: source.split('\n')[m.location.start.line - 1].trim(),
  })));
const of = (...status) => mutants.filter(m => status.includes(m.status));
const lines = some => some.map(m => `  ${m.file}:${m.line} ${m.status}: ${m.code}  =>  ${m.to.replaceAll(/\s+/g, ' ')}`).join('\n');

// Runners that do not fit have said "all survived" and might say "all killed": both are false, and must be seen.
const wrong = [];
const only = (file, code, to, status) => {
  const found = mutants.filter(m => m.file === file && m.code.includes(code) && m.to === to);
  if (found.length !== 1 || found[0].status !== status) {
    wrong.push(`${file}: "${to}" is ${found.map(m => m.status).join(', ') || 'not there'}, but must be ${status}`);
  }
};
only('Judge.cs', 'limits.MostInEpisode', 'judged.Armed.Count > limits.MostInEpisode', 'Killed');
only('Spending.cs', 'Math.Max(0, before - after)', 'before + after', 'Killed');
// There is always a first one, so no test can tell these two apart.
only('QuietHours.cs', '.First(', 'offsets.Select(offset => new DateTimeOffset(local, offset)).FirstOrDefault', 'Survived');
const tested = of('Killed', 'Timeout', 'Survived').length;
if (tested < 450) wrong.push(`only ${tested} mutants were tested`);
if (of('Timeout').length > 25) wrong.push(`${of('Timeout').length} mutants ran out of time: is the machine too busy?`);

const killed = of('Killed', 'Timeout').length;
const all = tested + of('NoCoverage').length;
const score = (100 * killed) / all;
console.log(`\nNot noticed:\n${lines(of('Survived', 'NoCoverage'))}`);
console.log(`Not to be compiled, so not tried: ${of('CompileError').length}`);
if (wrong.length > 0) console.log(`\nThe score is not to be believed:\n  ${wrong.join('\n  ')}`);
console.log(`\nMutation score of the warnings: ${score.toFixed(2)} % (${killed} of ${all})`);
process.exit(wrong.length === 0 && score >= 95 ? 0 : 1);
CHECK
