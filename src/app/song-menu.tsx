import { useEffect, useId, useState } from 'react'
import { useStore } from 'zustand'
import { titleFromName } from '../../audio/song/song-source.ts'
import { useTranslate } from '../i18n/i18n.ts'
import { type DemoSong, requestDemoSong } from '../session/demo-songs.ts'
import { isHandheld } from '../session/is-handheld.ts'
import type { Session } from '../session/session.ts'
import hidden from '../shared/visually-hidden.module.css'
import type { LocalSongs } from './local-songs.ts'
import styles from './song-menu.module.css'

/** Left out on phones, which gray out types that they do not know: `.songwalk`, and some sounds. */
const ACCEPTED_FILES =
  'audio/*,.mp3,.mp2,.ogg,.oga,.opus,.flac,.wav,.w64,.rf64,.aif,.aiff,.aifc,.caf,.m4a,.mp4,.aac,.webm,.songwalk'

/** Values of the visitor's songs in the menu begin with it. */
const LOCAL_PREFIX = 'local:'

type SongMenuProps = { session: Session; songs: Promise<DemoSong[]>; localSongs: LocalSongs }

/** Picks a demo song, or files of the visitor's, which are listed if there are several. */
export function SongMenu({ session, songs, localSongs }: SongMenuProps) {
  const t = useTranslate()
  const [list, setList] = useState<DemoSong[]>([])
  /** The song being opened. */
  const [coming, setComing] = useState<string | null>(null)
  const { title, artist } = useStore(session.store)
  const { files, current } = useStore(localSongs.list)
  const input = useId()
  useEffect(() => {
    // app-main.tsx shows the error if there is none.
    songs.then(setList, () => setList([]))
  }, [songs])

  const there = list.find((song) => song.title === title && song.artist === artist)
  const local = current === null ? null : `${LOCAL_PREFIX}${current}`
  const chosen = coming ?? local ?? there?.file ?? ''

  const openListed = async (file: string) => {
    if (file.startsWith(LOCAL_PREFIX)) return localSongs.openListed(Number(file.slice(LOCAL_PREFIX.length)))
    const song = list.find((entry) => entry.file === file)
    if (!song) return
    setComing(file)
    const { file: soundFile, shipped } = requestDemoSong(song)
    await session.open(soundFile, shipped)
    setComing((now) => (now === file ? null : now))
  }

  return (
    <nav className={styles.songMenu} aria-label={t('common.songs')}>
      {list.length + files.length > 0 && (
        <select
          aria-label={t('xr.song')}
          title={there?.reading && t(`demo.readings.${there.reading}`)}
          value={chosen}
          onChange={(event) => void openListed(event.target.value)}
        >
          {chosen === '' && <option value="">{t(title === '' ? 'page.noSong' : 'page.yourSong')}</option>}
          {list.map((song) => (
            <option key={song.file} value={song.file}>
              {song.title} – {song.artist}
              {song.kind && ` (${t(`demo.kinds.${song.kind}`)})`}
            </option>
          ))}
          {files.length > 0 && (
            <optgroup label={t('page.yourSongs')}>
              {files.map(({ path }, i) => (
                <option key={path} value={`${LOCAL_PREFIX}${i}`}>
                  {titleFromName(path.split('/').at(-1) ?? path)}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      )}
      <label data-button="" htmlFor={input}>
        {t('page.chooseSong')}
      </label>
      <input
        id={input}
        className={hidden.visuallyHidden}
        type="file"
        multiple
        {...(isHandheld() ? {} : { accept: ACCEPTED_FILES })}
        aria-label={t('page.chooseSong')}
        onChange={(event) => {
          const chosenFiles = Array.from(event.target.files ?? [], (file) => ({ file, path: file.name }))
          void localSongs.choose(chosenFiles)
          // Without this, choosing the same file again would not be a change.
          event.target.value = ''
        }}
      />
    </nav>
  )
}
