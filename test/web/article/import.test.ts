import { aDocument } from './dom'

aDocument()

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getSchema } from '@tiptap/core'
import { DOMParser as Reader, DOMSerializer, type Node } from '@tiptap/pm/model'
import { articleBody } from '../../../lib/submission/article-body'
import { fromHtml, type Imported } from '../../../web/src/article/import/from-html'
import { fromText } from '../../../web/src/article/import/from-text'
import { hex } from '../../../web/src/article/looks'
import { articleExtensions } from '../../../web/src/article/schema'
import { corpus, type Case } from './corpus'

const schema = getSchema(articleExtensions)

function read(html: string): Node {
  const place = document.createElement('div')
  place.innerHTML = html
  return Reader.fromSchema(schema).parse(place)
}

function written(node: Node): string {
  const place = document.createElement('div')
  place.append(DOMSerializer.fromSchema(schema).serializeFragment(node.content, { document }))
  return place.innerHTML
}

const wordsOf = (html: string): string => {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const gone of page.querySelectorAll('script, style, head, [style*="mso-list:Ignore"]')) gone.remove()
  return (page.body.textContent ?? '').replace(/[\s\u00a0]/g, '')
}

/** A browser writes the colours of a look as `rgb()`. */
const plainColours = (node: Node) => JSON.stringify(node.toJSON()).replace(/rgb\([^)]*\)/g, hex)

const told = ({ changes }: Imported) =>
  changes.map(({ kind, what, places }) => `${kind} ${what.zh} @${places.join('|')}`)
const imported = ({ input, isText }: Case) => (isText ? fromText(input) : fromHtml(input))

const expectedAt = join(__dirname, 'expected.json')
const expected = JSON.parse(readFileSync(expectedAt, 'utf8')) as Record<
  string,
  { html: string; told: string[] }
>
const keyOf = ({ from, name }: Case) => `${from}: ${name}`

describe('what comes from other programs', () => {
  it('is more than seventy documents, each with its expected result', () => {
    if (process.env['WRITE_EXPECTED'])
      writeFileSync(
        expectedAt,
        `${JSON.stringify(Object.fromEntries(corpus.map((one) => [keyOf(one), { html: imported(one).html, told: told(imported(one)) }])), null, 2)}\n`,
      )
    expect(corpus.length).toBeGreaterThan(70)
    expect(Object.keys(expected)).toEqual(corpus.map(keyOf))
  })

  describe.each(corpus)('$from: $name', (one) => {
    const got = imported(one)

    it('comes out as it should, and says what changed', () => {
      expect({ html: got.html, told: told(got) }).toEqual(expected[keyOf(one)])
    })

    it('is held by the editor as it came in: not a word, a block or a look is lost there', () => {
      const node = read(got.html)
      node.check()
      const out = written(node)
      expect(wordsOf(out)).toBe(wordsOf(got.html))
      expect(plainColours(read(out))).toBe(plainColours(node))
      const tags = (html: string) =>
        [...html.matchAll(/<(?!\/)(\w+)/g)]
          .map(([, tag]) => tag)
          .filter((tag) => tag !== 'figcaption' && tag !== 'span')
      expect(tags(out)).toEqual(tags(got.html))
    })

    it('reaches readers whole: the platform drops nothing but pictures that are not there yet', () => {
      const body = written(read(got.html))
      const { html, dropped } = articleBody({ body, source: '源', unitName: '部', pictures: [], videos: [] })
      expect(
        dropped.filter(
          ({ kind, what }) => !(kind === 'picture' && got.pictures.some(({ key }) => key === what)),
        ),
      ).toEqual([])
      const figures = /<figure[\s\S]*?<\/figure>/g
      expect(wordsOf(html)).toContain(wordsOf(body.replace(figures, '\n')).slice(0, 20))
    })

    it('loses no words without a word about it', () => {
      const before = [...wordsOf(one.isText ? got.html : one.input)]
      const after = [...wordsOf(got.html)]
      const missing = before.filter((sign) => {
        const at = after.indexOf(sign)
        if (at >= 0) after.splice(at, 1)
        return at < 0
      })
      if (got.changes.every(({ kind }) => kind === 'changed')) expect(missing.join('')).toBe('')
    })
  })
})
