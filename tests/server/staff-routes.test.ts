import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPinVerifier } from '../../server/pin-verifier.ts'
import { createSessions } from '../../server/staff-sessions.ts'
import { createVisit, openServer, POLL_OPTIONS } from './open-server.ts'
import { PIN } from './test-pin.ts'

/** A verifier whose state survives restarts, and a clock. */
function setUp(read?: string) {
  const kept = { state: read, checks: 0, time: 1_800_000_000_000 }
  const make = () =>
    createPinVerifier({
      verify: async (pin) => {
        kept.checks++
        return pin === 'right'
      },
      load: async () => kept.state,
      save: async (state) => {
        kept.state = state
      },
      now: () => kept.time,
    })
  return { kept, make }
}

describe('PIN verification', () => {
  test('locks out after five wrong attempts, the right PIN too, and longer each time', async () => {
    const { kept, make } = setUp()
    const enter = make()
    const locks: number[] = []
    for (let round = 0; round < 6; round++) {
      for (const left of [4, 3, 2, 1]) expect(await enter('wrong')).toEqual({ left, lockedFor: 0 })
      locks.push((await enter('wrong'))?.lockedFor ?? 0)
      expect(await enter('right')).toEqual({ left: 0, lockedFor: locks.at(-1) })
      kept.time += ((locks.at(-1) ?? 0) - 1) * 1000
      expect(await enter('right')).toEqual({ left: 0, lockedFor: 1 })
      kept.time += 1000
    }
    expect(locks).toEqual([300, 600, 1200, 2400, 3600, 3600])
    expect(await enter('right')).toBeNull()
    expect(await enter('wrong')).toEqual({ left: 4, lockedFor: 0 })
  })

  test('saves an attempt before it checks the PIN: neither concurrent attempts nor a kill give more', async () => {
    const { kept, make } = setUp()
    const enter = make()
    const answers = await Promise.all(Array.from({ length: 200 }, () => enter('wrong')))
    expect(kept.checks).toBe(5)
    expect(answers.filter((answer) => (answer?.left ?? 0) > 0)).toHaveLength(4)
    // The server is killed while it checks the fifth PIN.
    const stuck = setUp()
    for (let i = 0; i < 4; i++) await stuck.make()('wrong')
    const never = createPinVerifier({
      verify: () => new Promise(() => {}),
      load: async () => stuck.kept.state,
      save: async (state) => {
        stuck.kept.state = state
      },
      now: () => stuck.kept.time,
    })
    void never('right')
    await expect.poll(() => JSON.parse(stuck.kept.state ?? '{}').locks, POLL_OPTIONS).toBe(1)
    expect(await stuck.make()('right')).toEqual({ left: 0, lockedFor: 300 })
  })

  test('checks at most five PINs between lockouts, for any order of attempts, restarts and time', async () => {
    const step = fc.oneof(fc.constant('try'), fc.constant('restart'), fc.nat(299))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { kept, make } = setUp()
        let enter = make()
        let locked = -Infinity
        let looks = 0
        for (const next of steps) {
          if (next === 'restart') enter = make()
          else if (next === 'try') {
            const before = kept.checks
            const answer = await enter('wrong')
            looks += kept.checks - before
            if (kept.time < locked) expect(kept.checks).toBe(before)
            if (answer?.left === 0 && kept.checks > before) {
              expect(looks).toBe(5)
              looks = 0
              locked = kept.time + answer.lockedFor * 1000
            }
          } else kept.time += next * 1000
        }
        expect(looks).toBeLessThan(5)
      }),
    )
  })

  test('limits a lockout to an hour after the clock was set back, and ignores a damaged state', async () => {
    const { kept, make } = setUp(JSON.stringify({ wrong: 0, locks: 1, until: 4_000_000_000_000 }))
    expect(await make()('right')).toEqual({ left: 0, lockedFor: 3600 })
    const enter = make()
    await enter('right')
    kept.time += 3_600_000
    expect(await enter('right')).toBeNull()
    expect(await setUp('{"wrong":').make()('right')).toBeNull()
  })
})

test('a session lasts ten minutes from its last request; fifty can exist', () => {
  let now = 0
  const sessions = createSessions(() => now)
  const token = sessions.begin()
  now = 599_000
  expect(sessions.refresh(token)).toBe(true)
  now += 599_000
  expect(sessions.refresh(token)).toBe(true)
  now += 600_000
  expect(sessions.refresh(token)).toBe(false)
  const first = sessions.begin()
  const others = Array.from({ length: 50 }, () => sessions.begin())
  expect([sessions.refresh(first), sessions.refresh(others[0]), sessions.refresh(others[49])]).toEqual([
    false,
    true,
    true,
  ])
  sessions.end(others[0])
  expect([sessions.refresh(others[0]), sessions.refresh(undefined), sessions.refresh('')]).toEqual([
    false,
    false,
    false,
  ])
})

describe('staff over HTTP', () => {
  test('signs in with the PIN, reads the counts, and signs out', async () => {
    const { post, get } = await openServer()
    await post('api/visits', [createVisit(1)])
    for (const path of ['api/staff', 'api/counts', 'api/visits.csv']) expect((await get(path)).status).toBe(401)
    const wrong = await post('api/staff/enter', { pin: '0000' })
    expect([wrong.status, await wrong.json()]).toEqual([401, { left: 4, lockedFor: 0 }])
    const entered = await post('api/staff/enter', { pin: PIN })
    expect(entered.status).toBe(204)
    const cookie = entered.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^songwalk-staff=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    const headers = { cookie: cookie.split(';')[0] as string }
    expect((await get('api/staff', { headers })).status).toBe(204)
    expect(await (await get('api/counts', { headers })).json()).toMatchObject({ visits: 1, length: 60 })
    const csv = await get('api/visits.csv', { headers })
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(await csv.text()).toContain("'=Song: visits")
    expect((await post('api/staff/leave', {}, headers)).status).toBe(204)
    expect((await get('api/counts', { headers })).status).toBe(401)
  })

  test('is locked out for all devices together, also after a restart', async () => {
    const first = await openServer()
    const answers = await Promise.all(Array.from({ length: 30 }, () => first.post('api/staff/enter', { pin: '1234' })))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(4)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(26)
    await first.close()
    const second = await openServer({ dataFolder: first.data, siteFolder: first.site })
    const right = await second.post('api/staff/enter', { pin: PIN })
    expect(right.status).toBe(429)
    expect((await right.json()).lockedFor).toBeGreaterThan(290)
    for (const pin of ['', '12a4', 1234, null, ['1234'], '1'.repeat(13)])
      expect((await second.post('api/staff/enter', { pin })).status).toBe(400)
  })

  test('gets 410 from an exhibit without a PIN', async () => {
    const { post, get } = await openServer({ pinHash: undefined })
    const answer = await post('api/staff/enter', { pin: PIN })
    expect([answer.status, (await answer.json()).error]).toEqual([
      410,
      expect.stringContaining('This exhibit has no PIN'),
    ])
    expect((await get('api/counts')).status).toBe(410)
  })
})
