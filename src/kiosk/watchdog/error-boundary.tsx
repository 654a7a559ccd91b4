import { Component, type ReactNode } from 'react'

type ErrorBoundaryProps = { onCrash: () => void; children: ReactNode }

/** A page that could not be drawn is calm and begins anew, rather than white. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override componentDidCatch() {
    this.props.onCrash()
  }

  override render() {
    return this.state.failed ? null : this.props.children
  }
}
