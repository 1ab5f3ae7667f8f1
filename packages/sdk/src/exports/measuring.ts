export {
  MeasurementContentError,
  MeasurementFailedError,
  MeasurementTimeoutError,
} from '../errors/measuring.js'
export {
  type ChallengerReport,
  type CombinedThroughput,
  combineChallengers,
} from '../measuring/combineChallengers.js'
export { type CombinedFindings, combineFindings } from '../measuring/combineFindings.js'
export {
  createNodeReflector,
  type NodeRequest,
  type NodeResponse,
} from '../measuring/createNodeReflector.js'
export {
  createReflector,
  type ReflectorInfo,
  type ReflectorMeter,
} from '../measuring/createReflector.js'
export { getExitAddress } from '../measuring/getExitAddress.js'
export { type ExitAddresses, getExitAddresses } from '../measuring/getExitAddresses.js'
export { measureLatency } from '../measuring/measureLatency.js'
export {
  type DirectionThroughput,
  type MeasureThroughputOptions,
  measureThroughput,
  type Throughput,
} from '../measuring/measureThroughput.js'
export type { Reflector } from '../measuring/reflector.js'
export type { Latency } from '../measuring/summarizeRoundTrips.js'
export type { Findings } from '../protocol/findings.js'
