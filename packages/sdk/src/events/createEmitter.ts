import { EventEmitter } from 'eventemitter3'

/** Names of events and what each carries. */
export type EventMap = Record<string, unknown>

/** Typed events: listening is public, emitting stays with the owner. */
export type Emitter<events extends EventMap> = {
  /** Calls `listener` each time. Returns a function that stops it. */
  on<name extends keyof events & string>(
    name: name,
    listener: (event: events[name]) => void,
  ): () => void
  /** Calls `listener` the next time only. Returns a function that stops it. */
  once<name extends keyof events & string>(
    name: name,
    listener: (event: events[name]) => void,
  ): () => void
  emit<name extends keyof events & string>(name: name, event: events[name]): void
  removeAllListeners(): void
}

/** Makes an {@link Emitter}. A listener that throws does not disturb the work that it listens to. */
export function createEmitter<events extends EventMap>(): Emitter<events> {
  const emitter = new EventEmitter<Record<string, (event: unknown) => void>>()
  const listen = (method: 'on' | 'once', name: string, listener: (event: never) => void) => {
    const guarded = (event: unknown) => {
      try {
        listener(event as never)
      } catch (error) {
        // It belongs to the listener's author: let it surface where theirs do.
        queueMicrotask(() => {
          throw error
        })
      }
    }
    emitter[method](name, guarded)
    return () => void emitter.off(name, guarded)
  }
  return {
    on: (name, listener) => listen('on', name, listener),
    once: (name, listener) => listen('once', name, listener),
    emit: (name, event) => void emitter.emit(name, event),
    removeAllListeners: () => void emitter.removeAllListeners(),
  }
}
