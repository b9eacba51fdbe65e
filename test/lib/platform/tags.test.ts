import { changeTags, type ScannedText } from '../../../lib/platform/tags'
import { plainText } from '../../../lib/submission/text'
import { stepsPerCharacter } from '../../kit/counted-text'

test('changes whole tags of a name, in any case and with attributes, and leaves what never ends', () => {
  const upper = (html: string) => changeTags(html, /^<img\b/i, (tag) => tag.toUpperCase())
  expect(upper('<p>a<img src="b"> <IMG> <image></p>')).toBe('<p>a<IMG SRC="B"> <IMG> <image></p>')
  expect(upper('a <img b')).toBe('a <img b')
  expect(upper('a < b <img <img c> d')).toBe('a < b <IMG <IMG C> d')
})

test.each(['<img', '<img ', '</p', '<', '<img>', '<img <p>', ' \n'])(
  'changing tags costs the same for each character, however often “%s” comes',
  (pattern) => {
    const change = (html: ScannedText) => changeTags(html, /^<img\b/i, (tag) => `${tag}\n`)
    for (const steps of stepsPerCharacter(pattern, change)) expect(steps).toBeLessThan(20)
  },
)

test('the words of a body keep their lines, and blanks run together as browsers do', () => {
  expect(plainText('<p>一 \t</p><p>二<br>三\n 四</p>\n\n\n\n<ul><li>五</li></ul>')).toBe('一\n二\n三 四\n五')
})
