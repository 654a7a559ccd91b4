import { type RefObject, useEffect } from 'react'
import { setFreeArea } from '../../scenes/state/frame-state.ts'
import type { Session } from '../session/session.ts'
import { findFreeArea, type PictureEdge } from './find-free-area.ts'

/** Keeps the form in the part of the picture that the elements with `data-edge` leave free. */
export function useFreeArea({ frameState }: Session, page: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const main = page.current
    if (!main) return
    const measure = () => {
      const parts = [...main.querySelectorAll<HTMLElement>('[data-edge]')]
        .filter((element) => element.checkVisibility())
        .map((element) => {
          const { left, top, right, bottom } = element.getBoundingClientRect()
          return { edge: element.dataset.edge as PictureEdge, left, top, right, bottom }
        })
      const { width, height } = main.getBoundingClientRect()
      if (width > 0 && height > 0) setFreeArea(frameState, findFreeArea(width, height, parts))
    }
    const sizes = new ResizeObserver(measure)
    const observe = () => {
      sizes.disconnect()
      for (const element of [main, ...main.querySelectorAll('[data-edge]')]) sizes.observe(element)
    }
    observe()
    // Panels come and go as children of the page, the spectrogram as one of its controls.
    const panels = new MutationObserver(observe)
    for (const parent of [main, ...main.querySelectorAll('footer')]) panels.observe(parent, { childList: true })
    return () => {
      panels.disconnect()
      sizes.disconnect()
    }
  }, [frameState, page])
}
