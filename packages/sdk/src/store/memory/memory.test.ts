import { runStoreCompliance } from '../testing/runStoreCompliance.js'
import { memory } from './memory.js'

runStoreCompliance({ name: 'memory', open: () => memory(), durable: false })
