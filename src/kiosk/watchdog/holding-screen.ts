/** Each sentence is shown this long. */
const SENTENCE_INTERVAL_MS = 4000
const DOT_COUNT = 72
const SVG = 'http://www.w3.org/2000/svg'

/** The page may not have got as far as its translations: the sentence comes with this script, in all languages. */
const texts = import.meta.glob<{ resting: string }>('../../i18n/languages/*.json', {
  eager: true,
  import: 'holding',
})
const sentences = Object.entries(texts).map(([path, { resting }]) => ({
  language: path.slice(path.lastIndexOf('/') + 1, -'.json'.length),
  text: resting,
}))

let holdingScreen: HTMLElement | null = null
let languages: readonly string[] = []
let sentenceTimer = 0
const activeReasons = new Set<'page' | 'songs'>()

/** The languages to speak, in order; all without it. */
export function setHoldingLanguages(next: readonly string[]): void {
  languages = next
}

/** Covers the page with a calm picture and a sentence. It does not use React, which may have failed. */
export function showHoldingScreen(reason: 'page' | 'songs'): void {
  activeReasons.add(reason)
  if (holdingScreen) return
  holdingScreen = document.createElement('div')
  holdingScreen.dataset.still = ''
  Object.assign(holdingScreen.style, {
    position: 'fixed',
    inset: '0',
    zIndex: '1000',
    display: 'grid',
    placeContent: 'center',
    justifyItems: 'center',
    gap: '6vmin',
    padding: '6vmin',
    background: 'radial-gradient(circle at 50% 45%, #1d2440 0%, #0b0e1a 50%, #05060a 85%)',
  })
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  const picture = createSpiral()
  holdingScreen.append(picture, createSentence(isStill))
  document.body.append(holdingScreen)
  if (isStill) return
  picture.animate([{ opacity: 0.55 }, { opacity: 1 }], {
    duration: 6000,
    direction: 'alternate',
    iterations: Number.POSITIVE_INFINITY,
    easing: 'ease-in-out',
  })
}

/** Whether the page is covered for a reason. */
export const isHolding = (reason: 'page' | 'songs'): boolean => activeReasons.has(reason)

/** The holding screen stays while another reason is active. */
export function hideHoldingScreen(reason: 'page' | 'songs'): void {
  activeReasons.delete(reason)
  if (activeReasons.size > 0) return
  window.clearInterval(sentenceTimer)
  holdingScreen?.remove()
  holdingScreen = null
}

/** The path of a song from red to violet, as dots on a spiral. */
function createSpiral(): SVGElement {
  const spiral = document.createElementNS(SVG, 'svg')
  spiral.setAttribute('viewBox', '-50 -50 100 100')
  spiral.setAttribute('aria-hidden', 'true')
  spiral.style.width = 'min(46vmin, 30rem)'
  for (let i = 0; i < DOT_COUNT; i++) {
    const share = i / (DOT_COUNT - 1)
    const [angle, radius] = [share * 5 * Math.PI, 8 + 36 * share]
    const dot = document.createElementNS(SVG, 'circle')
    dot.setAttribute('cx', String(radius * Math.cos(angle)))
    dot.setAttribute('cy', String(radius * Math.sin(angle) * 0.8))
    dot.setAttribute('r', String(0.9 + 1.1 * share))
    dot.style.fill = `hsl(${share * 285} 65% 68%)`
    spiral.append(dot)
  }
  return spiral
}

/** One language after the other. */
function createSentence(isStill: boolean): HTMLElement {
  const line = document.createElement('p')
  Object.assign(line.style, {
    margin: '0',
    minHeight: '3em',
    maxWidth: '30em',
    font: '300 clamp(1.3rem, 3vmin + 0.4rem, 3.4rem)/1.4 system-ui, sans-serif',
    textAlign: 'center',
    color: '#d6dcef',
  })
  line.dir = 'auto'
  const known = languages.flatMap((code) => sentences.filter(({ language }) => language === code))
  const spoken = known.length > 0 ? known : sentences
  let step = 0
  const showNext = () => {
    const { language, text } = spoken[step++ % spoken.length] as (typeof sentences)[number]
    line.lang = language
    line.textContent = text
    if (!isStill) line.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 1200 })
  }
  showNext()
  window.clearInterval(sentenceTimer)
  if (spoken.length > 1) sentenceTimer = window.setInterval(showNext, SENTENCE_INTERVAL_MS)
  return line
}
