import { readFileSync } from 'node:fs'

const document = new URL('../../../events.md', import.meta.url)

/** Names of all events of a role, from the document that a test holds against the code. */
export function listEvents(program: string): string[] {
  const role = program.slice(3).toLowerCase()
  const chapters = readFileSync(document, 'utf8').split(/^## /m)
  const chapter = chapters.find((text) => text.toLowerCase().startsWith(`${role}\n`)) ?? ''
  const names = [...chapter.matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name)
  if (names.length === 0) throw new Error(`No events of ${role} are documented.`)
  return names
}
