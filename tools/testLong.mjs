// `npm run test:long -- <name>`: installs and builds what is missing, then runs a long test, or lists them.
import { ensurePlatform } from './setup/ensurePlatform.mjs'

ensurePlatform()
import('./commands/testLong.mjs')
