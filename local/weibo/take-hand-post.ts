import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyOf, seeOther, sendPage } from '../outside/http'
import { WeiboError } from './errors'
import { writePage } from './pages/timeline'
import type { PostFile } from './state'
import { postByHand } from './statuses'
import type { Twin } from './twin'

/** Above what a company posts by hand in a demonstration; a real video goes to Weibo itself. */
const handPostMaxBytes = 200 * 1_048_576
const extensions: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
}

async function keepFiles(twin: Twin, form: FormData): Promise<PostFile[]> {
  const files: PostFile[] = []
  for (const value of form.getAll('files')) {
    if (typeof value === 'string' || value.size === 0) continue
    const extension = extensions[value.type]
    if (!extension) throw new WeiboError(20005)
    const bytes = new Uint8Array(await value.arrayBuffer())
    files.push({ file: twin.keepFile(bytes, extension), contentType: value.type })
  }
  return files
}

/** The form of `/write`: what the account's holder posts in Weibo itself. */
export async function takeHandPost(
  twin: Twin,
  req: IncomingMessage,
  res: ServerResponse,
  base: string,
): Promise<void> {
  const body = await bodyOf(req, handPostMaxBytes)
  const headers = { 'content-type': req.headers['content-type'] ?? '' }
  try {
    const form = await new Response(body, { headers }).formData()
    postByHand(twin, String(form.get('text') ?? '').replaceAll('\r\n', '\n'), await keepFiles(twin, form))
    twin.save()
    seeOther(res, `${base}/`)
  } catch (error) {
    if (!(error instanceof WeiboError)) throw error
    sendPage(res, writePage(twin, base, `${error.code} ${error.message}`), { status: 400 })
  }
}
