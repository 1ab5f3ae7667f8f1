import { constants } from 'node:os'
import { expect, test } from 'vitest'
import { readProcesses } from './readProcesses.mjs'
import { runProcess } from './runProcess.mjs'

/** Starts a program that prints ids; hands out the first line of it, and the outcome. */
function start(script: string, options: { grace?: number; cleansUp?: boolean } = {}) {
  const first = new AbortController()
  const second = new AbortController()
  let output = ''
  let ended: Promise<number> | undefined
  const line = new Promise<string>((resolve) => {
    ended = runProcess('bash', ['-c', script], {
      ...options,
      interruption: { signal: first.signal, force: second.signal },
      stdio: ['ignore', 'pipe', 'inherit'],
      onOutput(chunk) {
        output += chunk
        if (output.includes('\n')) resolve(output.split('\n')[0]!)
      },
    })
  })
  return {
    line,
    ended: ended!,
    output: () => output,
    interrupt: (name: string) => first.abort(name),
    force: () => second.abort(),
  }
}

function running(ids: number[]) {
  return readProcesses().filter(({ pid }) => ids.includes(pid))
}

test('a program ends with its own exit code', async () => {
  expect(await start('echo; exit 7').ended).toBe(7)
})

test('a program that a signal ended gives the code that shells give', async () => {
  expect(await start('echo; kill -KILL $$').ended).toBe(128 + constants.signals.SIGKILL)
})

test('a program that is not there is an error', async () => {
  const { signal } = new AbortController()
  const interruption = { signal, force: signal }
  const ended = runProcess('no-such-program', [], { interruption, stdio: 'ignore' })
  await expect(ended).rejects.toMatchObject({ code: 'ENOENT' })
})

test('an interrupted program ends with its children, also those in sessions of their own', async () => {
  const script = `setsid sleep 1000 &
bash -c 'setsid bash -c "sleep 1000 & wait" & sleep 1000' &
sleep 1000 & echo $$; wait`
  const program = start(script, { grace: 100 })
  const leader = Number(await program.line)
  await expect.poll(() => findTree(leader).length).toBeGreaterThanOrEqual(6)
  const ids = findTree(leader)
  program.interrupt('SIGINT')
  await program.ended
  expect(running(ids)).toEqual([])
})

test('a program that cleans up after itself gets the signal once, alone, and the time it takes', async () => {
  const script = `trap 'echo got; sleep 0.5; echo cleaned; kill $child; wait $child; exit 3' INT
sleep 1000 & child=$!; echo $$ $child; while :; do wait $child; done`
  const program = start(script, { cleansUp: true })
  const ids = (await program.line).split(' ').map(Number)
  program.interrupt('SIGINT')
  expect(await program.ended).toBe(3)
  expect(program.output().split('\n').slice(1)).toEqual(['got', 'cleaned', ''])
  expect(running(ids)).toEqual([])
})

test('a second interruption kills a program that does not end', async () => {
  const program = start(`trap 'echo got' INT; sleep 1000 & echo $$ $!; while :; do wait; done`, {
    cleansUp: true,
  })
  const ids = (await program.line).split(' ').map(Number)
  program.interrupt('SIGINT')
  await expect.poll(program.output).toContain('got')
  program.force()
  expect(await program.ended).toBe(128 + constants.signals.SIGKILL)
  expect(running(ids)).toEqual([])
})

/** A process and its descendants by parent alone. */
function findTree(leader: number): number[] {
  const processes = readProcesses()
  const tree = [leader]
  for (const parent of tree) {
    tree.push(...processes.filter((entry) => entry.parent === parent).map(({ pid }) => pid))
  }
  return tree
}
