import type { BuiltExhibit, ExhibitSong } from '../../protocol/exhibit-config.ts'

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur'])

const make = <K extends keyof HTMLElementTagNameMap>(name: K, className: string): HTMLElementTagNameMap[K] => {
  const element = document.createElement(name)
  element.className = className
  // Names come in all languages, whatever the exhibit's is.
  element.dir = 'auto'
  return element
}

/** The few words on the screen: the exhibit's name above, the song's below, in the exhibit's first language. */
export function createCaptions(root: HTMLElement, exhibit: BuiltExhibit) {
  const [language = 'en'] = exhibit.languages
  const title =
    typeof exhibit.title === 'string'
      ? exhibit.title
      : (exhibit.title[language] ?? Object.values(exhibit.title)[0] ?? '')
  document.documentElement.lang = language
  document.documentElement.dir = RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr'
  document.title = title
  const main = make('main', 'spectator')
  main.removeAttribute('dir')
  const heading = make('h1', 'exhibit-title')
  heading.textContent = title
  const line = make('div', 'song-line')
  line.removeAttribute('dir')
  const name = make('p', 'song-title')
  const artist = make('p', 'song-artist')
  const credit = make('p', 'song-credit')
  line.append(name, artist, credit)
  main.append(heading, line)
  root.append(main)
  let shown: ExhibitSong | null = null
  return {
    tell: (song: ExhibitSong | null): void => {
      if (song === shown) return
      shown = song
      name.textContent = song?.title ?? ''
      artist.textContent = song?.artist ?? ''
      credit.textContent = song?.credit ?? ''
      line.classList.toggle('shown', song !== null)
    },
    /** While songs change, theirs go too. */
    fade: (gone: boolean): void => {
      line.classList.toggle('shown', !gone && shown !== null)
    },
  }
}
