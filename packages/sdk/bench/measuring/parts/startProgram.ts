import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/**
 * Starts a program of this folder in a process of its own. It says in its first line, as JSON, what is to
 * be known of it, and ends when its input does: so with this program, however that ends.
 *
 * @param options.inside Command and arguments in front of it.
 */
export async function startProgram<said>(
  name: string,
  args: readonly string[],
  { inside = [] }: { inside?: readonly string[] } = {},
): Promise<{ said: said; ask: (line: string) => Promise<string>; close: () => void }> {
  const path = (file: string) => fileURLToPath(new URL(file, import.meta.url))
  const program = name.endsWith('.ts') ? [path('../start.mjs'), `parts/${name}`] : [path(name)]
  const [command = '', ...rest] = [...inside, process.execPath, ...program, ...args]
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.on('error', () => {})
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const read = async () => {
    const { done, value } = await lines.next()
    if (done) throw new Error(`${name} has ended.`)
    return value
  }
  return {
    said: JSON.parse(await read()) as said,
    ask(line) {
      child.stdin.write(`${line}\n`)
      return read()
    },
    close: () => void child.kill('SIGKILL'),
  }
}
