import type { Transaction } from '../store/store.js'
import type { IntentParameters, Outbox } from './types.js'

/**
 * Submits a call that may be wanted many times, under the next number of its key. While the last one is
 * under way, that is the one to wait for.
 *
 * @returns The key to wait for.
 */
export async function submitNext(
  outbox: Pick<Outbox, 'state' | 'submit'>,
  tx: Transaction,
  { key, ...call }: IntentParameters,
): Promise<string> {
  for (let number = 1; ; number++) {
    const numbered = `${key}/${number}`
    const intent = await outbox.state(tx, numbered)
    if (intent && intent.state !== 'open') continue
    if (!intent) await outbox.submit(tx, { key: numbered, ...call })
    return numbered
  }
}
