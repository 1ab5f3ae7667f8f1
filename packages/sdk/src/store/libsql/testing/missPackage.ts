// A program of libsql.test.ts: uses the store where the package is not installed.
import { register } from 'node:module'
import { readParameters } from '../../../internal/testing/readParameters.js'
import { libsql } from '../libsql.js'

const hooks = `
  export async function resolve(specifier, context, next) {
    if (specifier !== 'libsql') return next(specifier, context)
    throw Object.assign(new Error('not installed'), { code: 'ERR_MODULE_NOT_FOUND' })
  }`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
const store = libsql({ path: readParameters<{ path: string }>().path })
await store
  .transaction(async () => {})
  .catch(({ code, message, name }) => process.stdout.write(`${name} ${code} ${message}\n`))
await store.close()
