import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export const PROXIES = ['nginx', 'caddy'] as const
export type ProxyName = (typeof PROXIES)[number]
export const PLACES = ['/', '/songwalk/'] as const
export type Place = (typeof PLACES)[number]
/** The name in the samples of docs/museum.md. */
export const PROXIED_NAME = 'songwalk.museum.example'

export const isProxyInstalled = (name: ProxyName): boolean => spawnSync(name, ['version']).error === undefined

/** The blocks of code of a kind in docs/museum.md. */
const readSamples = (kind: string): string[] => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/museum.md'), 'utf8')
  return [...text.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\``, 'gms'))].map(([, sample]) => sample as string)
}

/** What docs/museum.md tells to write for a proxy. */
export function readSample(proxy: ProxyName, place: Place): string {
  const [root = '', more = ''] = readSamples(proxy)
  if (place === '/') return root
  return proxy === 'caddy' ? more : root.replace('location / {', `location /songwalk/ {\n${more}`)
}

type ProxyOptions = { proxy: ProxyName; sample: string; folder: string; port: number; upstreamPort: number }

/** Runs a proxy with a sample, in which only ports and the files of the certificate are others. */
export async function startProxy({ proxy, sample, folder, port, upstreamPort }: ProxyOptions): Promise<() => void> {
  const config = sample
    .replaceAll('/etc/songwalk/fullchain.pem', join(folder, 'cert.pem'))
    .replaceAll('/etc/songwalk/privkey.pem', join(folder, 'key.pem'))
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${upstreamPort}`)
  await mkdir(join(folder, 'temp'), { recursive: true })
  const path = join(folder, 'config')
  if (proxy === 'nginx') await writeFile(path, wrapForNginx(config.replace('443', `127.0.0.1:${port}`), folder))
  else await writeFile(path, wrapForCaddy(config.replace(PROXIED_NAME, `${PROXIED_NAME}:${port}`)))
  const args =
    proxy === 'nginx' ? ['-p', folder, '-c', path, '-e', 'stderr'] : ['run', '--adapter', 'caddyfile', '--config', path]
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  const child = spawn(proxy, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (data) => {
    said += data
  })
  await waitForPort(child, port, () => said)
  return () => child.kill('SIGTERM')
}

/** As /etc/nginx/nginx.conf has it around sites. */
const wrapForNginx = (site: string, folder: string) => `
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
daemon off;
pid ${folder}/pid;
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/temp/${kind};`).join(' ')}
  ${site}
}
`

const wrapForCaddy = (site: string) => `
{
  admin off
  auto_https disable_redirects
}
${site}
`

async function waitForPort(child: ChildProcess, port: number, readErrors: () => string): Promise<void> {
  const { connect } = await import('node:net')
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) throw new Error(`The proxy has ended: ${readErrors()}`)
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
      socket.unref().once('connect', () => socket.destroy())
    })
    if (isOpen) return
    await wait(100)
  }
  throw new Error(`The proxy does not listen: ${readErrors()}`)
}
