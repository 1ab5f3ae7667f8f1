// A program of steps.test.ts: writes three times, as something to die in the middle of.
import { libsql } from '../../store/libsql/libsql.js'
import { readParameters } from './readParameters.js'
import { stepsFromEnvironment } from './steps.js'

const { path, step } = readParameters<{ path: string; step: string }>()
const store = stepsFromEnvironment({ STEP: step }).store(libsql({ path }))
for (const n of [1, 2, 3]) {
  await store.transaction((tx) => tx.get('a', 'key'))
  await store.transaction(async (tx) => {
    await tx.set('b', 'key', String(n))
    await tx.set('a', 'key', String(n))
  })
}
await store.close()
