import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './portal.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiRefusal } from './api/client'
import { openQueries } from './api/queries'
import { Portal } from './portal'
import { LanguageProvider } from './language'
import { Look } from './look'

const queries = openQueries((error) => error instanceof ApiRefusal)

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
