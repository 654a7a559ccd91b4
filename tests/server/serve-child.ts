import { serveSite } from '../../server/serve-site.ts'
import { PIN_HASH } from './test-pin.ts'

// A server in a process of its own, to be killed: `serve-child.ts <site> <data>`.
const [site = '', data = ''] = process.argv.slice(2)
const { url } = await serveSite({ site, data, port: 0, pinHash: PIN_HASH, log: 'silent' })
console.log(url)
