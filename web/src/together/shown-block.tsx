import { getSchema } from '@tiptap/core'
import { DOMParser as ArticleParser, DOMSerializer } from '@tiptap/pm/model'
import { useEffect, useRef } from 'react'
import type { ShownPicture } from '../article/pictures'
import { articleExtensions } from '../article/schema'

const schema = getSchema(articleExtensions)

/** Blocks of a body to look at: only what the language of articles holds, so that nothing of it can act. */
export function ShownBlock({ html, pictures }: { html: string; pictures: readonly ShownPicture[] }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const page = new DOMParser().parseFromString(html, 'text/html')
    const { content } = ArticleParser.fromSchema(schema).parse(page.body)
    const shown = DOMSerializer.fromSchema(schema).serializeFragment(content)
    for (const figure of shown.querySelectorAll('figure')) {
      const picture = pictures.find(({ id }) => id === figure.getAttribute('data-media'))
      const image = figure.querySelector('img')
      if (picture?.url) image?.setAttribute('src', picture.url)
      else image?.replaceWith(picture?.fileName ?? figure.getAttribute('data-wanted') ?? '')
    }
    place.current?.replaceChildren(shown)
  }, [html, pictures])
  return <div ref={place} className="article-shown" />
}
