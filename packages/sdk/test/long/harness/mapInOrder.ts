import { mapLimited } from '../../../src/internal/mapLimited.js'
import type { LongProgress, LongRunOptions } from './types.js'

/**
 * Works on items, so many at a time, and tells of each once all before it are told: a long test that is
 * interrupted goes on after as many rounds as were told. No more are begun after an abort.
 *
 * @param work What is left undone because of the signal throws.
 */
export async function mapInOrder<item>(
  items: readonly item[],
  { limit, onProgress, signal }: Pick<LongRunOptions, 'onProgress' | 'signal'> & { limit: number },
  work: (item: item) => Promise<LongProgress>,
): Promise<void> {
  const waiting = new Map<number, LongProgress>()
  let told = 0
  await mapLimited([...items.entries()], limit, async ([index, item]) => {
    if (signal.aborted) return
    waiting.set(index, await work(item))
    for (let one = waiting.get(told); one; one = waiting.get(told)) {
      waiting.delete(told++)
      onProgress(one)
    }
  })
}
