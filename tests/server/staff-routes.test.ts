import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../server/caller.ts'
import { createPinVerifier } from '../../server/pin-verifier.ts'
import { createStaffSessions } from '../../server/staff-sessions.ts'
import { createHeartbeat, createVisit, ELSEWHERE, enterPin, openServer, POLL_OPTIONS } from './open-server.ts'
import { PIN } from './test-pin.ts'

const LOCAL: Caller = { kind: 'local' }
const HALL: Caller = { kind: 'device', name: 'hall' }
const at = (address: string): Caller => ({ kind: 'stranger', address })

/** A verifier whose states survive restarts, and a clock. */
function setUp(read: [string, string][] = []) {
  const kept = { states: new Map(read), checks: 0, time: 1_800_000_000_000 }
  const make = (verify = async (pin: string) => pin === 'right') =>
    createPinVerifier({
      verify: async (pin) => {
        kept.checks++
        return verify(pin)
      },
      load: async (name) => kept.states.get(name),
      save: async (name, state) => {
        kept.states.set(name, state)
      },
      now: () => kept.time,
    })
  return { kept, make }
}

describe('PIN verification', () => {
  test('slows down after five wrong attempts, the right PIN too, and never locks longer than five minutes', async () => {
    const { kept, make } = setUp()
    const enter = make()
    for (const left of [4, 3, 2, 1]) expect(await enter('wrong', LOCAL)).toEqual({ left, lockedFor: 0 })
    const waits: number[] = []
    for (let round = 0; round < 6; round++) {
      waits.push((await enter('wrong', LOCAL))?.lockedFor ?? 0)
      expect(await enter('right', LOCAL)).toEqual({ left: 0, lockedFor: waits.at(-1) })
      kept.time += (waits.at(-1) ?? 0) * 1000
    }
    expect(waits).toEqual([60, 120, 240, 300, 300, 300])
    expect(await enter('right', LOCAL)).toBeNull()
    expect(await enter('wrong', LOCAL)).toEqual({ left: 4, lockedFor: 0 })
  })

  test('slows down only the device or the address that wrong PINs came from', async () => {
    const { make } = setUp()
    const enter = make()
    for (let i = 0; i < 5; i++) await enter('wrong', HALL)
    for (let i = 0; i < 5; i++) await enter('wrong', at('192.0.2.1'))
    for (const caller of [HALL, at('192.0.2.1')]) expect((await enter('right', caller))?.lockedFor).toBe(60)
    for (const caller of [LOCAL, { kind: 'device', name: 'quest-1' } as const, at('192.0.2.2')])
      expect(await enter('right', caller)).toBeNull()
  })

  test('slows down strangers together, however many addresses they have, and nobody else', async () => {
    const { kept, make } = setUp()
    const enter = make()
    for (let i = 0; i < 500; i++) await enter('wrong', at(`192.0.2.${i}`))
    expect(kept.checks).toBe(20)
    expect((await enter('right', at('198.51.100.1')))?.lockedFor).toBe(60)
    for (const caller of [LOCAL, HALL]) expect(await enter('right', caller)).toBeNull()
    // A day of tries from everywhere.
    kept.checks = 0
    for (let minute = 0; minute < 24 * 60; minute++) {
      kept.time += 60_000
      await enter('wrong', at(`203.0.113.${minute}`))
    }
    expect(kept.checks).toBeLessThan(150)
    expect([...kept.states.keys()]).not.toContain('203.0.113.1')
  })

  test('saves an attempt before it checks the PIN: neither concurrent attempts nor a kill give more', async () => {
    const { kept, make } = setUp()
    const enter = make()
    const answers = await Promise.all(Array.from({ length: 200 }, () => enter('wrong', HALL)))
    expect(kept.checks).toBe(5)
    expect(answers.filter((answer) => (answer?.left ?? 0) > 0)).toHaveLength(4)
    // The server is killed while it checks the fifth PIN.
    const stuck = setUp()
    for (let i = 0; i < 4; i++) await stuck.make()('wrong', LOCAL)
    void stuck.make(() => new Promise(() => {}))('right', LOCAL)
    await expect.poll(() => JSON.parse(stuck.kept.states.get('local') ?? '{}').wrong, POLL_OPTIONS).toBe(5)
    expect(await stuck.make()('right', LOCAL)).toEqual({ left: 0, lockedFor: 60 })
  })

  test('checks few PINs, for any order of attempts, restarts and time', async () => {
    const step = fc.oneof(fc.constant('try'), fc.constant('restart'), fc.nat(299))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { kept, make } = setUp()
        let enter = make()
        let seconds = 0
        for (const next of steps) {
          if (next === 'restart') enter = make()
          else if (next === 'try') await enter('wrong', LOCAL)
          else {
            kept.time += next * 1000
            seconds += next
          }
        }
        expect(kept.checks).toBeLessThanOrEqual(5 + seconds / 60)
      }),
    )
  })

  test('waits five minutes at most after the clock was set back, and ignores a damaged state', async () => {
    const { kept, make } = setUp([['local', JSON.stringify({ wrong: 9, until: 4_000_000_000_000 })]])
    expect(await make()('right', LOCAL)).toEqual({ left: 0, lockedFor: 300 })
    kept.time += 300_000
    expect(await make()('right', LOCAL)).toBeNull()
    expect(await setUp([['local', '{"wrong":']]).make()('right', LOCAL)).toBeNull()
  })
})

test('a session lasts ten minutes from its last request; fifty can exist', () => {
  let now = 0
  const sessions = createStaffSessions(() => now)
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
    expect((await get('api/staff')).status).toBe(401)
    for (const path of ['api/counts', 'api/visits.csv'])
      expect((await get(path, { headers: ELSEWHERE })).status).toBe(401)
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
    expect((await get('api/staff', { headers })).status).toBe(401)
  })

  test('is slowed down after wrong PINs, also after a restart', async () => {
    const first = await openServer()
    const answers = await Promise.all(Array.from({ length: 30 }, () => first.post('api/staff/enter', { pin: '1234' })))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(4)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(26)
    await first.close()
    const second = await openServer({ dataFolder: first.data, siteFolder: first.site })
    const right = await second.post('api/staff/enter', { pin: PIN })
    expect(right.status).toBe(429)
    expect((await right.json()).lockedFor).toBeGreaterThan(40)
    // Others are let in meanwhile.
    expect((await second.post('api/staff/enter', { pin: PIN }, ELSEWHERE)).status).toBe(204)
    for (const pin of ['', '12a4', 1234, null, ['1234'], '1'.repeat(13)])
      expect((await second.post('api/staff/enter', { pin })).status).toBe(400)
  })

  test('ends a day on a device, and the server remembers it until it is opened again', async () => {
    const first = await openServer()
    const { cookie } = await enterPin(first.post)
    const beat = async ({ post }: Pick<typeof first, 'post'>) =>
      (await post('api/heartbeat', createHeartbeat('hall'))).json()
    expect((await first.post('api/staff/closed', { device: 'hall', closed: true })).status).toBe(401)
    expect(await beat(first)).toEqual({ closed: false })
    expect((await first.post('api/staff/closed', { device: 'hall', closed: true }, { cookie })).status).toBe(204)
    expect(await beat(first)).toEqual({ closed: true })
    await first.close()
    const second = await openServer({ dataFolder: first.data, siteFolder: first.site })
    expect(await beat(second)).toEqual({ closed: true })
    const again = await enterPin(second.post)
    await second.post('api/staff/closed', { device: 'hall', closed: false }, again)
    expect(await beat(second)).toEqual({ closed: false })
  })

  test('gets 410 from an exhibit without a PIN', async () => {
    const { post, get } = await openServer({ pinHash: undefined })
    const answer = await post('api/staff/enter', { pin: PIN })
    expect([answer.status, (await answer.json()).error]).toEqual([
      410,
      expect.stringContaining('This exhibit has no PIN'),
    ])
    expect((await get('api/staff')).status).toBe(410)
  })

  test('gets 503, which makes no device forget its PIN, while the PIN cannot be read', async () => {
    const { post, get } = await openServer({ pinHash: null })
    expect((await post('api/staff/enter', { pin: PIN })).status).toBe(503)
    expect((await get('api/staff')).status).toBe(503)
  })
})
