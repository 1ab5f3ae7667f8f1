import type { Session } from '@passband/tunnel'
import { InvalidInputError } from '../errors/input.js'
import type { SubscriberContext } from './context.js'

const contexts = new WeakMap<object, SubscriberContext>()

/** Lets functions beside the class work with it, so that apps which do not use them do not load them. */
export function setContext<session extends Session>(
  subscriber: object,
  context: SubscriberContext<session>,
): void {
  contexts.set(subscriber, context)
}

/** What a `Subscriber` works with. */
export function getContext<session extends Session>(
  subscriber: object,
): SubscriberContext<session> {
  const context = contexts.get(subscriber)
  if (!context) throw new InvalidInputError('subscriber', 'Expected a Subscriber.')
  return context as unknown as SubscriberContext<session>
}
