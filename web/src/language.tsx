import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'

export type Language = 'zh' | 'en'
export interface Bilingual {
  zh: string
  en: string
}

interface Speaking {
  language: Language
  /** `say('同意', 'Approve')`, or a sentence the API gave in both languages */
  say(zh: string, en: string): string
  tell(sentence: Bilingual): string
  speak(language: Language): void
}

const Context = createContext<Speaking | undefined>(undefined)
const kept = 'qianfa.language'

/** zh-CN first, en complete; the choice is remembered on this device. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, speak] = useState<Language>(() => (localStorage.getItem(kept) === 'en' ? 'en' : 'zh'))
  useEffect(() => {
    localStorage.setItem(kept, language)
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  const speaking = useMemo<Speaking>(
    () => ({
      language,
      speak,
      say: (zh, en) => (language === 'zh' ? zh : en),
      tell: (sentence) => sentence[language],
    }),
    [language],
  )
  return <Context value={speaking}>{children}</Context>
}

export function useLanguage(): Speaking {
  const speaking = useContext(Context)
  if (!speaking) throw new Error('outside of LanguageProvider')
  return speaking
}
