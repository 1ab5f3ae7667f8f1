/**
 * What forge printed about stateful tests.
 *
 * @returns How many calls it says it made, and a finding for each test that failed, with the shrunk sequence
 * of calls.
 */
export function readResults(output: string): { calls: number; findings: string[] } {
  // What failed is printed once more at the end.
  const [results = ''] = output.split('\nFailing tests:')
  const findings: string[] = []
  let calls = 0
  let suite = ''
  let failure: string[] | undefined
  for (const line of results.split('\n')) {
    const ran = /^Ran \d+ tests? for (.+)$/.exec(line)
    if (ran) suite = ran[1] ?? ''
    if (line.startsWith('[FAIL')) failure = [suite]
    failure?.push(line)
    const done = /\(runs: \d+, calls: (\d+), reverts: \d+\)$/.exec(line)
    if (!done) continue
    calls += Number(done[1])
    if (failure) findings.push(failure.join('\n'))
    failure = undefined
  }
  // A failure that is no sequence of calls, such as one before the first.
  if (failure) findings.push(failure.join('\n'))
  return { calls, findings }
}
