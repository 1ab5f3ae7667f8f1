// `npm run check:packages`: installs the packages in a project of its own, as an app would, and measures them.
import { ensurePlatform } from './setup/ensurePlatform.mjs'

ensurePlatform()
import('./commands/checkPackages.mjs')
