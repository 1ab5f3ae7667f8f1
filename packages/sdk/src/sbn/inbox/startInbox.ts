import { NotRunningError } from '../../errors/lifecycle.js'
import { createPoller, type Poller } from '../../internal/createPoller.js'
import type { SbnContext } from '../context.js'
import { answerMessages } from './answerMessages.js'

/** Starts to answer what is asked over the chain; `undefined` when this SBN does not. */
export function startInbox(
  context: SbnContext,
  { interval }: { interval: number },
): Pick<Poller, 'close' | 'wake'> | undefined {
  const { events, onchain } = context
  if (!onchain) return undefined
  const poller = createPoller(
    {
      interval,
      poll: (signal) => answerMessages(context, onchain, signal),
      onError: (error) => events.emit('error', { error }),
    },
    () => new NotRunningError('SBN'),
  )
  poller.start()
  return poller
}
