import type { Duplex } from 'node:stream'
import type { EndReason } from '../../../driver.js'
import { ProtocolError } from '../../../errors/ProtocolError.js'
import type { Reader } from '../../../internal/createReader.js'
import { maxMessage } from '../../../internal/maxMessage.js'

/** The reserved destination of the control channel. `.invalid` never resolves (RFC 6761). */
export const controlDestination = { host: 'control.passband.invalid', port: 1 } as const

/** Control requests of one session that may be under way at the same time. */
export const maxRequests = 8

export const FrameType = {
  request: 1,
  answer: 2,
  failed: 3,
  ping: 4,
  pong: 5,
  end: 6,
} as const

/** Bytes before the payload of a frame. */
export const headerLength = 9

/** One frame of the control channel: type (1 byte), id (4), length (4), payload. */
export type Frame = { type: number; id: number; payload: Uint8Array }

export const endReasons: readonly EndReason[] = ['revoked', 'expired', 'quota', 'closed', 'failed']

const nothing: Uint8Array = new Uint8Array(0)

export function writeFrame(stream: Duplex, type: number, id = 0, payload = nothing): boolean {
  const frame = Buffer.allocUnsafe(headerLength + payload.length)
  frame.writeUInt8(type, 0)
  frame.writeUInt32BE(id, 1)
  frame.writeUInt32BE(payload.length, 5)
  frame.set(payload, headerLength)
  return stream.write(frame)
}

/** Waits for the next frame. Throws EndOfStream at the end, ProtocolError for a frame too long. */
export async function readFrame(reader: Reader): Promise<Frame> {
  const header = await reader.read(headerLength)
  const length = header.readUInt32BE(5)
  if (length > maxMessage) throw new ProtocolError()
  const payload = length > 0 ? await reader.read(length) : nothing
  return { type: header.readUInt8(0), id: header.readUInt32BE(1), payload }
}
