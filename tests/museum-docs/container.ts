import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const USER = 'technician'
/** As in docs/museum.md, step 1: “SSH server” and “standard system utilities” bring these, the installer sudo. */
const BASE_PACKAGES = ['ca-certificates', 'dbus', 'libpam-systemd', 'sudo', 'systemd-sysv', 'tzdata']
const MIN_START_MS = 30_000
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'

export function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (error || status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? `exit code ${status}`}`)
}

/** A clean Debian 13 in a folder; downloaded packages and the base are kept beside it for the next time. */
export function createSystem(folder: string): string {
  const [system, base, archives] = [join(folder, 'system'), join(folder, 'base.tar'), join(folder, 'archives')]
  rmSync(system, { recursive: true, force: true })
  mkdirSync(archives, { recursive: true })
  mkdirSync(system, { recursive: true })
  if (!existsSync(base)) {
    run('mmdebstrap', ['--variant=minbase', `--include=${BASE_PACKAGES.join()}`, 'trixie', `${base}.part.tar`])
    run('mv', [`${base}.part.tar`, base])
  }
  run('tar', ['-xf', base, '-C', system])
  // Answers that a technician gives.
  writeFileSync(
    join(system, 'etc/apt/apt.conf.d/90rehearsal'),
    'APT::Get::Assume-Yes "true";\nBinary::apt::APT::Keep-Downloaded-Packages "true";\n',
  )
  writeFileSync(join(system, 'etc/hostname'), 'museum\n')
  writeFileSync(join(system, 'etc/hosts'), '127.0.0.1 localhost\n127.0.1.1 museum\n')
  // The network of this computer may have an authority of its own.
  copyFileSync(CERTIFICATES, join(system, CERTIFICATES))
  writeFileSync(join(system, 'root/.npmrc'), `cafile=${CERTIFICATES}\n`)
  run('chroot', [system, 'useradd', '--create-home', '--shell', '/bin/bash', '--groups', 'sudo', USER])
  writeFileSync(join(system, 'etc/sudoers.d/rehearsal'), `${USER} ALL=(ALL:ALL) NOPASSWD: ALL\n`)
  return system
}

/** Programs in a system, by systemd-nspawn: without its own systemd, and with the network of this computer; or booted, and without a network. */
export function createContainer(folder: string, system: string) {
  const shared = join(folder, 'rehearsal')
  const nspawn = [
    '--quiet',
    '--register=no',
    '--keep-unit',
    '--hostname=museum',
    `--directory=${system}`,
    `--bind=${shared}:/rehearsal`,
  ]
  const archives = `--bind=${join(folder, 'archives')}:/var/cache/apt/archives`
  let booted: ChildProcess | null = null
  mkdirSync(shared, { recursive: true })

  const readLeader = (): string =>
    readFileSync(`/proc/${booted?.pid}/task/${booted?.pid}/children`, 'utf8').trim().split(' ')[0] ?? ''
  const enter = (...args: string[]) => ['-t', readLeader(), '-m', '-u', '-i', '-n', '-p', '--', ...args]

  async function boot(): Promise<void> {
    const args = [
      ...nspawn,
      '--private-network',
      '--boot',
      '--console=pipe',
      '--setenv=SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1',
    ]
    booted = spawn('systemd-nspawn', args, { stdio: 'ignore' })
    for (let waited = 0; waited < MIN_START_MS * 4; waited += 500) {
      await wait(500)
      const said =
        readLeader() && spawnSync('nsenter', enter('systemctl', 'is-system-running'), { encoding: 'utf8' }).stdout
      // A unit that failed, like the screen's, makes it “degraded”.
      if (said && /running|degraded/.test(said)) return
    }
    throw new Error('The container does not start.')
  }

  async function halt(): Promise<void> {
    if (!booted) return
    const ended = once(booted, 'exit')
    spawnSync('nsenter', enter('systemctl', 'poweroff'))
    const timer = setTimeout(() => booted?.kill('SIGKILL'), MIN_START_MS)
    await ended
    clearTimeout(timer)
    booted = null
  }

  return {
    boot,
    halt,
    /** Runs lines of bash as the technician, in their home folder; the first that fails ends it. @returns whether none did */
    runLines: (lines: string): boolean => {
      writeFileSync(join(shared, 'lines.sh'), `set -e -o pipefail\ncd\n${lines}\n`)
      const login = ['su', '-', USER, '-c', 'exec bash -x /rehearsal/lines.sh </dev/null']
      const { status } = booted
        ? spawnSync('nsenter', enter(...login), { stdio: ['ignore', 'inherit', 'inherit'] })
        : spawnSync('systemd-nspawn', [...nspawn, archives, '--console=pipe', ...login], {
            stdio: ['ignore', 'inherit', 'inherit'],
          })
      return status === 0
    },
    shared,
  }
}
