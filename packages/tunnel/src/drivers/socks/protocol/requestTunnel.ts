import type { Duplex } from 'node:stream'
import { CredentialsRejectedError } from '../../../errors/CredentialsRejectedError.js'
import { ProtocolError } from '../../../errors/ProtocolError.js'
import type { Reader } from '../../../internal/createReader.js'
import { encodeAddress } from './address.js'
import { fromReply } from './replies.js'

export type TunnelRequest = { username: string; password: string; host: string; port: number }

/**
 * The client's side of RFC 1928 and 1929, all of it sent in one flight.
 *
 * @throws CredentialsRejectedError, ProtocolError, what the reply stands for, or EndOfStream.
 */
export async function requestTunnel(
  stream: Duplex,
  reader: Reader,
  { username, password, host, port }: TunnelRequest,
): Promise<void> {
  stream.write(
    Buffer.concat([
      Buffer.from([5, 1, 2, 1, username.length]),
      Buffer.from(username, 'latin1'),
      Buffer.from([password.length]),
      Buffer.from(password, 'latin1'),
      Buffer.from([5, 1, 0]),
      encodeAddress(host, port),
    ]),
  )
  const [version, method] = await reader.read(2)
  if (version !== 5 || method !== 2) throw new ProtocolError()
  const [authVersion, status] = await reader.read(2)
  if (authVersion !== 1) throw new ProtocolError()
  if (status !== 0) throw new CredentialsRejectedError()
  const [replyVersion, reply = 1, , addressType = 0] = await reader.read(4)
  if (replyVersion !== 5) throw new ProtocolError()
  const length =
    addressType === 1 ? 4 : addressType === 4 ? 16 : addressType === 3 ? await nameLength() : 0
  if (length === 0) throw new ProtocolError()
  await reader.read(length + 2)
  if (reply !== 0) throw fromReply(reply)

  async function nameLength(): Promise<number> {
    return (await reader.read(1))[0] ?? 0
  }
}
