export { createMemoryNetwork } from '../drivers/memory/createMemoryNetwork.js'
export { memory } from '../drivers/memory/memory.js'
export type {
  MemoryEndpoint,
  MemoryLink,
  MemoryNetwork,
  MemoryOptions,
  MemorySession,
} from '../drivers/memory/types.js'
