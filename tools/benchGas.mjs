// `npm run bench:gas`: installs what is missing, then measures gas and holds it against its limits and the best peers.
import { ensurePlatform } from './setup/ensurePlatform.mjs'

ensurePlatform()
import('./commands/benchGas.mjs')
