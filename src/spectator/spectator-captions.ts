import type { BuiltExhibitConfig, ExhibitSong } from '../../protocol/exhibit-config.ts'
import { isRightToLeft } from '../../scenes/state/text-direction.ts'
import styles from './spectator-captions.module.css'

function createElement<K extends keyof HTMLElementTagNameMap>(tagName: K, className = ''): HTMLElementTagNameMap[K] {
  const element = document.createElement(tagName)
  element.className = className
  return element
}

/** An element whose text may be in another language than the exhibit's. */
function createTextElement(tagName: 'h1' | 'p', className: string | undefined): HTMLElement {
  const element = createElement(tagName, className)
  element.dir = 'auto'
  return element
}

/** The exhibit's title at the top, the song's credits at the bottom, in the exhibit's first language. */
export function createSpectatorCaptions(root: HTMLElement, exhibit: BuiltExhibitConfig) {
  const [language = 'en'] = exhibit.languages
  const title =
    typeof exhibit.title === 'string'
      ? exhibit.title
      : (exhibit.title[language] ?? Object.values(exhibit.title)[0] ?? '')
  document.documentElement.lang = language
  document.documentElement.dir = isRightToLeft(language) ? 'rtl' : 'ltr'
  document.title = title

  const heading = createTextElement('h1', styles.exhibitTitle)
  heading.textContent = title
  const songTitle = createTextElement('p', styles.title)
  const artist = createTextElement('p', styles.artist)
  const credit = createTextElement('p', styles.credit)
  const songCredits = createElement('div', styles.song)
  songCredits.append(songTitle, artist, credit)
  const main = createElement('main', styles.captions)
  main.append(heading, songCredits)
  root.append(main)

  let shownSong: ExhibitSong | null = null
  const setShown = (isShown: boolean) => {
    songCredits.dataset.shown = String(isShown)
  }
  return {
    showSong: (song: ExhibitSong | null): void => {
      if (song === shownSong) return
      shownSong = song
      songTitle.textContent = song?.title ?? ''
      artist.textContent = song?.artist ?? ''
      credit.textContent = song?.credit ?? ''
      setShown(song !== null)
    },
    /** Fades the credits out while the song changes. */
    setFaded: (isFaded: boolean): void => setShown(!isFaded && shownSong !== null),
  }
}
