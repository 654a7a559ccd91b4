import { useStore } from 'zustand'
import { type BuiltExhibit, days } from '../../../protocol/exhibit-config.ts'
import { useWords } from '../../i18n/i18n.ts'
import type { Piece } from '../exhibit-context.ts'
import { InTurn } from './rotating-text.tsx'

/** The end of a visit with a time limit. */
export function Ending() {
  const t = useWords()
  return (
    <section className="veil ending">
      <h1>{t('ending.title')}</h1>
      <p className="quiet">{t('ending.line')}</p>
    </section>
  )
}

/** Closed, or paused by the staff: a dim picture that does not move. */
export function Still({ piece, languages, title }: { piece: Piece; languages: readonly string[]; title: string }) {
  const t = useWords()
  const { scene, language } = useStore(piece.flow.store)
  const { hours } = piece.exhibit
  return (
    <section className="veil still" data-closed={scene === 'closed'}>
      <p className="piece-title">{title}</p>
      {scene === 'paused' ? (
        <h1>
          <InTurn word="paused.title" languages={languages} />
        </h1>
      ) : (
        <>
          <h1>{t('closed.title')}</h1>
          {hours && <Hours hours={hours} language={language} />}
        </>
      )}
    </section>
  )
}

/** A week that begins with a Monday. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000

function Hours({ hours, language }: { hours: NonNullable<BuiltExhibit['hours']>; language: string }) {
  const t = useWords()
  const clock = (time: string) =>
    new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(
      Date.parse(`2024-01-01T${time}:00Z`),
    )
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  const closed = (hours.closed ?? []).map((day) => weekday.format(MONDAY + days.indexOf(day) * DAY_MS))
  return (
    <>
      <p>{t('closed.hours', { open: clock(hours.open), close: clock(hours.close) })}</p>
      {closed.length > 0 && (
        <p>{t('closed.days', { days: new Intl.ListFormat(language, { type: 'conjunction' }).format(closed) })}</p>
      )}
    </>
  )
}
