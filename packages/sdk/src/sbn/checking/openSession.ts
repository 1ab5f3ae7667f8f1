import type { Connection, ConnectParameters, Driver, FetchSession } from '@passband/tunnel'
import type { RefusalReason } from '../../protocol/api.js'

/** A session, or why there is none. */
export async function openSession(
  driver: Driver<FetchSession>,
  connection: Connection,
  parameters: ConnectParameters,
): Promise<FetchSession | { reason: RefusalReason }> {
  try {
    return await driver.connect(connection, parameters)
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (code === 'DIAL_REFUSED' || code === 'CONNECTION_INVALID')
      return { reason: 'ENDPOINT_REFUSED' }
    if (code === 'CREDENTIALS_REJECTED') return { reason: 'CHECK_REJECTED' }
    return { reason: 'UNREACHABLE' }
  }
}
