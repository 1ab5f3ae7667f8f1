/** An example of a document, in two halves: what it imports, as `module name`, and what it does. */
export type Example = { imports: string[]; code: string }

/** The TypeScript examples of a Markdown document, in order. */
export function readExamples(markdown: string): Example[] {
  return [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = '']) => ({
    imports: readImportedNames(text),
    code: text.replace(importing, '').trim(),
  }))
}

const importing = /^import \{([^}]*)\} from '([^']*)'\n/gm

/** What a text imports by name, as `module name`. */
export function readImportedNames(text: string): string[] {
  return [...text.matchAll(importing)].flatMap(([, names = '', from]) =>
    names
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter(Boolean)
      .map((name) => `${from} ${name}`),
  )
}

/** A text, each line of which is so far further right; empty ones stay empty. */
export function indent(text: string, by: string): string {
  return text.replace(/^(?=.)/gm, by)
}
