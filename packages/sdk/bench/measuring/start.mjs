// Runs a program of this folder, with the arguments that follow its name: Node.js 20 cannot read TypeScript, which Vite's
// runner can.
import { fileURLToPath } from 'node:url'
import { createServer, createServerModuleRunner } from 'vite'

const [program = 'main.ts'] = process.argv.splice(2, 1)
const server = await createServer({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  oxc: { target: 'node20' },
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
  optimizeDeps: { noDiscovery: true },
})
await createServerModuleRunner(server.environments.ssr, { hmr: false }).import(
  fileURLToPath(new URL(program, import.meta.url)),
)
