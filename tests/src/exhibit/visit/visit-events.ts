import type { VisitEvent, VisitRules } from '../../../../src/exhibit/visit/visit-reducer.ts'

export const rules: VisitRules = {
  songs: ['a', 'b', 'c'],
  languages: ['de', 'en', 'ar'],
  reminder: 60_000,
  countdown: 15_000,
  visit: 0,
  ending: 8000,
  attract: 40_000,
  intro: 12_000,
}

export const tick: VisitEvent = { type: 'tick' }
export const touched: VisitEvent = { type: 'touched' }
export const german: VisitEvent = { type: 'language', language: 'de' }
export const arabic: VisitEvent = { type: 'language', language: 'ar' }
export const introSeen: VisitEvent = { type: 'introSeen' }
export const headsetOn: VisitEvent = { type: 'headsetOn' }
export const headsetOff: VisitEvent = { type: 'headsetOff' }
