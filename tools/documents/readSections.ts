export type Section = {
  /** Of the second level, which it stands under. */
  chapter: string
  /** Of the third level. */
  title: string
  text: string
}

/** The sections of the third level of a Markdown document, in order. */
export function readSections(markdown: string): Section[] {
  const sections: Section[] = []
  let chapter = ''
  for (const line of markdown.split('\n')) {
    const [, hashes, title = ''] = /^(#{2,3}) (.*)$/.exec(line) ?? []
    const last = sections.at(-1)
    if (hashes === '##') chapter = title
    else if (hashes === '###') sections.push({ chapter, title, text: '' })
    else if (last?.chapter === chapter) last.text += `${line}\n`
  }
  return sections
}
