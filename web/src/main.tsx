import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './portal.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiRefusal } from './api/client'
import { Portal } from './portal'
import { LanguageProvider } from './language'
import { Look } from './look'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal is an answer; only what broke on the way is asked again.
      retry: (count, error) => !(error instanceof ApiRefusal) && count < 3,
    },
  },
})

createRoot(document.getElementById('portal')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <Look>
          <Portal />
        </Look>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
)
