import { useEffect, useRef, useState } from 'react'
import { type Tried, tryPin } from './check-pin.ts'
import { enter as askServer } from './staff-api.ts'
import type { Desk } from './staff-context.ts'

const LEAST = 4
const MOST = 12
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const

type Props = { desk: Desk; enter: (online: boolean) => void; close: () => void }

/** The PIN, by touch or by keys. */
export function Keypad({ desk, enter, close }: Props) {
  const { t, clock } = desk.words
  const [pin, setPin] = useState('')
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<Exclude<Tried['kind'], 'in'> | null>(null)
  const [left, setLeft] = useState(0)
  const lockedFor = useLock(desk)
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])

  const closed = busy || lockedFor > 0
  const add = (digit: string) => {
    if (closed || pin.length >= MOST) return
    setPin(pin + digit)
    setTold(null)
  }
  const remove = () => {
    if (!closed) setPin(pin.slice(0, -1))
  }
  const submit = async () => {
    if (closed || pin.length < LEAST) return
    setBusy(true)
    const tried = await tryPin(pin, { ...desk, enter: askServer })
    setBusy(false)
    setPin('')
    if (tried.kind === 'in') return enter(tried.online)
    setTold(tried.kind)
    if (tried.kind === 'wrong') setLeft(tried.left)
  }

  const message = () => {
    if (busy) return t('keypad.wait')
    if (lockedFor > 0) return t('keypad.locked', { time: clock(lockedFor) })
    if (told === 'wrong') return t('keypad.wrong', { count: left })
    return told === 'untold' || told === 'unset' ? t(`keypad.${told}`) : ''
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys are heard wherever the focus is; each has a button too
    <div
      className="pin"
      onKeyDown={(event) => {
        if (/^\d$/.test(event.key)) add(event.key)
        else if (event.key === 'Backspace') remove()
        else if (event.key === 'Enter' && !(event.target as Element).closest('.close, .erase')) {
          event.preventDefault()
          void submit()
        }
      }}
    >
      <header>
        <h2 id="staff-title">{t('keypad.title')}</h2>
        <button type="button" className="close" aria-label={t('close')} onClick={close}>
          <Cross />
        </button>
      </header>
      <p className="dots" role="img" aria-label={t('keypad.entered', { count: pin.length })}>
        {Array.from({ length: Math.max(LEAST, pin.length) }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: dots are all alike
          <span key={i} className={i < pin.length ? 'on' : ''} />
        ))}
      </p>
      <p className="message" role="status">
        {message()}
      </p>
      <div className="keys">
        {DIGITS.map((digit, i) => (
          <button
            key={digit}
            ref={i === 0 ? first : null}
            type="button"
            className={digit === '0' ? 'zero' : ''}
            aria-disabled={closed}
            onClick={() => add(digit)}
          >
            {digit}
          </button>
        ))}
        <button type="button" className="erase" aria-label={t('keypad.delete')} aria-disabled={closed} onClick={remove}>
          <Back />
        </button>
        <button type="button" className="go" aria-disabled={closed || pin.length < LEAST} onClick={() => void submit()}>
          {t('keypad.enter')}
        </button>
      </div>
    </div>
  )
}

/** Seconds until it can be tried again, second by second. */
function useLock({ lock }: Desk): number {
  const [lockedFor, setLockedFor] = useState(lock.lockedFor)
  useEffect(() => {
    const timer = window.setInterval(() => setLockedFor(lock.lockedFor()), 250)
    return () => window.clearInterval(timer)
  }, [lock])
  return lockedFor
}

export const Cross = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M6 6l12 12M18 6L6 18" />
  </svg>
)
const Back = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M9 6h11v12H9l-6-6zM12 9.500l5 5M17 9.500l-5 5" />
  </svg>
)
