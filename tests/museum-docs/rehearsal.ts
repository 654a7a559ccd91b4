import { readBlock, readCommands } from './read-commands.ts'

/** What a rehearsal does in the place of a command, and why; all others run as they stand. */
type Replacement = { run: string | null; why: string }

/** Run by whoever runs the container. */
export const REBOOT = 'reboot'

const SOUND = { run: null, why: 'the container has no sound device and no user who is logged in' }

const replacements: Record<string, Replacement> = {
  'sudo git clone https://… /opt/songwalk': {
    run: 'sudo git clone /rehearsal/songwalk.git /opt/songwalk',
    why: 'the address is that of this checkout',
  },
  'songwalk pin my-exhibit': { run: 'echo 271828 | songwalk pin my-exhibit', why: 'somebody types it' },
  'songwalk serve my-exhibit': {
    run: 'timeout --signal=INT 60 songwalk serve my-exhibit & while ! curl -sf localhost:8080/health; do sleep 1; done; kill %1; wait || true',
    why: 'somebody looks at it, and presses Ctrl+C',
  },
  'sudo reboot': { run: REBOOT, why: 'the container is restarted from outside' },
  'sudo journalctl -u songwalk -f': {
    run: 'sudo journalctl -u songwalk | grep -q "the server is open"',
    why: 'it has no end',
  },
  'systemctl status songwalk songwalk-screen': {
    run: 'systemctl status songwalk',
    why: 'the container has no screen: Chromium is started again and again',
  },
  'sudo -u kiosk XDG_RUNTIME_DIR=/run/user/$(id -u kiosk) wpctl set-default 47': SOUND,
  'sudo -u kiosk XDG_RUNTIME_DIR=/run/user/$(id -u kiosk) wpctl set-volume 47 60%': SOUND,
  'npm run hrtf -- ears.sofa my-exhibit/ears.bin': { run: null, why: 'it has a test of its own, with a file of ears' },
  'sudo -u songwalk songwalk control-key /srv/songwalk/exhibit': {
    run: 'KEY=$(sudo -u songwalk songwalk control-key /srv/songwalk/exhibit)',
    why: 'somebody writes the key down',
  },
  'KEY=the-key-that-was-shown': { run: 'echo "$KEY" | grep -qE "^.{32,}$"', why: 'it was written down' },
  'sudo apt install liblo-tools': { run: null, why: 'the container has no network any more: it was installed before' },
  'oscdump 9001': { run: 'timeout 2 oscdump 9001 || true', why: 'it has no end' },
  'npm run lights -- --to 192.168.1.60 --device hall --universe 1 --strip 1 --lamp 4': {
    run: null,
    why: 'it has no end, and tests of its own',
  },
  'curl -H "Authorization: Bearer THE-KEY" https://songwalk.museum.example:8443/metrics': {
    run: 'curl -sfk -H "Authorization: Bearer $(sudo cat /srv/songwalk/exhibit/.songwalk/monitor-key)" --resolve songwalk.museum.example:8443:127.0.0.1 https://songwalk.museum.example:8443/metrics | grep -q songwalk_visits',
    why: 'the name and the key are those of the container',
  },
}

export type Step = { text: string; run: string | null; why?: string }
/** Lines before and after the commands of some headings; without a system that has started there is a network. */
export type Stage = {
  name: string
  isBooted: boolean
  before?: string
  headings: string[]
  afterReboot?: string
  after?: string
}

/** Looks at what a stage has led to; a failed line fails the stage. */
const SERVES =
  'for i in $(seq 60); do curl -sf localhost:8080/health >/dev/null && break; sleep 1; done; systemctl is-active songwalk; curl -sf localhost:8080/ | grep -q "<title>"'
/** With cage in an endless loop (it has no screen), the server must be left as it is. */
const STAYS_OFF =
  'systemctl start songwalk-screen || true; sleep 8; test "$(systemctl is-active songwalk)" = inactive; test "$(systemctl show -p NRestarts --value songwalk-screen)" -ge 1; test "$(systemctl is-enabled songwalk)" = disabled'

const writeConf = (heading: string) => `sudo tee /etc/songwalk.conf >/dev/null <<'END'
EXHIBIT=/srv/songwalk/exhibit
DEVICE=hall
PAGE=http://localhost:8080/
OPTIONS=
${readBlock(heading, 'ini')}
END`

/** In the order in which a technician comes to them. */
export const stages: Stage[] = [
  {
    name: 'install',
    isBooted: false,
    headings: ['2. Programs', '3. songwalk'],
    after: 'sudo apt install liblo-tools; node --version | grep -qE "^v(20\\.(19|[2-9][0-9])|2[2-9])"',
  },
  {
    name: 'exhibit',
    isBooted: true,
    before: `mkdir my-exhibit && cp /opt/songwalk/exhibits/demo/prelude.mp3 my-exhibit/first.mp3 && cp /opt/songwalk/exhibits/demo/electronic.mp3 my-exhibit/second.mp3
cat >my-exhibit/exhibit.json <<'END'
${readBlock('4. The exhibit', 'json')}
END`,
    headings: ['1. Debian', 'Hours'],
    after:
      'test -e dist-exhibit/index.html; if songwalk check no-exhibit; then exit 1; fi; cd my-exhibit; songwalk check .; date +%Z | grep -qE "CES?T"',
  },
  { name: 'screen', isBooted: true, headings: ['5. The PC as a screen'], afterReboot: SERVES },
  {
    name: 'days',
    isBooted: true,
    // Packages that were installed before: the container has no network.
    before: 'echo prefer-offline=true | sudo tee -a /root/.npmrc',
    headings: ['6. Sound', 'Counts', 'Changes and updates', 'Moving house'],
    after: `sudo systemctl restart songwalk; ${SERVES}; sudo systemctl stop songwalk; sudo -u songwalk songwalk counts /srv/songwalk/exhibit > ~/counts.csv; head -n 1 ~/counts.csv | grep -q hour,visits; sudo systemctl start songwalk`,
  },
  {
    name: 'network',
    isBooted: true,
    before: `${writeConf('7. Headsets')}\nsudo sed -i 's/^OPTIONS=.*/& --name songwalk.museum.example/' /etc/songwalk.conf; sudo systemctl restart songwalk; ${SERVES}; curl -sfk https://localhost:8443/health`,
    headings: ['7. Headsets', 'Who may speak'],
  },
  {
    name: 'show control',
    isBooted: true,
    before: `sudo node -e 'const fs = require("node:fs"), path = "/srv/songwalk/exhibit/exhibit.json"; fs.writeFileSync(path, JSON.stringify({ ...JSON.parse(fs.readFileSync(path)), ...JSON.parse(process.argv[1]) }))' '{${readBlock('Show control', 'json')}}'; sudo systemctl restart songwalk; ${SERVES}`,
    headings: ['Show control'],
    after: 'curl -sf localhost:8080/health | grep -q \'"status":"ok"\'',
  },
  {
    name: 'second screen',
    isBooted: true,
    before: writeConf('8. Second screen'),
    headings: ['8. Second screen'],
    afterReboot: `${STAYS_OFF}; sudo /opt/songwalk/kiosk/install.sh; ${STAYS_OFF}`,
    after: 'grep -q "https://songwalk.museum.example:8443" /etc/chromium/policies/managed/songwalk.json',
  },
]

const commands = readCommands()

/** What a stage runs. */
export const listSteps = ({ headings }: Stage): Step[] =>
  headings.flatMap((heading) =>
    commands
      .filter((command) => command.heading === heading)
      .map(({ text }) => ({ text, ...(replacements[text] ?? { run: text }) })),
  )

/** Commands that no stage runs, and replacements for commands that are not there any more. */
export const listForgotten = (): string[] => {
  const headings = stages.flatMap((stage) => stage.headings)
  const texts = commands.map(({ text }) => text)
  return [
    ...commands.filter(({ heading }) => !headings.includes(heading)).map(({ text }) => text),
    ...Object.keys(replacements).filter((text) => !texts.includes(text)),
  ]
}
