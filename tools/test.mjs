// `npm test`: installs and builds what is missing, then runs every test and counts them.
import { ensurePlatform } from './setup/ensurePlatform.mjs'

ensurePlatform()
import('./commands/test.mjs')
