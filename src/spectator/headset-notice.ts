import type { BuiltExhibitConfig } from '../../protocol/exhibit-config.ts'
import type { LiveMessage } from '../../protocol/live-messages.ts'
import { isRightToLeft } from '../../scenes/state/text-direction.ts'
import { formatWallText, resolveWallLanguages } from '../i18n/wall-texts.ts'
import styles from './headset-notice.module.css'
import { createHeadsetStatus } from './headset-status.ts'

const UPDATE_INTERVAL_MS = 1000
/** Each of the other languages, after the first one. */
const LANGUAGE_INTERVAL_MS = 4000
const STORAGE_KEY = 'songwalk-visit-lengths'

/**
 * A plate that says whether a headset is free, in the exhibit's first language and in turn in its others (`?headset=quest-1,quest-2`;
 * without names, all devices).
 * @returns gets the messages of all devices
 */
export function createHeadsetNotice(
  root: HTMLElement,
  exhibit: BuiltExhibitConfig,
  names: readonly string[],
): (message: LiveMessage) => void {
  const status = createHeadsetStatus(names, exhibit.timings.visit * 1000, readLengths())
  const [first = 'en', ...others] = resolveWallLanguages(exhibit.languages)
  const notice = document.createElement('div')
  notice.className = styles.notice ?? ''
  notice.role = 'status'
  const lines = [document.createElement('p'), document.createElement('p')] as const
  notice.append(...lines)
  root.append(notice)

  const show = (line: HTMLElement, language: string, now: number) => {
    const shown = status.read(now)
    const isInUse = shown.state === 'inUse'
    const minutes = isInUse ? shown.minutes : null
    const text = formatWallText(
      language,
      isInUse ? (minutes === null ? 'wall.inUse' : 'wall.inUseMinutes') : 'wall.free',
      minutes,
    )
    if (line.textContent === text) return
    line.textContent = text
    line.lang = language
    line.dir = isRightToLeft(language) ? 'rtl' : 'ltr'
  }
  const update = () => {
    const now = performance.now()
    const { state } = status.read(now)
    notice.dataset.state = state
    if (state === 'unknown' || state === 'closed') return
    show(lines[0], first, now)
    const other = others[Math.floor(now / LANGUAGE_INTERVAL_MS) % Math.max(1, others.length)]
    if (other) show(lines[1], other, now)
  }
  update()
  window.setInterval(update, UPDATE_INTERVAL_MS)
  return (message) => {
    const before = status.visitLengths()
    status.addMessage(message, performance.now())
    if (status.visitLengths() !== before) storeLengths(status.visitLengths())
  }
}

function readLengths(): number[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter((length) => typeof length === 'number' && length > 0) : []
  } catch {
    return []
  }
}

function storeLengths(lengths: readonly number[]): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(lengths))
  } catch {
    // Storage is refused: the estimate begins anew after a reload.
  }
}
