import { expect, test } from 'vitest'
import { openDemo, projectBoxes, waitUntilSettled } from '../harness/demo-page.ts'

const SCREENS = [
  { width: 1280, height: 720, touch: false },
  { width: 1366, height: 768, touch: false },
  { width: 1920, height: 1080, touch: false },
  { width: 390, height: 844, touch: true },
  { width: 844, height: 390, touch: true },
]

test.each(SCREENS)('at $width × $height the hint covers no box and no control', async ({ touch, ...viewport }) => {
  const { page, monitor, close } = await openDemo({ viewport, touch })
  await waitUntilSettled(page)
  const read = () =>
    page.evaluate(() => {
      const toBox = (element: Element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect()
        return { left, top, right, bottom }
      }
      const hint = document.querySelector('footer p[class*="hint"]')
      if (!hint) throw new Error('no hint')
      const controls = [...document.querySelectorAll('main :is(button, label, select, h1)')].filter((one) =>
        one.checkVisibility(),
      )
      return { hint: toBox(hint), controls: controls.map(toBox) }
    })
  type Box = Awaited<ReturnType<typeof read>>['hint']
  const { hint, controls } = await read()
  const meets = (box: Box) =>
    box.left < hint.right && box.right > hint.left && box.top < hint.bottom && box.bottom > hint.top
  expect(hint.right - hint.left).toBeGreaterThan(100)
  expect(controls.filter(meets)).toEqual([])
  const boxes = await projectBoxes(page)
  expect(boxes.length).toBeGreaterThan(400)
  expect(boxes.filter(meets)).toEqual([])
  monitor.expectNoErrors()
  await close()
})
