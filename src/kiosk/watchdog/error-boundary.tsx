import { Component, type ReactNode } from 'react'

type ErrorBoundaryProps = { onCrash: () => void; children: ReactNode }

/** Renders nothing after a crash: the holding screen covers the page until it reloads. */
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
