/** The one submission that no person wrote: in no unit's list, never submitted, and gone within minutes (decision 0073). */
export const canaryId = 'ca0a7100-0000-4000-8000-000000000000'
export const isCanary = (submissionId: string): boolean => submissionId === canaryId
