import { readParameters } from '../../../../src/internal/testing/readParameters.js'
import { openOutbox, type Settings } from '../openOutbox.js'

const { outbox } = openOutbox(readParameters<Settings>())
const asked = performance.now()
outbox.start()
try {
  await outbox.ready
} catch (error) {
  process.stdout.write(`${(error as { code?: string }).code}\n`)
  process.exit(1)
}
process.stdout.write(`ready ${performance.now() - asked}\n`)
