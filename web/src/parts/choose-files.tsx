import { FileButton, type FileButtonProps } from '@mantine/core'
import { useRef } from 'react'

/**
 * A button that asks for files. A browser tells nothing when the same name is chosen twice, unless it has forgotten the
 * first choice.
 */
export function ChooseFiles<Multiple extends boolean = false>(props: FileButtonProps<Multiple>) {
  const forget = useRef<() => void>(null)
  return (
    <FileButton
      {...props}
      resetRef={forget}
      onChange={(chosen) => {
        forget.current?.()
        props.onChange(chosen)
      }}
    />
  )
}
