import { randomUUID } from 'node:crypto'
import { eventually, linkIn, codeIn, type ReadMail, type Visitor } from './visitor'

export interface Draft {
  title: string
  body: string
  source: string
  category: number
  channels: ('wechat' | 'weibo')[]
  mediaIds: string[]
  weiboText?: string
}

interface Shown {
  submission: {
    id: string
    state: string
    version: number
    edits: number
    note?: string
    contentHash?: string
    content: Draft
  }
  media: {
    id: string
    fileName: string
    state: string
    versionId?: string
    findings: { rule: string; severity: string }[]
    facts: Record<string, unknown>
  }[]
}

interface Upload {
  media: { id: string }
  form?: { url: string; fields: Record<string, string> }
  parts?: { bytes: number; count: number }
}

export const show = (who: Visitor, id: string) => who.get<Shown>(`/api/submissions/${id}`)

export const create = async (officer: Visitor, draft: Draft, key?: string): Promise<Shown['submission']> =>
  (await officer.post<Shown>('/api/submissions', draft, key)).submission

/** Sends a picture through its presigned form; answers S3's status and body. */
export async function sendForm(form: NonNullable<Upload['form']>, bytes: Uint8Array, type = 'image/jpeg') {
  const body = new FormData()
  for (const [name, value] of Object.entries(form.fields)) body.set(name, value)
  body.set('file', new Blob([new Uint8Array(bytes)], { type }), 'picture.jpg')
  const answer = await fetch(form.url, { method: 'POST', body })
  return { status: answer.status, text: await answer.text() }
}

export async function uploadPicture(
  officer: Visitor,
  submissionId: string,
  fileName: string,
  bytes: Uint8Array,
): Promise<string> {
  const { media, form } = await officer.post<Upload>(`/api/submissions/${submissionId}/media`, {
    fileName,
    contentType: 'image/jpeg',
    bytes: bytes.length,
  })
  if (!form) throw new Error('a picture is uploaded by a form')
  const sent = await sendForm(form, bytes)
  if (sent.status !== 201) throw new Error(`S3 answered ${sent.status}: ${sent.text}`)
  return media.id
}

/** Sends a video part by part; `read` gives the bytes of a part. */
export async function uploadVideo(
  officer: Visitor,
  submissionId: string,
  file: {
    name: string
    type: string
    bytes: number
    read(start: number, length: number): Promise<Uint8Array>
  },
): Promise<string> {
  const at = `/api/submissions/${submissionId}/media`
  const { media, parts } = await officer.post<Upload>(at, {
    fileName: file.name,
    contentType: file.type,
    bytes: file.bytes,
  })
  if (!parts) throw new Error('a video is uploaded in parts')
  for (let partNumber = 1; partNumber <= parts.count; partNumber++) {
    const { parts: signed } = await officer.post<{ parts: { url: string; bytes: number }[] }>(
      `${at}/${media.id}/parts`,
      {
        partNumbers: [partNumber],
      },
    )
    const part = signed[0]
    if (!part) throw new Error('no URL for a part')
    const body = await file.read((partNumber - 1) * parts.bytes, part.bytes)
    const answer = await fetch(part.url, { method: 'PUT', body: new Uint8Array(body) })
    if (!answer.ok) throw new Error(`part ${partNumber}: ${answer.status} ${await answer.text()}`)
  }
  await officer.post(`${at}/${media.id}/complete`)
  return media.id
}

/** Waits until a file has its verdict. */
export const verdictOn = (officer: Visitor, submissionId: string, mediaId: string) =>
  eventually(`the verdict on ${mediaId}`, async () =>
    (await show(officer, submissionId)).media.find(
      (one) => one.id === mediaId && ['accepted', 'refused'].includes(one.state),
    ),
  )

export async function use(officer: Visitor, submissionId: string, mediaIds: string[]): Promise<void> {
  const { submission } = await show(officer, submissionId)
  await officer.put(`/api/submissions/${submissionId}`, {
    edits: submission.edits,
    content: { ...submission.content, mediaIds },
  })
}

export async function submit(
  officer: Visitor,
  submissionId: string,
  version = 1,
  key: string = randomUUID(),
): Promise<Shown> {
  const { edits } = (await show(officer, submissionId)).submission
  const seen = { version, edits, agreed: { truth: true, unclassified: true } }
  return officer.post<Shown>(`/api/submissions/${submissionId}/submit`, seen, key)
}

/** The newest mail that asks this person to decide this title. */
export const askMail = (approver: Visitor, title: string, after = 0): Promise<ReadMail> =>
  eventually(`a mail asking ${approver.email} about ${title}`, async () =>
    (await approver.mails())
      .slice(after)
      .findLast((mail) => mail.text.includes(title) && mail.text.includes('/d/')),
  )

/** What a page's form holds: hidden fields and the answers it wants. */
export function formOf(page: string): { nonce: string; answers: string[] } {
  const nonce = /name="nonce"\s+value="([^"]+)"/.exec(page)?.[1]
  if (!nonce)
    throw new Error(
      `the page has no form: ${page
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .slice(0, 300)}`,
    )
  return { nonce, answers: [...page.matchAll(/name="(answers\[\d+\])"/g)].map((match) => match[1] ?? '') }
}

/** Opens the link of a mail and posts the form, as a browser without JavaScript would. */
export async function decideByMail(
  mail: ReadMail,
  choice: { approve: true; code?: string } | { reject: string; quote?: string },
): Promise<{ status: number; page: string }> {
  const link = linkIn(mail)
  const { nonce, answers } = formOf(await (await fetch(link)).text())
  const form = new URLSearchParams({ nonce })
  if ('approve' in choice) {
    form.set('choice', 'approve')
    form.set('code', choice.code ?? codeIn(mail))
    for (const name of answers) form.set(name, '已核实，属实')
  } else {
    form.set('choice', 'reject')
    form.set('reason', choice.reject)
    if (choice.quote) form.set('quote', choice.quote)
  }
  const answer = await fetch(link, { method: 'POST', body: form, redirect: 'follow' })
  return { status: answer.status, page: await answer.text() }
}
