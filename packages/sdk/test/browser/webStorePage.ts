import { runStoreCompliance } from '../../src/store/testing/runStoreCompliance.js'
import { web } from '../../src/store/web/web.js'
import { runTests } from './vitestInPage.js'

/** A page that has the web store, and the suite that every store must pass. */
const node = globalThis as unknown as Record<string, unknown>
node.setImmediate = (work: () => void) => setTimeout(work, 0)
node.Buffer = {
  from: (text: string) => new TextEncoder().encode(text),
  compare(a: Uint8Array, b: Uint8Array) {
    const index = a.findIndex((byte, at) => byte !== b[at])
    return index < 0 ? a.length - b.length : (a[index] ?? -1) - (b[index] ?? -1)
  },
}

runStoreCompliance({
  name: 'web',
  open: (name) => web({ name }),
  durable: true,
  // Pages have no AsyncLocalStorage.
  detectsNesting: false,
})

Object.assign(globalThis, { runTests, web })
