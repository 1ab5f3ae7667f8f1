// Runs a Foundry tool from npm: `node tools/foundry.mjs forge build`.
// npm's own wrappers drop the exit code, so a failing forge would look green.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const [tool = 'forge', ...args] = process.argv.slice(2)
const arch = process.arch === 'x64' ? 'amd64' : process.arch
const extension = process.platform === 'win32' ? '.exe' : ''

let binary = tool
try {
  binary = createRequire(import.meta.url).resolve(
    `@foundry-rs/${tool}-${process.platform}-${arch}/bin/${tool}${extension}`,
  )
} catch {
  // npm has no build for this platform: one on the PATH does as well.
}

const child = spawn(binary, args, {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => child.kill(signal))
}
child.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
  console.error(
    error.code === 'ENOENT'
      ? `${tool} is not available for ${process.platform} ${process.arch} on npm, and not on the PATH.`
      : error.message,
  )
  process.exit(127)
})
child.on('exit', (code, signal) =>
  process.exit(code ?? 128 + constants.signals[signal ?? 'SIGKILL']),
)
