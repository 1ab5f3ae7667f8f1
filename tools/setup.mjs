// `node tools/setup.mjs`: installs what is missing, and nothing else.
import { ensurePlatform } from './setup/ensurePlatform.mjs'

ensurePlatform()
import('./commands/setup.mjs')
