import type { Heartbeat, HeartbeatAnswer } from '../../protocol/health.ts'

/** A server that takes longer counts as lost. */
const HEARTBEAT_TIMEOUT_MS = 5000

/** `unsupported`: the site is served as files, without the museum's server. */
export type HeartbeatResult = 'received' | 'lost' | 'unsupported'
export type AnswerHandler = (answer: Partial<HeartbeatAnswer>) => void

export const getHeartbeatUrl = () => new URL('api/heartbeat', document.baseURI).href

export async function postHeartbeat(
  heartbeat: Heartbeat,
  onAnswer: AnswerHandler = () => {},
  onStatus: (status: number | undefined) => void = () => {},
): Promise<HeartbeatResult> {
  const response = await fetch(getHeartbeatUrl(), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(heartbeat),
    signal: AbortSignal.timeout(HEARTBEAT_TIMEOUT_MS),
  }).catch(() => null)
  onStatus(response?.status)
  if (response?.status === 200) response.json().then(onAnswer, () => {})
  if (response?.status === 404 || response?.status === 405) return 'unsupported'
  return response?.ok ? 'received' : 'lost'
}
