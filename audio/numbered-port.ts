// WebKitGTK 2.50 delivers the first messages twice when both ends of a channel were sent to workers that are starting.

type NumberedMessage<Message> = [number: number, message: Message]

/** Posts messages with running numbers, so that the receiver drops those it has had. */
export function createNumberedSender<Message>(
  port: MessagePort,
): (message: Message, transfer?: Transferable[]) => void {
  let next = 0
  return (message, transfer = []) => port.postMessage([next++, message] satisfies NumberedMessage<Message>, transfer)
}

/** Calls `take` once for each message of a {@link createNumberedSender}. */
export function receiveNumbered<Message>(port: MessagePort, take: (message: Message) => void): void {
  let next = 0
  port.onmessage = ({ data: [number, message] }: MessageEvent<NumberedMessage<Message>>) => {
    if (number < next) return
    next = number + 1
    take(message)
  }
}
