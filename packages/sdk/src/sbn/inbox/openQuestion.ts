import { size } from 'viem'
import * as z from 'zod/mini'
import { longestQuestion, type Question, question } from '../../protocol/chainMessage.js'
import { unpackValue } from '../../protocol/unpackValue.js'
import { unsealBytes } from '../../protocol/unsealBytes.js'
import type { SbnContext } from '../context.js'
import { keys } from '../tables.js'
import type { InboxRow } from './tables.js'

/** Opens what was asked, with whichever of this SBN's keys it was sealed to; `undefined` when none fits. */
export async function openQuestion(
  { client, deployment, store }: Pick<SbnContext, 'client' | 'deployment' | 'store'>,
  { message, sender, topic }: InboxRow,
): Promise<Question | undefined> {
  if (size(message) > longestQuestion) return undefined
  const recipient = client.account.address
  const context = { kind: 'chainMessage', deployment, sender, recipient, topic } as const
  for (const { value: pair } of await store.transaction((tx) => keys.list(tx))) {
    const text = await unsealBytes(message, { privateKey: pair.privateKey, context }).catch(
      () => undefined,
    )
    if (text) return parse(text)
  }
  return undefined
}

function parse(text: Uint8Array): Question | undefined {
  try {
    return z.parse(question, unpackValue(text))
  } catch {
    return undefined
  }
}
