import { readFile } from 'node:fs/promises'

/** Rows of a CSV file beside this one, by the names in its first line. Lines with `#` do not count. */
export async function readCsv(name: string): Promise<Record<string, string>[]> {
  const text = await readFile(new URL(name, import.meta.url), 'utf8')
  const [head = '', ...lines] = text.split('\n').filter((line) => line !== '' && line[0] !== '#')
  const fields = head.split(',')
  return lines.map((line) => {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
    )
    return Object.fromEntries(fields.map((field, index) => [field, cells[index] ?? '']))
  })
}
