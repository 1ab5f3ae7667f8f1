export { runStoreCompliance } from '../store/testing/runStoreCompliance.js'
