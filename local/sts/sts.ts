import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyOf } from '../outside/http'
import type { Access, MovableClock } from '../aws/access'
import { SignatureError, verifySignature } from '../aws/signature'
import { place } from '../template/place'

/** GetCallerIdentity, the one question every operator's command asks first. The query protocol: form in, XML out. */
export function createSts(options: { access: Access; clock: MovableClock }) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number, xml: string) => {
      response.writeHead(status, { 'content-type': 'text/xml' })
      response.end(xml)
    }
    const body = await bodyOf(request)
    const refuse = (status: number, code: string, message: string) =>
      answer(
        status,
        `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
      )
    const action = new URLSearchParams(body.toString('utf8')).get('Action')
    if (action !== 'GetCallerIdentity')
      return refuse(400, 'InvalidAction', 'the one-machine cloud answers GetCallerIdentity only')
    try {
      const { method = 'POST', url = '/', headers } = request
      const hash = createHash('sha256').update(body).digest('hex')
      const { name, accessKeyId } = verifySignature(
        { method, url, headers },
        hash,
        options.access,
        options.clock.now(),
      )
      const arn = `arn:${place.partition}:sts::${place.accountId}:assumed-role/${name}/one-machine`
      answer(
        200,
        `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>${accessKeyId}</UserId><Account>${place.accountId}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      )
    } catch (error) {
      if (!(error instanceof SignatureError)) throw error
      refuse(403, error.code, error.message)
    }
  }
}
