import type { Faults } from '../../exhibit/exhibit-context.ts'
import { showStill } from './holding-screen.ts'
import { readReloads, writeReloads } from './reload-history.ts'
import { createReloader } from './reload-policy.ts'
import { readWaits, type Watch } from './timeouts.ts'

/** Whether anybody is there. */
export type Presence = { idle: () => boolean; whenIdle: (act: () => void) => void }

export const createPageReloader = (note: Faults['note'], presence: Presence): Watch['reload'] =>
  createReloader(
    {
      ...presence,
      now: Date.now,
      later: (act, milliseconds) => setTimeout(act, milliseconds),
      read: readReloads,
      write: writeReloads,
      calm: () => showStill('page'),
      note: () => note('reloaded'),
      reload: () => window.location.reload(),
    },
    readWaits().visit,
    readWaits().reloads,
  )
