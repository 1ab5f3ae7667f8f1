import { spawn } from 'node:child_process'

/** What a program said, and how it ended. */
export type Outcome = { code: number | null; stdout: string; stderr: string }

/** Runs JavaScript as a module of a project, with a given Node.js, and waits for its end. */
export async function runProgram(
  folder: string,
  source: string,
  { node = process.execPath, env = {} }: { node?: string; env?: Record<string, string> } = {},
): Promise<Outcome> {
  const child = spawn(node, ['--input-type=module', '--eval', source], {
    cwd: folder,
    // Nothing but what it needs: no program on the PATH, no setting of the one who runs the tests.
    env: { HOME: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [stdout, stderr, code] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    ended,
  ])
  return { code, stdout, stderr }
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
