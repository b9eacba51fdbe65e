import { createMailbox } from '../../../local/mail/mailbox'

/** A mailbox in a process of its own, so that a test can kill it. Prints its SMTP address. */
void createMailbox({
  dir: process.argv[2]!,
  clock: { now: () => Date.now(), onMove: () => () => undefined },
}).then((mailbox) => process.stdout.write(`${mailbox.smtpUrl}\n`))
