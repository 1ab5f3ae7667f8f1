import type { ServerEvent } from '@passband/tunnel'
import { type Hex, isHex, size } from 'viem'
import type { Emitter } from '../events/createEmitter.js'
import type { GatewayEvents } from './events.js'

/**
 * Tells what happened in a driver. The SBN's checks are not told, nor ends, which the chain decides,
 * nor what a stranger calls a pass.
 */
export function tellServerEvent(
  events: Pick<Emitter<GatewayEvents>, 'emit'>,
  driver: string,
  event: ServerEvent,
): void {
  if (event.type === 'passEnded') return
  const { passId } = event
  const isPass = passId !== undefined && isPassId(passId)
  if (event.type === 'refused')
    events.emit('refused', { driver, code: event.code, ...(isPass ? { passId } : {}) })
  else if (isPass) events.emit(event.type, { passId, driver })
}

function isPassId(value: string): value is Hex {
  return isHex(value) && size(value) === 32
}
