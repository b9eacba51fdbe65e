import { changeTags } from '../../../lib/platform/tags'
import { plainText, withLineEnds } from '../../../lib/submission/text'
import { stepsPerCharacter } from '../../kit/counted-text'

test('changes whole tags of a name, in any case and with attributes, and leaves what never ends', () => {
  const upper = (html: string) => changeTags(html, /^<img\b/i, (tag) => tag.toUpperCase())
  expect(upper('<p>a<img src="b"> <IMG> <image></p>')).toBe('<p>a<IMG SRC="B"> <IMG> <image></p>')
  expect(upper('a <img b')).toBe('a <img b')
  expect(upper('a < b <img <img c> d')).toBe('a < b <IMG <IMG C> d')
})

test.each(['<br', '<br ', '</p', '<', '<br>', '<br <p>', ' \n'])(
  'blocks on their own lines cost the same for each character, however often “%s” comes',
  (pattern) => {
    for (const steps of stepsPerCharacter(pattern, withLineEnds)) expect(steps).toBeLessThan(20)
  },
)

test('the words of a body keep their lines, and blanks before a line end go', () => {
  expect(plainText('<p>一 \t</p><p>二<br>三</p>\n\n\n\n<ul><li>四</li></ul>')).toBe('一\n二\n三\n\n四')
})
