/** What the field shows for "as soon as it is confirmed". */
export const atOnce = ''

/** Beijing time HH:MM of an edition; one that may go from the first minute of its day goes at once. */
export function hourOf(sendAt: string): string {
  const hour = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(sendAt))
  return hour === '00:00' ? atOnce : hour
}

/** What is asked of the service: leaving the hour out would keep the old one. */
export const wishedHour = (shown: string): string | null => (shown === atOnce ? null : shown)
