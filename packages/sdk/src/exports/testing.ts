export {
  type GeoSourceComplianceParameters,
  runGeoSourceCompliance,
} from '../geo/testing/runGeoSourceCompliance.js'
export {
  type BackendTransaction,
  type StoreBackend,
  serializeTransactions,
} from '../store/serializeTransactions.js'
export type { StoreComplianceParameters } from '../store/testing/runStoreCompliance.js'
export { runStoreCompliance } from '../store/testing/runStoreCompliance.js'
