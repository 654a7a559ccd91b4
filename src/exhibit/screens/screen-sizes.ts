import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'

type ScreenConfig = NonNullable<BuiltExhibitConfig['screen']>
type Millimeters = number
/** CSS pixels. */
type Size = { width: number; height: number }

const INCH_MM: Millimeters = 25.4
/**
 * Of 1rem, the size of most texts. Capitals of the smallest ones (0.8rem) are 3.4 mm high then, 19 minutes of arc from 60 cm, an arm's length
 * (ISO 9241-303 asks for 16); larger ones than the other limit lead buttons apart, out of the reach of one arm.
 */
const MIN_TEXT_MM: Millimeters = 6
const MAX_TEXT_MM: Millimeters = 12
/** Of the shorter side of the picture, so that all controls find room on a small screen. */
const MAX_TEXT_SHARE = 0.032
/** Highest control for a child and for who sits in a wheelchair (ISO 21542). */
const REACH_MM: Millimeters = 1200
/** At least this much of the picture holds controls. */
const MIN_REACHED_SHARE = 0.45

/** What fits a screen without its diagonal: the same picture on a screen of any number of pixels. */
const getUnscaledText = ({ width, height }: Size): number => {
  const side = Math.min(width, height)
  return Math.max(Math.min(22, Math.max(15, 0.0105 * side + 6.5)), 0.0165 * side)
}

/**
 * The size of texts, and how much of the picture, from above, is out of reach, CSS pixels.
 * @param page the size of the page
 * @param screen the size of the screen that it is on
 */
export function computeScreenSizes(
  page: Size,
  screen: Size,
  { diagonalInches, bottomCm }: ScreenConfig,
): { textPx: number; outOfReachPx: number } {
  const pixelsPerMm = Math.hypot(screen.width, screen.height) / (diagonalInches * INCH_MM)
  const wanted = Math.min(MAX_TEXT_MM * pixelsPerMm, Math.max(MIN_TEXT_MM * pixelsPerMm, getUnscaledText(page)))
  const textPx = Math.max(15, Math.min(wanted, MAX_TEXT_SHARE * Math.min(page.width, page.height)))
  const reachedPx = Math.max(page.height * MIN_REACHED_SHARE, (REACH_MM - bottomCm * 10) * pixelsPerMm)
  return { textPx, outOfReachPx: Math.max(0, page.height - reachedPx) }
}

/** Fits texts and controls to the exhibit's own screen, now and whenever the page changes its size. */
export function fitToScreen(config: ScreenConfig): void {
  const root = document.documentElement
  const update = () => {
    const page = { width: window.innerWidth, height: window.innerHeight }
    const { textPx, outOfReachPx } = computeScreenSizes(page, window.screen, config)
    root.style.fontSize = `${textPx.toFixed(2)}px`
    root.style.setProperty('--out-of-reach', `${Math.round(outOfReachPx)}px`)
    // Controls that stand at the head otherwise come down to the others.
    root.toggleAttribute('data-low-controls', outOfReachPx > 0)
  }
  update()
  window.addEventListener('resize', update)
}
