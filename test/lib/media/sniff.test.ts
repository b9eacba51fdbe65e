import { sniff } from '../../../lib/media/sniff'
import { fixture } from '../../kit/media'

const ftyp = (brand: string) => Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0`, 'latin1')

it.each([
  ['picture.jpg', 'jpeg'],
  ['clip.avi', 'avi'],
  ['clip.wma', 'asf'],
  ['sound.wma', 'asf'],
  ['clip.mov', 'mov'],
  ['clip.mp4', 'mp4'],
  ['clip.3gp', '3gp'],
  ['clip.flv', 'flv'],
  ['clip.rm', 'rm'],
  ['clip.rmvb', 'rm'],
])('recognises %s as %s by its first bytes', (name, container) => {
  expect(sniff(fixture(name).subarray(0, 64))).toEqual({ container, name: container })
})

it.each([
  ['3g2', ftyp('3g2a')],
  ['heif', ftyp('heic')],
  ['avif', ftyp('avif')],
  ['jpeg-ls', Buffer.from('ffd8fff70000000000000000', 'hex')],
  ['png', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')],
  ['webp', Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1')],
  ['realaudio', Buffer.from('.ra\xfd\0\x04\0\0\0\0\0\0', 'latin1')],
  ['zip', Buffer.from('PK\x03\x04\x14\0\0\0\0\0\0\0', 'latin1')],
  ['pdf', Buffer.from('%PDF-1.7\n%\xe2\xe3', 'latin1')],
  ['program (exe)', Buffer.from('MZ\x90\0\x03\0\0\0\x04\0\0\0', 'latin1')],
  ['html', Buffer.from('\n <!DOCTYPE html><html>')],
  ['svg or xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">')],
  ['unknown', Buffer.alloc(64)],
  ['unknown', Buffer.alloc(0)],
])('calls what the policy does not take by its name: %s', (name, head) => {
  expect(sniff(head)).toEqual({ name })
})

it.each(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'])(
  'takes a file beginning with %s for an old QuickTime movie',
  (atom) => {
    expect(sniff(Buffer.from(`\0\0\0\x20${atom}\0\0\0\0`, 'latin1')).container).toBe('mov')
  },
)
