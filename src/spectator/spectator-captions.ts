import type { BuiltExhibitConfig, ExhibitSong } from '../../protocol/exhibit-config.ts'

const RTL_LANGUAGES = new Set(['ar', 'fa', 'he', 'ur'])

const createElement = <K extends keyof HTMLElementTagNameMap>(
  tagName: K,
  className: string,
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tagName)
  element.className = className
  // Names come in all languages, whatever the exhibit's is.
  element.dir = 'auto'
  return element
}

/** The few words on the screen: the exhibit's name above, the song's below, in the exhibit's first language. */
export function createSpectatorCaptions(root: HTMLElement, exhibit: BuiltExhibitConfig) {
  const [language = 'en'] = exhibit.languages
  const title =
    typeof exhibit.title === 'string'
      ? exhibit.title
      : (exhibit.title[language] ?? Object.values(exhibit.title)[0] ?? '')
  document.documentElement.lang = language
  document.documentElement.dir = RTL_LANGUAGES.has(language) ? 'rtl' : 'ltr'
  document.title = title
  const main = createElement('main', 'spectator')
  main.removeAttribute('dir')
  const heading = createElement('h1', 'exhibit-title')
  heading.textContent = title
  const songBlock = createElement('div', 'song-line')
  songBlock.removeAttribute('dir')
  const songTitle = createElement('p', 'song-title')
  const artist = createElement('p', 'song-artist')
  const credit = createElement('p', 'song-credit')
  songBlock.append(songTitle, artist, credit)
  main.append(heading, songBlock)
  root.append(main)
  let shownSong: ExhibitSong | null = null
  return {
    showSong: (song: ExhibitSong | null): void => {
      if (song === shownSong) return
      shownSong = song
      songTitle.textContent = song?.title ?? ''
      artist.textContent = song?.artist ?? ''
      credit.textContent = song?.credit ?? ''
      songBlock.classList.toggle('shown', song !== null)
    },
    /** While songs change, theirs go too. */
    setFaded: (isFaded: boolean): void => {
      songBlock.classList.toggle('shown', !isFaded && shownSong !== null)
    },
  }
}
