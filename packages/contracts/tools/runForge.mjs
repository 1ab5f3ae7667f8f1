import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'

/**
 * Runs forge in a folder, which may be a copy of the repository: `tools/foundry.mjs` runs it in the repository itself.
 * @param {string} folder
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, signal?: AbortSignal | undefined, seconds?: number }} [options]
 * @returns {Promise<{ code: number | undefined, output: string }>} no code when it was stopped for taking longer
 */
export function runForge(folder, args, { env = {}, seconds, signal } = {}) {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const name = `@foundry-rs/forge-${process.platform}-${arch}/bin/forge`
  const forge = createRequire(import.meta.url).resolve(name)
  return new Promise((resolve, reject) => {
    const child = spawn(forge, args, {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    /** @type {Buffer[]} */
    const output = []
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => output.push(chunk))
    const stop = () => child.kill('SIGKILL')
    const timer = seconds === undefined ? undefined : setTimeout(stop, 1_000 * seconds)
    signal?.addEventListener('abort', stop)
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      if (signal?.aborted) reject(signal.reason)
      else resolve({ code: code ?? undefined, output: String(Buffer.concat(output)) })
    })
  })
}
