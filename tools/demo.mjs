// `npm run demo`: installs and builds what is missing, then runs examples/demo with the remaining arguments.
import { ensurePlatform } from './setup/ensurePlatform.mjs'

ensurePlatform()
import('./commands/demo.mjs')
