// `npm run bench:measuring`: installs and builds what is missing, then holds the measuring of gateways against its
// limits, with the naive way beside it.
import { ensurePlatform } from './setup/ensurePlatform.mjs'

ensurePlatform()
import('./commands/benchMeasuring.mjs')
