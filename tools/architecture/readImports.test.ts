import { expect, test } from 'vitest'
import { readImports } from './readImports.js'

const source = `import { a } from './a.js'
import type { B } from './b.js'
import { type C } from './c.js'
import './d.js'
export { e } from './e.js'
export type { F } from './f.js'
export * from './g.js'
type H = import('./h.js').H
const i = await import('./i.js')
const j = require('./j.js')
const k = await import(\`./k.js\`)
import l = require('./l.js')
// import m from './m.js'
/** @example import n from './n.js' */
const o = "import p from './p.js'"
const q = require.resolve('./q.js')
`

test('every way of importing is found, on its line, with whether it is gone once compiled', () => {
  const found = readImports('x.ts', source).map(
    ({ specifier, line, typeOnly }) => `${line} ${specifier}${typeOnly ? ' type' : ''}`,
  )
  expect(found).toEqual([
    '1 ./a.js',
    '2 ./b.js type',
    '3 ./c.js',
    '4 ./d.js',
    '5 ./e.js',
    '6 ./f.js type',
    '7 ./g.js',
    '8 ./h.js type',
    '9 ./i.js',
    '10 ./j.js',
    '11 ./k.js',
    '12 ./l.js',
    '16 ./q.js',
  ])
})
