import { useEffect, useId, useRef, useState } from 'react'
import type { SongForm } from '../../../audio/song/song-form.ts'
import type { Palette } from '../../../scenes/geometry/palette.ts'
import { useTranslate } from '../../i18n/i18n.ts'
import { getSongGradient } from '../../shared/song-gradient.ts'
import { createFormPicture } from './form-picture.ts'
import styles from './gallery.module.css'
import type { GalleryPainter } from './gallery-painter.ts'
import type { GallerySong } from './list-gallery-songs.ts'

type SongTileProps = {
  song: GallerySong
  /** Whether it is the open song. */
  here: boolean
  painter: GalleryPainter
  palette: Palette
  loadForm: (song: GallerySong) => Promise<SongForm | null>
  onOpen: (song: GallerySong) => void
  onForget: ((song: GallerySong) => void) | undefined
}

/** A song of the gallery: its form, what it is, and what can be read from it. */
export function SongTile({ song, here, painter, palette, loadForm, onOpen, onForget }: SongTileProps) {
  const t = useTranslate()
  const readingId = useId()
  const { title, artist, demo, record } = song
  const canvas = useRef<HTMLCanvasElement>(null)
  const cover = useObjectUrl(record?.tags.cover ?? null)
  const latest = useRef({ song, loadForm })
  latest.current = { song, loadForm }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another analysis of the song gives it another form.
  useEffect(() => {
    let takeDown: (() => void) | null = null
    let isGone = false
    const { song, loadForm } = latest.current
    void loadForm(song).then((form) => {
      if (form && canvas.current && !isGone) takeDown = painter.hang(canvas.current, createFormPicture(form, palette))
    })
    return () => {
      isGone = true
      takeDown?.()
    }
  }, [painter, palette, record?.opened])
  const details = [artist, demo?.kind && t(`demo.kinds.${demo.kind}`)].filter(Boolean)
  return (
    <li>
      <button
        type="button"
        className={styles.tile}
        aria-current={here}
        aria-describedby={demo?.reading && readingId}
        onClick={() => onOpen(song)}
      >
        <span className={styles.portrait}>
          <canvas ref={canvas} />
          {cover !== null && <img src={cover} alt="" />}
        </span>
        <i aria-hidden="true" style={{ background: getSongGradient(palette) }} />
        <strong>{title}</strong>
        <span>{details.join(' · ')}</span>
        {record && !demo && <span>{t('common.chunks', { count: record.chunks })}</span>}
      </button>
      {demo?.reading && <p id={readingId}>{t(`demo.readings.${demo.reading}`)}</p>}
      {onForget && (
        <button
          type="button"
          className={styles.forget}
          aria-label={t('panels.library.forget', { title })}
          title={t('panels.library.forgetHint')}
          onClick={({ currentTarget }) => {
            focusNeighbor(currentTarget)
            onForget(song)
          }}
        >
          ×
        </button>
      )}
    </li>
  )
}

/** The keyboard goes on from the song beside the one that goes. */
function focusNeighbor(button: HTMLElement): void {
  const tile = button.closest('li')
  const neighbor = tile?.nextElementSibling ?? tile?.previousElementSibling
  neighbor?.querySelector('button')?.focus()
}

function useObjectUrl(blob: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!blob) return setUrl(null)
    const made = URL.createObjectURL(blob)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return url
}
