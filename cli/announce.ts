import { renderUnicodeCompact } from 'uqr'

/** An address as a square that phones and headsets can read from a terminal. */
export const renderQrCode = (url: string): string => renderUnicodeCompact(url, { border: 2 })

/** What to do with the warning that a browser gives of a certificate it does not know. */
export const selfSignedCertificateHelp = `Open it in the headset’s browser, or scan it with the phone. The first time, the browser warns that it does not know
this computer: choose “Advanced” and go on (iPhone: “Show Details”, “visit this website”). The same warning comes again
only when this computer’s address changes. Ctrl+C ends it.`
