import * as z from 'zod'
import { chainedStore } from '../matter/chained'
import { conflictTries } from '../matter/look-again'
import type { WaitOf } from '../matter/waiting'
import type { Clock } from '../platform/clock'
import type { FieldCipher } from '../platform/field-cipher'
import { sha256 } from '../platform/ids'
import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import { Refusal } from '../platform/refusal'
import { absent, ConditionFailed, type Table, type Write } from '../platform/table'
import { complaintRules } from '../policy/complaint-rule'
import { beijingDate } from '../policy/working-days'
import { Chat, Complaint, leftChat, Message, Note } from './complaint'

const pk = (id: string) => `COMPLAINT#${id}`
const chatPk = (id: string) => `CHAT#${id}`
const chatKey = (id: string) => ({ pk: chatPk(id), sk: 'HEAD' })
const messageKey = (chatId: string, at: string, id: string) => ({ pk: chatPk(chatId), sk: `MSG#${at}#${id}` })

/** The machine of a complaint while it waits. */
export const complaintWait = (id: string): WaitOf => ({ pk: pk(id), watched: { kind: 'complaint', id } })

/** A follower's conversation, by a hash: the openid itself is kept sealed only. */
export const chatIdOf = (account: string, openId: string): string =>
  sha256(`${account} ${openId}`).slice(0, 32)

/** The place of a complaint in its unit's list. */
const unitPlaceWrite = ({ id, unitId, registeredAt }: Complaint): Write[] =>
  unitId === undefined
    ? []
    : [
        {
          put: {
            pk: pk(id),
            sk: 'PLACE',
            complaintId: id,
            gsi1pk: `UNIT#${unitId}#COMPLAINTS`,
            gsi1sk: registeredAt,
          },
        },
      ]

/** The table drops a row by itself when it has been kept as long as a customer's data may stay. */
const ttlFrom = (at: string): number =>
  Math.ceil(Date.parse(at) / 1000) + complaintRules.keepPersonalDays * 86_400

const unchanged = ({ revision }: Chat) => ({
  expression: '#revision = :seen',
  names: { '#revision': 'revision' },
  values: { ':seen': revision },
})

const chatWrite = (before: Chat | undefined, chat: Chat): Write => {
  const { lastMessageAt, unsubscribedAt, complaintIds } = chat
  const lived = lastMessageAt ?? unsubscribedAt
  return {
    put: {
      ...chat,
      revision: (before?.revision ?? 0) + 1,
      ...chatKey(chat.id),
      ...(lastMessageAt !== undefined && { gsi1pk: 'CHATS', gsi1sk: lastMessageAt }),
      // With a complaint the conversation goes when that does (`releaseChat`), without one by itself.
      ...(complaintIds.length === 0 && lived !== undefined && { ttl: ttlFrom(lived) }),
    },
    when: before ? unchanged(before) : absent,
  }
}

/** A page, of those that `fits` lets through. */
type Ask = Paging & {
  /** registered between two instants, both inclusive */
  from?: string | undefined
  to?: string | undefined
  fits?: (complaint: Complaint) => boolean
}

export const Access = z.object({
  at: z.string(),
  by: z.string(),
  name: z.string(),
  /** only its first words, in a list; said once a person and day */
  gist: z.literal(true).optional(),
})
type Access = z.infer<typeof Access>

/** Whose first words a person has read on a Beijing date: complaints and conversations by their partition. */
const gistsKey = (date: string, person: string) => ({ pk: 'COMPLAINT#GISTS', sk: `${date}#${person}` })

/** Complaints and conversations as lists show them, for whoever has no key to what is sealed. */
export function complaintLists(table: Table) {
  return {
    async chat(id: string): Promise<Chat | undefined> {
      const row = await table.get(chatKey(id))
      return row && Chat.parse(row)
    },

    /** Registered last first. */
    async newest({ fits, to, ...paging }: Ask = {}): Promise<Page<Complaint>> {
      const rows = await pageOf(table, 'COMPLAINTS', {
        ...paging,
        ...(to !== undefined && { to: `${to}#~` }),
        newestFirst: true,
        ...(fits && { fits: (row) => fits(Complaint.parse(row)) }),
      })
      return mapPage(rows, (row) => Complaint.parse(row))
    },

    /** Assigned to a unit, registered last first; a page may hold fewer lines than asked for. */
    async ofUnit(unitId: string, { fits = () => true, ...paging }: Ask = {}): Promise<Page<Complaint>> {
      const list = `UNIT#${unitId}#COMPLAINTS`
      const { items, ...rest } = await pageOf(table, list, { ...paging, newestFirst: true })
      const heads = await Promise.all(
        items.map((row) => table.get({ pk: pk(String(row['complaintId'])), sk: 'HEAD' })),
      )
      return { items: heads.flatMap((row) => (row ? [Complaint.parse(row)] : [])).filter(fits), ...rest }
    },

    /** Conversations, that of the newest message first. */
    async chats({ fits, ...paging }: Paging & { fits?: (chat: Chat) => boolean } = {}): Promise<Page<Chat>> {
      const rows = await pageOf(table, 'CHATS', {
        ...paging,
        newestFirst: true,
        ...(fits && { fits: (row) => fits(Chat.parse(row)) }),
      })
      return mapPage(rows, (row) => Chat.parse(row))
    },
  }
}

/** Complaints with their ledgers, and conversations; what tells who a customer is lies sealed (docs/table.md). */
export function complaintStore(table: Table, clock: Clock, cipher: FieldCipher) {
  const messageWrite = async (chatId: string, message: Message): Promise<Write> => ({
    put: {
      ...message,
      text: await cipher.seal(message.text, `${chatId} ${message.id}`),
      ...messageKey(chatId, message.at, message.id),
      ttl: ttlFrom(message.at),
    },
    when: absent,
  })

  const { chat } = complaintLists(table)

  const logRead = async (
    of: string,
    by: { id: string; name: string },
    more: Pick<Access, 'gist'> = {},
  ): Promise<void> => {
    const at = clock.now().toISOString()
    await table.put({ pk: of, sk: `READ#${at}#${by.id}`, at, by: by.id, name: by.name, ...more })
  }

  /** A list is looked at all day: what a person has read of it is on record once a day with each that it showed. */
  const logGists = async (of: string[], by: { id: string; name: string }): Promise<void> => {
    const now = clock.now()
    const key = gistsKey(beijingDate(now), by.id)
    const row = await table.get(key)
    const before = z.array(z.string()).parse(row?.['of'] ?? [])
    const anew = of.filter((one) => !before.includes(one))
    if (anew.length === 0) return
    await Promise.all(anew.map((one) => logRead(one, by, { gist: true })))
    await table.put({ ...key, of: [...before, ...anew], ttl: Math.ceil(now.getTime() / 1000) + 2 * 86_400 })
  }

  const readsOf = async (of: string): Promise<Access[]> =>
    (await table.partition(of, 'READ#')).map((row) => Access.parse(row))

  return {
    ...chainedStore({
      table,
      clock,
      pk,
      parse: (row) => Complaint.parse(row),
      idOf: ({ id }) => id,
      place: ({ registeredAt, id }) => ({ gsi1pk: 'COMPLAINTS', gsi1sk: `${registeredAt}#${id}` }),
      alsoWrites: (before, next) => (before?.unitId === next.unitId ? [] : unitPlaceWrite(next)),
      watched: () => 'complaint',
      missing: () => new Refusal('NotFound', { zh: '没有这件客诉', en: 'there is no such complaint' }),
    }),
    ...complaintLists(table),

    /** Registered between two instants, both inclusive. */
    async between(from: string, to: string, limit: number): Promise<Complaint[]> {
      return (await table.list('COMPLAINTS', { from, to: `${to}#~`, limit })).map((row) =>
        Complaint.parse(row),
      )
    },

    /**
     * Changes a conversation together with a message: `undefined` changes nothing, a message that is there already too.
     * Answers what then stands, and whether this call wrote it.
     */
    async changeChat(
      id: string,
      decide: (
        chat: Chat | undefined,
      ) => Promise<{ chat: Chat; message?: Message; writes?: Write[] } | undefined>,
    ): Promise<{ chat: Chat | undefined; written: boolean }> {
      for (let attempt = 1; ; attempt++) {
        const before = await chat(id)
        const change = await decide(before)
        if (!change) return { chat: before, written: false }
        try {
          await table.transact([
            chatWrite(before, change.chat),
            ...(change.message ? [await messageWrite(id, change.message)] : []),
            ...(change.writes ?? []),
          ])
          return { chat: { ...change.chat, revision: (before?.revision ?? 0) + 1 }, written: true }
        } catch (error) {
          if (!(error instanceof ConditionFailed) || attempt === conflictTries) throw error
          // The message is there: a repeat of the same push.
          if (error.row?.sk.startsWith('MSG#')) return { chat: await chat(id), written: false }
        }
      }
    },

    /** Newest last, opened. */
    async messages(chatId: string): Promise<Message[]> {
      const rows = (await table.partition(chatPk(chatId), 'MSG#')).map((row) => Message.parse(row))
      return Promise.all(
        rows.map(async (row) => ({ ...row, text: await cipher.open(row.text, `${chatId} ${row.id}`) })),
      )
    },

    /** Ids of what was said after an instant, unopened. */
    async saidAfter(chatId: string, at: string): Promise<string[]> {
      const rows = (await table.partition(chatPk(chatId), 'MSG#')).map((row) => Message.parse(row))
      return rows.filter((message) => message.at > at).map(({ id }) => id)
    },

    /** What became of a message of ours; only an intent changes. */
    async settleMessage(
      chatId: string,
      message: Message,
      state: NonNullable<Message['state']>,
    ): Promise<void> {
      const key = messageKey(chatId, message.at, message.id)
      const row = await table.get(key)
      if (row?.['state'] !== 'sending') return
      try {
        await table.put(
          { ...row, state },
          {
            expression: '#state = :sending',
            names: { '#state': 'state' },
            values: { ':sending': 'sending' },
          },
        )
      } catch (error) {
        // Settled by another run, or erased with its conversation: that stands.
        if (!(error instanceof ConditionFailed)) throw error
      }
    },

    /**
     * WeChat's demand when somebody unsubscribes: who it was and what was said until then are gone. `seen` is the
     * conversation whose complaints are erased already but for those that `stay`; it forgets them, so that whoever comes
     * back is taken anew.
     * @throws ConditionFailed when it changed since: erase again
     */
    async eraseChat(seen: Chat, at: Date, stay: string[]): Promise<void> {
      const until = at.toISOString()
      for (const row of await table.partition(chatPk(seen.id), 'MSG#'))
        if (Message.parse(row).at <= until) await table.remove(row)
      const cameBack = (seen.lastMessageAt ?? '') > until
      const complaintId = stay.find((id) => id === seen.complaintId) ?? stay.at(-1)
      await table.transact([
        chatWrite(
          seen,
          cameBack
            ? { ...seen, complaintIds: stay, complaintId, leftAt: until }
            : leftChat(seen.id, at, seen.revision),
        ),
      ])
    },

    /**
     * A closed complaint has been kept long enough: what was said until its closing goes, and the openid with it unless
     * a later complaint or later words still need it. @throws ConditionFailed when the conversation changed meanwhile
     */
    async releaseChat(id: string, complaintId: string, closedAt: string): Promise<void> {
      const before = await chat(id)
      if (!before?.complaintIds.includes(complaintId)) return
      const said = await table.partition(chatPk(id), 'MSG#')
      for (const row of said) if (Message.parse(row).at <= closedAt) await table.remove(row)
      const complaintIds = before.complaintIds.filter((one) => one !== complaintId)
      const isOver = complaintIds.length === 0 && (before.lastMessageAt ?? '') <= closedAt
      await table.transact([
        isOver
          ? { remove: chatKey(id), when: unchanged(before) }
          : chatWrite(before, {
              ...before,
              complaintIds,
              complaintId: before.complaintId === complaintId ? undefined : before.complaintId,
            }),
      ])
    },

    /** Who read the customer's data, and when; kept with the complaint. */
    logAccess: (id: string, by: { id: string; name: string }) => logRead(pk(id), by),
    accesses: (id: string) => readsOf(pk(id)),

    /** A note as a row for the transaction that says why it was written; sealed. */
    noteWrite: async (complaintId: string, note: Note): Promise<Write> => ({
      put: {
        ...note,
        text: await cipher.seal(note.text, `${complaintId} ${note.id}`),
        pk: pk(complaintId),
        sk: `NOTE#${note.at}#${note.id}`,
      },
      when: absent,
    }),

    /** Newest last, opened. */
    async notes(complaintId: string): Promise<Note[]> {
      const notes = (await table.partition(pk(complaintId), 'NOTE#')).map((row) => Note.parse(row))
      return Promise.all(
        notes.map(async (note) => ({
          ...note,
          text: await cipher.open(note.text, `${complaintId} ${note.id}`),
        })),
      )
    },

    /** They speak of the customer: they go with their data. */
    async dropNotes(complaintId: string): Promise<void> {
      for (const row of await table.partition(pk(complaintId), 'NOTE#')) await table.remove(row)
    },

    /** Before the first words of these are opened for a list. */
    logGists: (of: { complaints?: string[]; chats?: string[] }, by: { id: string; name: string }) =>
      logGists([...(of.complaints ?? []).map(pk), ...(of.chats ?? []).map(chatPk)], by),

    /** What the customer said last in a conversation, opened; at most the newest ten messages are looked through. */
    async lastWords(chatId: string): Promise<string | undefined> {
      const rows = await table.span(chatPk(chatId), {
        ...{ from: 'MSG#', to: 'MSG#~', newestFirst: true, limit: 10 },
      })
      const last = rows.map((row) => Message.parse(row)).find(({ from }) => from === 'customer')
      return last && cipher.open(last.text, `${chatId} ${last.id}`)
    },

    /** Who read a conversation before it was a complaint. */
    logChatAccess: (chatId: string, by: { id: string; name: string }) => logRead(chatPk(chatId), by),
    chatAccesses: (chatId: string) => readsOf(chatPk(chatId)),
  }
}

export type Complaints = ReturnType<typeof complaintStore>

export type ComplaintLists = ReturnType<typeof complaintLists>
