export { answerCompliance } from '../testing/answerCompliance.js'
export { runDriverCompliance } from '../testing/runDriverCompliance.js'
export type { ComplianceHarness, ComplianceParameters } from '../testing/types.js'
