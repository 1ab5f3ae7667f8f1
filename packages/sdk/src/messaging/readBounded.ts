import { SbnAnswerInvalidError } from '../errors/messaging.js'

/**
 * Reads a body as text, and stops at a bound: neither a declared length nor the lack of one is
 * believed.
 *
 * @param maximum Bytes.
 * @throws `SbnAnswerInvalidError` when there is more.
 */
export async function readBounded(response: Response, maximum: number): Promise<string> {
  const reader = response.body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    length += value.length
    if (length > maximum) {
      await reader.cancel()
      throw new SbnAnswerInvalidError({ reason: 'it is too long.' })
    }
    text += decoder.decode(value, { stream: true })
  }
}
