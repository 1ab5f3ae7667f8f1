import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Runs a program of `tools` with nothing of the deployment's environment but what is given. */
export function runTool(
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>> = {},
): Promise<{ code: number | null; output: string }> {
  const names = ['SALT', 'TREASURY', 'OWNER', 'PROTOCOL_FEE', 'BOND', 'UNBONDING_TIME']
  const more = ['PRIX', 'PRIX_HOLDER', 'PRIX_SUPPLY', 'FROM_BLOCK', 'ETH_RPC_URL']
  const env = { ...process.env }
  for (const name of [...names, ...more]) delete env[name]
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    env: { ...env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
