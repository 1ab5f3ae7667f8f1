import { setImmediate } from 'node:timers/promises'

/** Something that nobody may write down: what it is, for the finding, and what it looks like. */
export type Secret = { what: string; text: string }

const hexadecimal = /^(0x)?([0-9a-f]{2}){16,}$/i
const base64 = /^[A-Za-z0-9+/_-]{22,}={0,2}$/

/**
 * Looks for secrets in what was written, in every way in which a program might write them: as they
 * are, escaped, and their bytes in hex, base64, decimal, and as a list of numbers. Lets others have
 * their turn after each, since markets beside this one get their chain from the same process.
 *
 * @returns A finding for each secret that is there, with the line it is in.
 */
export async function findSecrets(
  secrets: readonly Secret[],
  name: string,
  written: string,
): Promise<string[]> {
  const lower = written.toLowerCase()
  const found = new Map<string, string>()
  for (const { text, what } of secrets) {
    await setImmediate()
    for (const { form, ignoresCase } of writeInAllWays(text)) {
      const at = ignoresCase ? lower.indexOf(form.toLowerCase()) : written.indexOf(form)
      if (at < 0) continue
      const line = written.slice(0, at).split('\n').length
      found.set(`${what}/${text}`, `${name}, line ${line}, holds ${what}.`)
    }
  }
  return [...found.values()]
}

function writeInAllWays(text: string): { form: string; ignoresCase?: boolean }[] {
  const plain = [
    { form: text },
    { form: JSON.stringify(text).slice(1, -1) },
    { form: encodeURIComponent(text) },
  ]
  const values = [Buffer.from(text)]
  if (hexadecimal.test(text)) values.push(Buffer.from(text.replace(/^0x/, ''), 'hex'))
  // What is hex may be read as base64 too, which gives bytes that nobody has.
  else if (base64.test(text)) values.push(Buffer.from(text, 'base64url'))
  return [...plain, ...values.flatMap(writeBytes)].filter(({ form }) => form.length >= 5)
}

function writeBytes(bytes: Buffer): { form: string; ignoresCase?: boolean }[] {
  // A short text has numbers that are others' too.
  if (bytes.length < 8) return []
  const list = [...bytes]
  return [
    { form: bytes.toString('hex'), ignoresCase: true },
    { form: bytes.toString('base64').replace(/=+$/, '') },
    { form: bytes.toString('base64url') },
    { form: list.join(',') },
    { form: list.join(', ') },
    ...(bytes.length === 32 ? [{ form: BigInt(`0x${bytes.toString('hex')}`).toString() }] : []),
  ]
}
