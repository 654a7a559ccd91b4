import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useTranslate } from '../../i18n/i18n.ts'
import { loadDemoForms } from '../../session/demo-forms.ts'
import type { DemoSong } from '../../session/demo-songs.ts'
import { isHandheld } from '../../session/is-handheld.ts'
import { FILE_INPUT_ID } from '../file-chooser.tsx'
import panel from '../panels/panel.module.css'
import type { PanelProps } from '../panels/panel-props.ts'
import styles from './gallery.module.css'
import { GalleryPainter } from './gallery-painter.ts'
import { type GallerySong, listGallerySongs } from './list-gallery-songs.ts'
import { SongTile } from './song-tile.tsx'

/** Songs as forms, side by side: those that come with the page, and the visitor's own. */
export function Gallery({ session, songs, localSongs }: PanelProps) {
  const t = useTranslate()
  const { library, store, actions, frameState } = session
  const [demoSongs, setDemoSongs] = useState<readonly DemoSong[]>([])
  const [painter] = useState(() => new GalleryPainter(() => frameState.viewer.reducedMotion))
  const records = useStore(library.recentSongs)
  const { files, current } = useStore(localSongs.list)
  const { title, artist, song: open, settings, preferences } = useStore(store)
  useEffect(() => void library.refresh(), [library])
  useEffect(() => {
    // app-main.tsx shows the error if there is none.
    songs.then(setDemoSongs, () => {})
  }, [songs])

  const isHere = ({ local, demo, record }: GallerySong): boolean => {
    if (local !== undefined || current !== null) return local === current
    if (demo) return demo.title === title && demo.artist === artist
    return record?.sha256 === open?.source.sha256
  }
  const loadForm = async ({ demo, record }: GallerySong) =>
    (demo && (await loadDemoForms())[demo.file]) ?? (record ? library.loadForm(record.sha256, settings) : null)
  const openSong = ({ key, local }: GallerySong) => {
    // On a small screen the drawer would cover the form that is to be seen.
    if (isHandheld()) store.setState({ drawer: null })
    if (local !== undefined) void localSongs.openListed(local)
    else actions.openSong(key)
  }
  // Songs that come with the page cannot go; what is chosen and what is remembered goes together.
  const forgetSong = ({ local, record }: GallerySong) => {
    if (local !== undefined) localSongs.forget(local)
    if (record) void library.remove(record.sha256)
  }
  const forgetAll = () => {
    localSongs.forgetAll()
    void library.clear()
  }
  const listTiles = (list: readonly GallerySong[], forget?: (song: GallerySong) => void) => (
    <ul>
      {list.map((song) => (
        <SongTile
          key={song.key}
          song={song}
          here={isHere(song)}
          painter={painter}
          palette={preferences.palette}
          loadForm={loadForm}
          onOpen={openSong}
          onForget={forget}
        />
      ))}
    </ul>
  )
  const { shipped, own } = listGallerySongs(demoSongs, records, files)
  return (
    <div className={`${panel.panel} ${styles.gallery}`}>
      <h2>{t('panels.library.title')}</h2>
      {listTiles(shipped)}
      <h3>{t('page.yourSongs')}</h3>
      {own.length > 0 && listTiles(own, forgetSong)}
      {own.length === 0 && <p>{t(library.isAvailable ? 'xr.noSongs' : 'panels.library.unavailable')}</p>}
      <div className={styles.actions}>
        <label data-button="" htmlFor={FILE_INPUT_ID}>
          {t('page.chooseSong')}
        </label>
        {records.length + files.length > 0 && <ClearLibrary onClear={forgetAll} />}
      </div>
      <p>{t('panels.library.where')}</p>
    </div>
  )
}

/** Focuses the button that replaces the pressed one. */
const focusButton = (button: HTMLButtonElement | null) => button?.focus()

function ClearLibrary({ onClear }: { onClear: () => void }) {
  const t = useTranslate()
  const [asking, setAsking] = useState(false)
  if (!asking)
    return (
      <button type="button" onClick={() => setAsking(true)}>
        {t('panels.library.forgetAll')}
      </button>
    )
  return (
    <fieldset className={styles.confirm}>
      <legend>{t('panels.library.confirm')}</legend>
      <button type="button" ref={focusButton} onClick={() => setAsking(false)}>
        {t('panels.library.keep')}
      </button>
      <button type="button" onClick={onClear}>
        {t('panels.library.confirmForget')}
      </button>
    </fieldset>
  )
}
