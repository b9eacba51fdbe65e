import { markup, type Markup } from '../../lib/platform/markup'

/** The frame of every mailbox page. */
export const shell = (title: string, body: Markup): string =>
  `<!doctype html>${
    markup`<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><link rel="stylesheet" href="/mailbox/style.css"></head><body><header><a class="brand" href="/mailbox"><span class="mark" aria-hidden="true">信</span> 信箱 <small lang="en">Mailbox</small></a><nav aria-label="本机"><a href="/">首页 <small lang="en">Home</small></a><a href="/phone">手机 <small lang="en">Phone</small></a><a href="/weibo">微博 <small lang="en">Weibo</small></a></nav></header>${body}</body></html>`
      .html
  }`

/** Minute of an ISO time on the Beijing wall clock: `11-24 17:30`. */
export const shortTime = (iso: string): string =>
  new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ')
