import type { EndReason, ServeParameters } from '../../driver.js'
import { ControlFailedError } from '../../errors/ControlFailedError.js'
import { DestinationUnreachableError } from '../../errors/DestinationUnreachableError.js'
import { maxMessage } from '../../internal/maxMessage.js'
import { withSignal } from '../../internal/withSignal.js'
import type { Pass } from '../../metering/createPass.js'
import { meterBody, waitForLane } from './meterBody.js'
import type { MemoryLink, MemoryOptions } from './types.js'

type LinkParameters = Pick<ServeParameters, 'onControl'> & {
  pass: Pass
  handler: NonNullable<MemoryOptions['handler']>
  emit: NonNullable<ServeParameters['onEvent']>
  onEnd(reason: EndReason): void
}

/** Opens a session of a pass, as the gateway's end sees it. */
export function createLink(parameters: LinkParameters): MemoryLink {
  const { pass, handler, onControl, emit, onEnd } = parameters
  const { passId } = pass
  let isOpen = true
  const detach = pass.attach((reason) => {
    close()
    onEnd(reason)
  })
  emit({ type: 'sessionOpened', passId })

  function close(): void {
    if (!isOpen) return
    isOpen = false
    detach()
    emit({ type: 'sessionClosed', passId })
  }

  async function answer(request: Request): Promise<Response> {
    try {
      return await handler(request)
    } catch (cause) {
      throw new DestinationUnreachableError('general', { cause })
    }
  }

  return {
    async fetch(request, signal, count) {
      await waitForLane(pass, 'up', 0, signal)
      const body = meterBody(request.body, pass, 'up', signal, count)
      const init = { body, duplex: 'half', signal } as RequestInit
      const outgoing = new Request(request.url, {
        method: request.method,
        headers: request.headers,
        ...(body ? init : { signal }),
      })
      const response = await withSignal(answer(outgoing), signal)
      const { status, statusText, headers } = response
      const down = meterBody(response.body, pass, 'down', signal, count)
      return new Response(down, { status, statusText, headers })
    },
    async control(message) {
      const reply = await Promise.resolve(onControl?.(passId, message)).catch(() => undefined)
      if (reply instanceof Uint8Array && reply.length <= maxMessage) return reply.slice()
      throw new ControlFailedError()
    },
    close,
  }
}
