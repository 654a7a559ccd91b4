import type { EngineTab } from './engine-tab.ts'

type ScreenPoint = { x: number; y: number }

/** WebDriver's code points of keys without a character (W3C WebDriver, section 17.4.2). */
const KEY_CODES: Record<string, string> = {
  Escape: '\uE00C',
  Enter: '\uE007',
  Tab: '\uE004',
  Home: '\uE011',
  End: '\uE010',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Space: ' ',
}

const toPixels = ({ x, y }: ScreenPoint) => ({ x: Math.round(x), y: Math.round(y) })

/** Pointer actions of a mouse or a finger. */
export const performPointer = (tab: EngineTab, actions: object[], pointerType: 'mouse' | 'touch' = 'mouse') =>
  tab.performActions([{ type: 'pointer', id: pointerType, parameters: { pointerType }, actions }])

export const moveTo = (point: ScreenPoint, duration = 0) => ({ type: 'pointerMove', duration, ...toPixels(point) })
export const POINTER_DOWN = { type: 'pointerDown', button: 0 }
export const POINTER_UP = { type: 'pointerUp', button: 0 }

export const clickAt = (tab: EngineTab, point: ScreenPoint, pointerType?: 'mouse' | 'touch') =>
  performPointer(tab, [moveTo(point), POINTER_DOWN, POINTER_UP], pointerType)

/** @param key as in Playwright, e.g. `Escape` */
export const pressKeys = (tab: EngineTab, key: string) => {
  const value = KEY_CODES[key] ?? key
  return tab.performActions([
    {
      type: 'key',
      id: 'keyboard',
      actions: [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ],
    },
  ])
}
