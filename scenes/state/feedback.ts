/** What a visitor did that is felt and heard. `edge`: it can go no further. `ending`: the song or the visit is over. */
export type FeedbackKind =
  | 'hover'
  | 'play'
  | 'take'
  | 'throw'
  | 'panel'
  | 'teleport'
  | 'turn'
  | 'edge'
  | 'arrival'
  | 'ending'

export type FeedbackEvent = { kind: FeedbackKind; source: XRInputSource | null; chunk: number }

/** Events since the last frame step that answers them; more than these in one frame are one. */
export type Feedback = { events: FeedbackEvent[]; count: number }

const MAX_EVENTS = 4

export const createFeedback = (): Feedback => ({
  events: Array.from({ length: MAX_EVENTS }, () => ({ kind: 'play', source: null, chunk: -1 })),
  count: 0,
})

/**
 * @param source the hand that feels it; null: both
 * @param chunk whose box it is about; -1: none
 */
export function giveFeedback(feedback: Feedback, kind: FeedbackKind, source: XRInputSource | null, chunk = -1): void {
  const event = feedback.events[feedback.count]
  if (!event) return
  event.kind = kind
  event.source = source
  event.chunk = chunk
  feedback.count++
}
