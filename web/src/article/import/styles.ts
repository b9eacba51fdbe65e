import { declarationsOf } from '../../../../lib/article/language'

export type Style = Map<string, string>

/** Rules of a style sheet that name an element, a class, or both: what Word and Excel put on the clipboard. */
export class StyleSheet {
  private readonly rules = new Map<string, string[]>()

  constructor(document: Document) {
    const text = [...document.querySelectorAll('style')]
      .map(({ textContent }) => textContent ?? '')
      .join('\n')
    const plain = text.replace(/<!--|-->/g, '').split('}')
    for (const rule of plain) {
      const brace = rule.indexOf('{')
      if (brace < 0) continue
      for (const selector of rule.slice(0, brace).split(',')) {
        const name = selector.trim().toLowerCase()
        if (!/^[a-z][a-z0-9]*$|^[a-z0-9]*\.[\w-]+$/.test(name)) continue
        this.rules.set(name, [...(this.rules.get(name) ?? []), rule.slice(brace + 1)])
      }
    }
  }

  /** The style of an element by its own sheet, its old attributes and its style attribute, the last wins. */
  of(element: Element): Style {
    const tag = element.tagName.toLowerCase()
    const classes = [...element.classList].map((one) => one.toLowerCase())
    const names = [tag, ...classes.map((one) => `.${one}`), ...classes.map((one) => `${tag}.${one}`)]
    const texts = names.flatMap((name) => this.rules.get(name) ?? [])
    const style: Style = new Map()
    const old: [attribute: string, property: string][] = [
      ['align', 'text-align'],
      ['bgcolor', 'background-color'],
      ['color', 'color'],
      ['face', 'font-family'],
    ]
    for (const text of texts) for (const { name, value } of declarationsOf(text)) style.set(name, value)
    for (const [attribute, property] of old) {
      const value = element.getAttribute(attribute)
      if (value) style.set(property, value)
    }
    for (const { name, value } of declarationsOf(element.getAttribute('style') ?? ''))
      style.set(name, value.replace(/\s*!important$/i, ''))
    return style
  }
}
