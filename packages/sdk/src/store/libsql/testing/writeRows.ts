// A program of libsql.test.ts: writes rows as fast as it can, and says which were acknowledged.
import { writeSync } from 'node:fs'
import { readParameters } from '../../../internal/testing/readParameters.js'
import { libsql } from '../libsql.js'

const { path, prefix, rows } = readParameters<{ path: string; prefix: string; rows: number }>()
const store = libsql({ path })
for (let n = 0; n < rows; n++) {
  await store.transaction(async (tx) => {
    await tx.set('rows', `${prefix}${n}`, 'a')
    await tx.set('copies', `${prefix}${n}`, 'a')
    await tx.set('counts', 'n', String(Number((await tx.get('counts', 'n')) ?? 0) + 1))
  })
  writeSync(1, `${n}\n`)
}
await store.close()
