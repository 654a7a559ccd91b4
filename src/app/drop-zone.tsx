import { useEffect, useState } from 'react'
import { useTranslate } from '../i18n/i18n.ts'
import styles from './drop-zone.module.css'
import { collectDroppedFiles } from './dropped-files.ts'
import type { LocalSongs } from './local-songs.ts'

/** A file dropped anywhere on the page is opened, several files or a folder as a list. */
export function DropZone({ localSongs }: { localSongs: LocalSongs }) {
  const t = useTranslate()
  const [over, setOver] = useState(false)
  useEffect(() => {
    const drag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setOver(event.type === 'dragover')
    }
    const leave = (event: DragEvent) => {
      // Null when the pointer leaves the page, not just an element of it.
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      event.preventDefault()
      setOver(false)
      if (event.dataTransfer) void collectDroppedFiles(event.dataTransfer).then(localSongs.choose)
    }
    window.addEventListener('dragover', drag)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', drag)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [localSongs])
  return over ? <div className={styles.dropZone}>{t('page.dropSong')}</div> : null
}
