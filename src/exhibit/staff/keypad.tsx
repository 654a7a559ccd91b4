import { useEffect, useRef, useState } from 'react'
import { checkPin, type PinCheckResult } from './check-pin.ts'
import { submitPin as askServer } from './staff-api.ts'
import type { StaffContext } from './staff-context.ts'

const MIN_PIN_LENGTH = 4
const MAX_PIN_LENGTH = 12
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const

type KeypadProps = { staffContext: StaffContext; onEnter: (online: boolean) => void; close: () => void }

/** The PIN, by touch or by keys. */
export function Keypad({ staffContext: desk, onEnter: enter, close }: KeypadProps) {
  const { t, formatClock: clock } = desk.i18n
  const [pin, setPin] = useState('')
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<Exclude<PinCheckResult['kind'], 'in'> | null>(null)
  const [left, setLeft] = useState(0)
  const lockedFor = useLockout(desk)
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])

  const closed = busy || lockedFor > 0
  const add = (digit: string) => {
    if (closed || pin.length >= MAX_PIN_LENGTH) return
    setPin(pin + digit)
    setTold(null)
  }
  const remove = () => {
    if (!closed) setPin(pin.slice(0, -1))
  }
  const submit = async () => {
    if (closed || pin.length < MIN_PIN_LENGTH) return
    setBusy(true)
    const tried = await checkPin(pin, { ...desk, submitPin: askServer })
    setBusy(false)
    setPin('')
    if (tried.kind === 'in') return enter(tried.online)
    setTold(tried.kind)
    if (tried.kind === 'wrong') setLeft(tried.attemptsLeft)
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
          <CloseIcon />
        </button>
      </header>
      <p className="dots" role="img" aria-label={t('keypad.entered', { count: pin.length })}>
        {Array.from({ length: Math.max(MIN_PIN_LENGTH, pin.length) }, (_, i) => (
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
          <BackspaceIcon />
        </button>
        <button
          type="button"
          className="go"
          aria-disabled={closed || pin.length < MIN_PIN_LENGTH}
          onClick={() => void submit()}
        >
          {t('keypad.enter')}
        </button>
      </div>
    </div>
  )
}

/** Seconds until it can be tried again, second by second. */
function useLockout({ pinLockout: lock }: StaffContext): number {
  const [lockedFor, setLockedFor] = useState(lock.secondsLeft)
  useEffect(() => {
    const timer = window.setInterval(() => setLockedFor(lock.secondsLeft()), 250)
    return () => window.clearInterval(timer)
  }, [lock])
  return lockedFor
}

export const CloseIcon = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M6 6l12 12M18 6L6 18" />
  </svg>
)
const BackspaceIcon = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M9 6h11v12H9l-6-6zM12 9.500l5 5M17 9.500l-5 5" />
  </svg>
)
