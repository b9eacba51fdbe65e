import { WechatError } from './errors'
import { nextId, randomText, type Twin } from './twin'

const articlePictureBelowBytes = 1_048_576
const imageMaxBytes = 10 * 1_048_576
const thumbMaxBytes = 64 * 1024

const starts = (bytes: Uint8Array, ...signature: number[]) =>
  signature.every((byte, at) => bytes[at] === byte)

/** By content, not by name. */
function pictureTypeOf(
  bytes: Uint8Array,
): { extension: 'jpg' | 'png' | 'gif' | 'bmp'; contentType: string } | undefined {
  if (starts(bytes, 0xff, 0xd8, 0xff)) return { extension: 'jpg', contentType: 'image/jpeg' }
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))
    return { extension: 'png', contentType: 'image/png' }
  if (starts(bytes, 0x47, 0x49, 0x46, 0x38)) return { extension: 'gif', contentType: 'image/gif' }
  if (starts(bytes, 0x42, 0x4d)) return { extension: 'bmp', contentType: 'image/bmp' }
  return undefined
}

export interface UploadedFile {
  name: string
  bytes: Uint8Array
}

/** The file part `media` of a multipart body. */
export async function mediaPart(body: Uint8Array, contentType: string): Promise<UploadedFile> {
  if (!contentType.startsWith('multipart/form-data')) throw new WechatError(41005)
  let form: FormData
  try {
    form = await new Response(Buffer.from(body), { headers: { 'content-type': contentType } }).formData()
  } catch (error) {
    throw new WechatError(41005, {}, `media data missing: ${(error as Error).message}`)
  }
  const part = form.get('media')
  if (!(part instanceof Blob) || part.size === 0) throw new WechatError(41005)
  return { name: part.name, bytes: new Uint8Array(await part.arrayBuffer()) }
}

function keepPicture(
  twin: Twin,
  { bytes }: UploadedFile,
  type: NonNullable<ReturnType<typeof pictureTypeOf>>,
) {
  const id = `${nextId(twin.state)}${randomText(twin.random, 20)}`
  const url = `http://mmbiz.qpic.cn/mmbiz_${type.extension}/${id}/0`
  const picture = {
    file: twin.keepFile(bytes, type.extension),
    contentType: type.contentType,
    bytes: bytes.length,
    url,
  }
  twin.state.pictures[id] = picture
  return picture
}

/** `media/uploadimg`: jpg or png below 1 MB; gives a URL and no media_id. */
export function uploadImage(twin: Twin, file: UploadedFile) {
  const type = pictureTypeOf(file.bytes)
  if (type?.extension !== 'jpg' && type?.extension !== 'png') throw new WechatError(40005)
  if (file.bytes.length >= articlePictureBelowBytes) throw new WechatError(40009)
  return { url: keepPicture(twin, file, type).url, errcode: 0, errmsg: 'ok' }
}

/** `material/add_material` of type image or thumb; voice and video are not held here. */
export function addMaterial(twin: Twin, kind: string | null, file: UploadedFile) {
  if (kind !== 'image' && kind !== 'thumb') {
    throw new WechatError(40004, {}, `invalid media type: the twin holds image and thumb, not ${kind}`)
  }
  const type = pictureTypeOf(file.bytes)
  if (!type || (kind === 'thumb' && type.extension !== 'jpg')) throw new WechatError(40005)
  if (kind === 'image' && file.bytes.length > imageMaxBytes) throw new WechatError(40009)
  if (kind === 'thumb' && file.bytes.length > thumbMaxBytes) throw new WechatError(40012)
  const picture = keepPicture(twin, file, type)
  const mediaId = randomText(twin.random, 64)
  twin.state.materials[mediaId] = { ...picture, type: kind, name: file.name }
  return { media_id: mediaId, ...(kind === 'image' && { url: picture.url }) }
}
