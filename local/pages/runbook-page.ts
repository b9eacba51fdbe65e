import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { escapeHtml, sendPage } from './page'

const coded = (text: string) => escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>')

/** The runbook as it stands in docs/, section by section, so that an alarm's link leads somewhere on one machine too. */
export function runbookPage(file: string): (response: ServerResponse) => void {
  return (response) => {
    const sections = readFileSync(file, 'utf8')
      .split(/^(?=## )/m)
      .map((section) => {
        const [heading = '', ...lines] = section.split('\n')
        const [, title = heading.replace(/^# /, ''), id = ''] = /^## (.*?) \{#([\w-]+)\}$/.exec(heading) ?? []
        return `<section class="widget" id="${escapeHtml(id)}"><h2>${escapeHtml(title)}</h2><p>${coded(lines.join('\n').trim()).replace(/\n(?=(Look|Do|Means):)/g, '<br>')}</p></section>`
      })
    sendPage(response, 'Runbook', sections.join(''))
  }
}
