import { describe, expect, test } from 'vitest'
import { fineExhibit, pinHash, readWrittenExhibit } from './read-written-exhibit.ts'

const problemsOf = async (exhibit: unknown) => (await readWrittenExhibit(exhibit)).problems

describe('exhibit.json', () => {
  test('is read with only its required fields, and with all fields', async () => {
    const { exhibit, problems, notes, pinHash: none } = await readWrittenExhibit(fineExhibit)
    expect(problems).toEqual([])
    expect(notes).toEqual(['exhibit.json, line 1: there is no PIN for the staff; “npm run exhibit -- pin” sets one.'])
    expect(exhibit).toMatchObject({ mode: 'ride', volume: { cap: 0.8, quiet: [] }, languages: [] })
    expect(none).toBeUndefined()
    const all = {
      ...fineExhibit,
      title: { en: 'T', ko: '제목' },
      languages: ['en', 'ko'],
      timings: { visit: 600 },
      volume: { quiet: [{ from: '20:00', to: '08:00' }] },
      hours: { open: '10:00', close: '23:00', closed: ['monday'] },
      staff: { pinHash },
    }
    expect(await readWrittenExhibit(all)).toMatchObject({ problems: [], notes: [], pinHash })
  })

  test('may begin with a byte order mark', async () => {
    const text = `\uFEFF${JSON.stringify({ ...fineExhibit, staff: { pinHash } })}`
    expect(await problemsOf(text)).toEqual([])
  })

  test('has all its problems reported at once, with line and field', async () => {
    const text = `{
  "titel": "Hall",
  "languages": ["en", "xx"],
  "volume": { "cap": 2, "loud": 1 },
  "timings": { "reminder": "60" },
  "songs": [
    { "file": "a.mp3" },
    { "name": "b.mp3", "file": 7 }
  ],
  "hours": { "open": "9:00", "close": "18:00", "closed": ["someday"] },
  "mode": "fly"
}`
    expect((await problemsOf(text)).sort()).toEqual(
      [
        'exhibit.json, line 2: “titel”: is not known; did you mean “title”?',
        'exhibit.json, line 1: “title”: is missing.',
        'exhibit.json, line 3: languages, 2nd: is not a language of songwalk; choose from en, ar, de, es, fr, ja, ko.',
        'exhibit.json, line 4: volume, “cap”: must be 1 or less.',
        'exhibit.json, line 4: volume, “loud”: is not known.',
        'exhibit.json, line 5: timings, “reminder”: must be a number of seconds.',
        'exhibit.json, line 8: songs, 2nd, “file”: must be text in quotes.',
        'exhibit.json, line 8: songs, 2nd, “name”: is not known.',
        'exhibit.json, line 10: hours, “open”: must be a time such as "10:00".',
        'exhibit.json, line 10: hours, closed, 1st: must be a day such as "monday".',
        'exhibit.json, line 11: “mode”: must be "ride", "walk" or "roam".',
      ].sort(),
    )
  })

  test.each<[string, unknown, string]>([
    ['no object', [], 'exhibit.json must be an object in { }.'],
    [
      'songs that are no list',
      { ...fineExhibit, songs: {} },
      'exhibit.json, line 3: “songs”: must be a list of songs.',
    ],
    ['no song', { ...fineExhibit, songs: [] }, 'exhibit.json, line 3: “songs”: must name one song or more.'],
    [
      'a title that is a number',
      { ...fineExhibit, title: 1 },
      'exhibit.json, line 2: “title”: must be text in quotes.',
    ],
    ['an empty title', { ...fineExhibit, title: ' ' }, 'exhibit.json, line 2: “title”: must not be empty.'],
    [
      'a title in an unknown language',
      { ...fineExhibit, title: { en: 'T', english: 'T' } },
      'exhibit.json, line 4: title, “english”: must be a language in two letters, such as "en".',
    ],
    [
      'an empty title of one language',
      { ...fineExhibit, title: { en: '' } },
      'exhibit.json, line 3: title, “en”: must not be empty.',
    ],
    [
      'a field twice',
      '{"title": "A",\n"title": "B", "songs": [{"file": "a"}]}',
      'exhibit.json, line 1: “title”: is there twice.',
    ],
    [
      'a field of Object’s',
      '{"title": "A", "constructor": 1, "songs": [{"file": "a"}]}',
      'exhibit.json, line 1: “constructor”: is not known.',
    ],
    [
      'a PIN as it is',
      { ...fineExhibit, staff: { pinHash: '1234' } },
      'exhibit.json, line 9: staff, “pinHash”: must be what “npm run exhibit -- pin” has written.',
    ],
    [
      'a hash that is none',
      { ...fineExhibit, staff: { pinHash: 'scrypt$x' } },
      'exhibit.json, line 9: staff, “pinHash”: is damaged; set the PIN again with “npm run exhibit -- pin”.',
    ],
    [
      'an OSC port that is none',
      { ...fineExhibit, control: { oscIn: { port: 70_000 } } },
      'exhibit.json, line 10: control, oscIn, “port”: must be a port, a number from 1 to 65535, not 70000.',
    ],
    [
      'a name in place of an address',
      { ...fineExhibit, control: { oscOut: [{ address: 'lights', port: 9001 }] } },
      'exhibit.json, line 11: control, oscOut, 1st, “address”: must be an IP address, such as "192.168.1.20", not "lights".',
    ],
    [
      'a network that is none',
      { ...fineExhibit, control: { oscIn: { port: 9000, from: ['192.168.1.0/40'] } } },
      'exhibit.json, line 12: control, oscIn, from, 1st: must be an IP address or a network, such as "192.168.1.20" or "192.168.1.0/24", not "192.168.1.0/40".',
    ],
    [
      'a state that devices do not tell',
      { ...fineExhibit, control: { oscOut: [{ address: '192.0.2.1', port: 9001, send: ['section'] }] } },
      'exhibit.json, line 14: control, oscOut, 1st, send, 1st: must be one of song, chunk, playhead, level, visitor, not "section".',
    ],
    [
      'a rate beyond what devices tell',
      { ...fineExhibit, control: { oscOut: [{ address: '192.0.2.1', port: 9001, rate: 500 }] } },
      'exhibit.json, line 13: control, oscOut, 1st, “rate”: must be 60 a second or less, not 500.',
    ],
  ])('%s', async (_, exhibit, sentence) => {
    const { problems, exhibit: read_ } = await readWrittenExhibit(exhibit)
    expect(problems).toContain(sentence)
    expect(read_).toBeNull()
  })
})

describe('contradictions', () => {
  test.each<[string, object, string]>([
    ['a language twice', { languages: ['en', 'en'] }, 'languages, 2nd: “en” is there twice.'],
    [
      'no title in the first language',
      { title: { en: 'T' }, languages: ['de', 'en'] },
      '“title”: has no “de”, the language',
    ],
    [
      'a visit that is over with the introduction',
      { timings: { visit: 15 } },
      'timings, “visit”: must be longer than “intro”',
    ],
    [
      'loudspeakers that leave a gap',
      {
        sound: { output: 'speakers', speakers: [0, 30, 60, 90].map((direction, i) => ({ direction, channel: i + 1 })) },
      },
      'sound, “speakers”: leaves 270 degrees without a loudspeaker; at most 170 can be filled by two.',
    ],
    [
      'two loudspeakers on one channel',
      { sound: { speakers: [0, 90, 180, 270].map((direction, i) => ({ direction, channel: (i % 3) + 1 })) } },
      'sound, speakers, 4th, “channel”: 1 is there twice.',
    ],
    [
      'two loudspeakers in one place',
      { sound: { speakers: [0, 90, 180, 270, 360].map((direction, i) => ({ direction, channel: i + 1 })) } },
      'sound, speakers, 5th, “direction”: is that of another loudspeaker.',
    ],
    [
      'three loudspeakers',
      { sound: { speakers: [0, 120, 240].map((direction, i) => ({ direction, channel: i + 1 })) } },
      'sound, “speakers”: must be 4 to 8 loudspeakers.',
    ],
    [
      'loudspeakers that are not listed',
      { sound: { output: 'speakers' } },
      'sound, “speakers”: is missing: “output” is “speakers”.',
    ],
    ['more volume than allowed', { volume: { cap: 0.1 } }, 'volume, “attract”: must not be more than “cap” (0.1).'],
    ['a screen without its size', { screen: { bottomCm: 40 } }, 'screen, “diagonalInches”: is missing.'],
    [
      'a screen in centimeters',
      { screen: { diagonalInches: 2000 } },
      'screen, “diagonalInches”: must be 250 inches or less.',
    ],
    [
      'a screen below the floor',
      { screen: { diagonalInches: 55, bottomCm: -1 } },
      'screen, “bottomCm”: must be 0 centimeters or more.',
    ],
    [
      'a quiet span of nothing',
      { volume: { quiet: [{ from: '08:00', to: '08:00' }] } },
      'volume, quiet, 1st: begins and ends at 08:00.',
    ],
    [
      'hours of nothing',
      { hours: { open: '10:00', close: '10:00' } },
      'hours, “close”: opens and closes at 10:00; leave',
    ],
    [
      'never open',
      {
        hours: {
          open: '10:00',
          close: '18:00',
          closed: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
        },
      },
      'hours, “closed”: names every day: the exhibit never opens.',
    ],
    [
      'OSC from nobody',
      { control: { oscIn: { port: 9000, from: [] } } },
      'control, oscIn, “from”: is empty: nobody may send.',
    ],
    [
      'OSC from others to an address that is this computer’s alone',
      { control: { oscIn: { port: 9000, from: ['192.168.1.0/24'] } } },
      'control, oscIn, “address”: is 127.0.0.1, which only this computer reaches; give 0.0.0.0.',
    ],
    [
      'OSC to itself',
      { control: { oscIn: { port: 9000 }, oscOut: [{ address: '127.0.0.1', port: 9000 }] } },
      'control, oscOut, 1st, “port”: 9000 is that of “oscIn”: it would be told to itself.',
    ],
  ])('%s', async (_, more, words) => {
    expect(await problemsOf({ ...fineExhibit, ...more })).toEqual([expect.stringContaining(words)])
  })

  test.each<[string, object, string]>([
    [
      'a title missing in some languages',
      { title: { en: 'T', de: 'T' }, languages: ['en', 'de', 'fr'] },
      '“title”: is missing in fr; there it is shown in “en”.',
    ],
    [
      'a title that nobody can read',
      { title: { en: 'T', de: 'T' }, languages: ['en'] },
      'title, “de”: is not among “languages”.',
    ],
    [
      'nobody is ever reminded',
      { timings: { visit: 70 } },
      'timings, “visit”: is shorter than “reminder” and “countdown” together',
    ],
    [
      'open over midnight',
      { hours: { open: '18:00', close: '02:00' } },
      'hours, “close”: is before “open”: it closes the next day.',
    ],
    [
      'a screen that hangs too high for a child',
      { screen: { diagonalInches: 55, bottomCm: 130 } },
      'screen, “bottomCm”: is more than 100: a child, or a visitor in a wheelchair, cannot reach',
    ],
    [
      'quiet when it is closed',
      { hours: { open: '10:00', close: '18:00' }, volume: { quiet: [{ from: '18:00', to: '10:00' }] } },
      'volume, quiet, 1st: is outside the opening hours',
    ],
    [
      'OSC in the network from this computer',
      { control: { oscIn: { port: 9000, address: '0.0.0.0' } } },
      'control, oscIn, “from”: lets only this computer send; name the addresses of the show control.',
    ],
  ])('that may be intended are notes: %s', async (_, more, words) => {
    const { problems, notes, exhibit } = await readWrittenExhibit({ ...fineExhibit, staff: { pinHash }, ...more })
    expect(problems).toEqual([])
    expect(notes).toEqual([expect.stringContaining(words)])
    expect(exhibit).not.toBeNull()
  })
})
