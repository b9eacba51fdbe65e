import type { IncomingMessage } from 'node:http'
import type { Handler } from './gateway'

/** What AWS bills by use; Lambda’s time and the machines’ transitions are read where they are kept anyway. */
export interface Bill {
  apiRequests: number
  tableReadUnits: number
  tableWriteUnits: number
  /** PUT, POST and lists */
  s3Puts: number
  s3Gets: number
  /** to people; what functions read of a bucket is free */
  bytesOut: number
}

/** An empty bill; a cloud that was started with it adds to it (bench/cost.ts). */
export const newBill = (): Bill => ({
  ...{ apiRequests: 0, tableReadUnits: 0, tableWriteUnits: 0 },
  ...{ s3Puts: 0, s3Gets: 0, bytesOut: 0 },
})

/** A list is billed as a PUT, and deleting is free. */
function countBucketCall(bill: Bill, { method, url = '/' }: IncomingMessage): void {
  const { pathname } = new URL(url, 'http://s3')
  const ofObject = pathname.split('/').filter(Boolean).length > 1
  if (method === 'PUT' || method === 'POST' || (method === 'GET' && !ofObject)) bill.s3Puts++
  else if (method === 'GET' || method === 'HEAD') bill.s3Gets++
}

const counting =
  (bill: Bill, isOut: (request: IncomingMessage) => boolean, count: (request: IncomingMessage) => void) =>
  (handler: Handler): Handler =>
  (request, response) => {
    count(request)
    const { socket } = response
    const before = socket?.bytesWritten ?? 0
    if (isOut(request)) response.once('finish', () => (bill.bytesOut += (socket?.bytesWritten ?? 0) - before))
    return handler(request, response)
  }

/** The two doors at which AWS counts, given to a bill when there is one. */
export const billed = {
  bucket: (bill: Bill | undefined, handler: Handler): Handler =>
    bill
      ? counting(
          bill,
          ({ headers }) => headers.authorization === undefined,
          (request) => countBucketCall(bill, request),
        )(handler)
      : handler,
  api: (bill: Bill | undefined, handler: Handler): Handler =>
    bill
      ? counting(
          bill,
          () => true,
          () => bill.apiRequests++,
        )(handler)
      : handler,
}
