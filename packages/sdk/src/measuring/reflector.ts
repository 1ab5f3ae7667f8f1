import { type Hex, isHex } from 'viem'
import { InvalidInputError } from '../errors/input.js'
import { createTagger, type Tagger } from './createTagger.js'

/** Where to measure. */
export type Reflector = {
  /** Its base URL, with `/reflect/` at the end. */
  url: string | URL
  /**
   * 32 bytes that it shares with who measures and with nobody else: without them, who reads the traffic
   * on its way knows neither what comes next nor how to answer.
   */
  key: Hex
}

/** A reflector that was looked at: it can be asked. */
export type OpenReflector = { base: URL; tag: Tagger }

/** @throws `InvalidInputError` when the URL or the key is none. */
export async function openReflector(reflector: Reflector): Promise<OpenReflector> {
  const base = assertReflector(reflector)
  return { base, tag: await createTagger(reflector.key) }
}

/**
 * @returns Its URL.
 * @throws `InvalidInputError` when the URL or the key is none.
 */
export function assertReflector({ key, url }: Reflector): URL {
  const base = URL.canParse(url) ? new URL(url) : undefined
  if (base?.protocol !== 'http:' && base?.protocol !== 'https:')
    throw new InvalidInputError('reflector', 'its URL must be an HTTP or HTTPS URL.')
  if (!isHex(key) || key.length !== 66)
    throw new InvalidInputError('reflector', 'its key must be 32 bytes as 0x and 64 digits.')
  return base
}
