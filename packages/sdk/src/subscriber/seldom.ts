import { recoverPasses } from './recovery/recoverPasses.js'
import { requireAttested } from './requireAttested.js'
import { verifyPass } from './verifyPass.js'

/**
 * What most purchases do without, to be loaded when it is asked for. In one piece: each piece of its own
 * would have bundlers cut what it has in common with the rest into one more file, which all pages load.
 */
export const seldom = { recoverPasses, requireAttested, verifyPass }
