/** What a hand did that is felt and heard. `edge`: it can go no further. */
export type FeedbackKind = 'play' | 'take' | 'panel' | 'teleport' | 'turn' | 'edge'

type FeedbackEvent = { kind: FeedbackKind; source: XRInputSource | null }

/** Events since the last frame step that answers them; more than these in one frame are one. */
export type Feedback = { events: FeedbackEvent[]; count: number }

const MAX_EVENTS = 4

export const createFeedback = (): Feedback => ({
  events: Array.from({ length: MAX_EVENTS }, () => ({ kind: 'play', source: null })),
  count: 0,
})

/** @param source the hand that feels it; null: both */
export function giveFeedback(feedback: Feedback, kind: FeedbackKind, source: XRInputSource | null): void {
  const event = feedback.events[feedback.count]
  if (!event) return
  event.kind = kind
  event.source = source
  feedback.count++
}
