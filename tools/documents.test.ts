import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { contractReverts } from '../packages/sdk/src/errors/contractReverts.js'
import { SbnRefusedError } from '../packages/sdk/src/errors/messaging.js'
import { QuoteExpiredError } from '../packages/sdk/src/errors/purchase.js'
import { refusalReasons } from '../packages/sdk/src/protocol/api.js'
import { TimeoutError } from '../packages/tunnel/src/errors/TimeoutError.js'
import { readSources } from './architecture/readSources.js'
import { findErrorClasses } from './documents/findErrorClasses.js'
import { findErrorCodes } from './documents/findErrorCodes.js'
import { findEvents } from './documents/findEvents.js'
import { indent, readExamples, readImportedNames } from './documents/readExamples.js'
import { readSections } from './documents/readSections.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const sources = ['packages/sdk/src', 'packages/tunnel/src']
  .flatMap((folder) => readSources(root, folder))
  .filter(({ path }) => !path.endsWith('.test.ts') && !/\/testing\//.test(path))
const sections = (name: string) =>
  readSections(readFileSync(join(root, 'packages/sdk', name), 'utf8'))
const foreign = { code: 'SOMETHING_ELSE', title: 'It says no.', retryable: false }
const sorted = (names: Iterable<string>) => [...new Set(names)].sort()

describe('errors.md', () => {
  const documented = sections('errors.md')
  // Not a code but a family: the codes of SBNs that are not this implementation.
  const codes = documented.map(({ title }) => title).filter((title) => title !== 'SBN_REFUSED')

  test('has every code that is thrown or told, once, and no other', () => {
    const thrown = sources.flatMap(({ path, text }) => findErrorCodes(path, text))
    const reverts = Object.values(contractReverts).map(({ code }) => code)
    expect(thrown.length).toBeGreaterThan(60)
    expect(codes.toSorted()).toEqual(sorted([...thrown, ...reverts]))
  })

  test('is where the links of errors lead to, in the package that threw them', () => {
    for (const error of [
      new QuoteExpiredError(),
      new SbnRefusedError(foreign),
      new TimeoutError(),
    ]) {
      const [file = '', anchor] = error.docs.split('#')
      const text = readFileSync(join(root, file.replace('@passband', 'packages')), 'utf8')
      const anchors = readSections(text).map(({ title }) => title.toLowerCase())
      expect(anchors).toContain(anchor)
    }
  })

  test('names every class of error, and none that is not there', () => {
    const named = documented.flatMap(({ text }) => {
      const [first = ''] = text.trim().split('\n')
      return [...first.matchAll(/`(\w+Error)`/g)].map(([, name = '']) => name)
    })
    const bases = ['PassbandError', 'TunnelError']
    // Elsewhere are classes that do not leave their room, or leave it as their base.
    const classes = sources
      .filter(({ path }) => path.includes('/errors/'))
      .flatMap(({ path, text }) => findErrorClasses(path, text))
      .filter((name) => !bases.includes(name))
    expect(sorted(named)).toEqual(sorted(classes))
  })

  test('says of each code the cause, the cure, and whether money moved', () => {
    const labels = documented.map(({ title, text }) => ({
      title,
      labels: [...text.matchAll(/^- \*\*(\w+):\*\* \S.*[.!]$/gm)].map(([, label]) => label),
    }))
    const expected = ['Cause', 'Cure', 'Money']
    expect(labels).toEqual(documented.map(({ title }) => ({ title, labels: expected })))
  })
})

describe('events.md', () => {
  const documented = sections('events.md')
  const types = new Map(
    sources.flatMap(({ path, text }) =>
      path.includes('vents') ? [...findEvents(path, text)] : [],
    ),
  )

  test.each(['Subscriber', 'Connection', 'Gateway', 'SBN'])(
    'has the events of %s with their fields',
    (role) => {
      const declared = types.get(`${role === 'SBN' ? 'Sbn' : role}Events`)
      const shown = documented
        .filter(({ chapter }) => chapter === role)
        .map(({ title, text }) => {
          const [, fields = ''] = /^\s*`\{ ([^}]*) \}`: \S/.exec(text) ?? []
          return { name: title, fields: fields.split(', ').filter(Boolean) }
        })
      expect(shown).toEqual(declared?.map(({ name, fields }) => ({ name, fields })))
    },
  )
})

describe('measuring.md', () => {
  const text = readFileSync(join(root, 'docs/measuring.md'), 'utf8')
  const compiled = readFileSync(join(root, 'tools/documents/measuringExamples.ts'), 'utf8')

  test('has every reason for which an SBN refuses a gateway, and no other', () => {
    const chapter = text.split(/^## /m).find((part) => part.startsWith('Reason codes')) ?? ''
    const codes = [...chapter.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code)
    expect(codes).toEqual(refusalReasons)
  })

  test('has examples that the compiler has read', () => {
    const examples = readExamples(text)
    expect(examples.length).toBeGreaterThan(5)
    const imported = readImportedNames(compiled)
    for (const { code, imports } of examples) {
      expect(compiled).toContain(indent(code, '  '))
      expect(imports.filter((name) => !imported.includes(name))).toEqual([])
    }
  })
})
