// Runs `main.ts`: Node.js 20 cannot read TypeScript, which Vite's runner can.
import { fileURLToPath } from 'node:url'
import { createServer, createServerModuleRunner } from 'vite'

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
  fileURLToPath(new URL('main.ts', import.meta.url)),
)
