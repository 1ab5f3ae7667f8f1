import type { Duplex } from 'node:stream'
import type { Reader } from '../../../internal/createReader.js'
import { decodeHost, encodeReply } from './address.js'
import { Reply } from './replies.js'

/** What a client asked for, or why it was turned away, with the last bytes to send to it. */
export type Accepted =
  | { type: 'request'; username: string; host: string; port: number }
  | { type: 'refused'; code: 'PROTOCOL' | 'CREDENTIALS_REJECTED'; answer?: Buffer | undefined }

export type AcceptOptions = {
  /** Checks RFC 1929 credentials. Left out: no authentication is asked for (method 0). */
  authenticate?: ((username: string, password: string) => boolean) | undefined
}

const noAuthentication = 0
const usernamePassword = 2

/**
 * The server's side of RFC 1928 and 1929 up to a CONNECT request. Writes the answers on the way, but
 * leaves the last one, to a request or to a refusal, to the caller. The messages bound themselves:
 * nobody can make it read more than 1,032 bytes.
 *
 * @throws EndOfStream when the client hangs up.
 */
export async function acceptRequest(
  stream: Duplex,
  reader: Reader,
  { authenticate }: AcceptOptions,
): Promise<Accepted> {
  const [version, count = 0] = await reader.read(2)
  if (version !== 5 || count === 0) return { type: 'refused', code: 'PROTOCOL' }
  const methods = await reader.read(count)
  const method = authenticate ? usernamePassword : noAuthentication
  if (!methods.includes(method)) {
    return { type: 'refused', code: 'PROTOCOL', answer: Buffer.from([5, 0xff]) }
  }
  writeSoon(stream, Buffer.from([5, method]))

  let username = ''
  if (authenticate) {
    const [authVersion, usernameLength = 0] = await reader.read(2)
    if (authVersion !== 1) return { type: 'refused', code: 'PROTOCOL' }
    username = usernameLength > 0 ? (await reader.read(usernameLength)).toString('latin1') : ''
    const [passwordLength = 0] = await reader.read(1)
    const password =
      passwordLength > 0 ? (await reader.read(passwordLength)).toString('latin1') : ''
    if (!authenticate(username, password)) {
      return { type: 'refused', code: 'CREDENTIALS_REJECTED', answer: Buffer.from([1, 1]) }
    }
    writeSoon(stream, Buffer.from([1, 0]))
  }

  const [requestVersion, command, , addressType = 0] = await reader.read(4)
  if (requestVersion !== 5) return { type: 'refused', code: 'PROTOCOL' }
  if (command !== 1) return refusal(Reply.commandNotSupported)
  const length = await addressLength(reader, addressType)
  if (length === undefined) return refusal(Reply.addressTypeNotSupported)
  const host = length > 0 ? decodeHost(addressType, await reader.read(length)) : undefined
  const port = (await reader.read(2)).readUInt16BE()
  if (host === undefined || port === 0) return refusal(Reply.hostUnreachable)
  return { type: 'request', username, host, port }
}

// A client that sends its whole handshake at once gets these answers in one write.
function writeSoon(stream: Duplex, bytes: Buffer): void {
  stream.cork()
  stream.write(bytes)
  process.nextTick(() => stream.uncork())
}

async function addressLength(reader: Reader, addressType: number): Promise<number | undefined> {
  if (addressType === 1) return 4
  if (addressType === 4) return 16
  return addressType === 3 ? (await reader.read(1))[0] : undefined
}

function refusal(code: number): Accepted {
  return { type: 'refused', code: 'PROTOCOL', answer: encodeReply(code) }
}
