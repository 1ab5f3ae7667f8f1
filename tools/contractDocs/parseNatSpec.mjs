/**
 * @typedef {object} NatSpec
 * @property {string} notice
 * @property {string} dev
 * @property {Map<string, string>} params by name
 * @property {string[]} returns in their order, each with its name before it when it has one
 * @property {Map<string, string>} custom by tag
 */

/**
 * What the tags of one documentation comment say, as the compiler hands it out.
 * @param {string} text
 * @returns {NatSpec}
 */
export function parseNatSpec(text) {
  /** @type {NatSpec} */
  const natSpec = { notice: '', dev: '', params: new Map(), returns: [], custom: new Map() }
  for (const part of text.split(/(?:^|\n)\s*(?=@)/)) {
    const [, tag = 'notice', content = ''] = /^(?:@(\S+)\s+)?([\s\S]*)$/.exec(part) ?? []
    const value = content.replace(/\s+/g, ' ').trim()
    const [name = '', ...words] = value.split(' ')
    if (tag === 'param') natSpec.params.set(name, words.join(' '))
    else if (tag === 'return') natSpec.returns.push(value)
    else if (tag === 'notice' || tag === 'dev')
      natSpec[tag] = [natSpec[tag], value].filter(Boolean).join(' ')
    else if (tag.startsWith('custom:')) natSpec.custom.set(tag.slice('custom:'.length), value)
  }
  return natSpec
}
