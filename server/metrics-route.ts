import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { deviceRoles } from '../protocol/health.ts'
import type { ServerContext } from './server-context.ts'

/** GET /metrics, for Prometheus. The number of labels is limited: routes are patterns, devices at most 200. */
export function addMetricsRoute(app: FastifyInstance, context: ServerContext): void {
  const { devices, visits, others, access, connectionCounts, errorCounts } = context
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  collectDefaultMetrics({ register: registry })

  const durations = new Histogram({
    name: 'songwalk_http_request_duration_seconds',
    help: 'Time from a request to the end of its response.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })

  type Device = ReturnType<typeof devices.list>[number]
  const addDeviceGauge = (name: string, help: string, read: (device: Device) => number | null) =>
    new Gauge({
      name,
      help,
      labelNames: ['device', 'role'],
      registers,
      collect() {
        this.reset()
        for (const entry of devices.list()) {
          const value = read(entry)
          if (value !== null) this.set({ device: entry.device, role: entry.role }, value)
        }
      },
    })
  addDeviceGauge('songwalk_client_fps', 'Frames drawn per second.', ({ fps }) => fps)
  addDeviceGauge(
    'songwalk_client_quality_step',
    'Steps of picture quality given up, 0 to 4.',
    (entry) => entry.qualityStep,
  )
  addDeviceGauge(
    'songwalk_client_problems',
    'Problems that make it useless to visitors.',
    (entry) => entry.problems.length,
  )
  addDeviceGauge('songwalk_client_silent_seconds', 'Seconds since its last heartbeat.', (entry) => entry.lastHeartbeat)

  addDeviceGauge(
    'songwalk_client_headset_worn',
    '1: its headset is worn, 0: it is not; left out: no headset.',
    ({ headset }) => (headset === null ? null : Number(headset === 'worn')),
  )
  addDeviceGauge(
    'songwalk_client_battery_ratio',
    'Charge from 0 to 1; left out where the browser does not tell it.',
    ({ battery }) => battery?.level ?? null,
  )
  addDeviceGauge('songwalk_client_volume_ratio', 'The loudest that visitors can set; 0: muted.', ({ volume, muted }) =>
    muted ? 0 : volume,
  )

  new Gauge({
    name: 'songwalk_client_faults',
    help: 'Faults that the device has recovered from, since its storage was created.',
    labelNames: ['device', 'role', 'kind'],
    registers,
    collect() {
      this.reset()
      for (const { device, role, faults } of devices.list())
        for (const [kind, count] of Object.entries(faults)) this.set({ device, role, kind }, count)
    },
  })
  new Gauge({
    name: 'songwalk_visits',
    help: 'All visits that are stored.',
    registers,
    collect() {
      this.set(visits.totals().all.visits)
    },
  })
  new Gauge({
    name: 'songwalk_others',
    help: 'Devices that nobody has let in, whose visits are not counted.',
    registers,
    collect() {
      this.set(others.read().devices)
    },
  })
  new Gauge({
    name: 'songwalk_websocket_connections',
    help: 'Open connections of /live.',
    labelNames: ['role'],
    registers,
    collect() {
      for (const role of deviceRoles) this.set({ role }, connectionCounts[role])
    },
  })
  new Counter({
    name: 'songwalk_alarms_total',
    help: 'Devices that fell silent within the opening hours, and that came back.',
    labelNames: ['event'],
    registers,
    collect() {
      this.reset()
      const { silent = 0, back = 0 } = context.alarms?.read() ?? {}
      this.inc({ event: 'silent' }, silent)
      this.inc({ event: 'back' }, back)
    },
  })
  new Gauge({
    name: 'songwalk_alarms_waiting',
    help: 'Alarms that their receiver has not taken yet.',
    registers,
    collect() {
      this.set(context.alarms?.read().waiting ?? 0)
    },
  })
  new Counter({
    name: 'songwalk_server_errors_total',
    help: 'Errors of the server.',
    labelNames: ['kind'],
    registers,
    collect() {
      this.reset()
      for (const [kind, count] of Object.entries(errorCounts)) this.inc({ kind }, count)
    },
  })

  app.get('/metrics', { onRequest: access.requireRead }, async (_, reply) =>
    reply
      .type(registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics()),
  )
  app.addHook('onClose', async () => registry.clear())
}
