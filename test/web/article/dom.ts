import { JSDOM } from 'jsdom'

/** Gives this test file the browser's document: what the editor's schema and the imports read HTML with. */
export function aDocument(): Document {
  const { window } = new JSDOM('<!doctype html><body></body>')
  const names = ['DOMParser', 'Node', 'Element', 'HTMLElement', 'Document', 'MutationObserver'] as const
  for (const name of names)
    Object.defineProperty(globalThis, name, { value: window[name], configurable: true })
  Object.defineProperty(globalThis, 'window', { value: window, configurable: true })
  Object.defineProperty(globalThis, 'document', { value: window.document, configurable: true })
  return window.document
}
