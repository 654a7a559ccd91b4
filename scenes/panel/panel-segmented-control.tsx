import { PanelButton } from './panel-button.tsx'
import { PanelRow, PanelRowLabel } from './panel-row.tsx'

/** A row of buttons of which one is selected. */
export function PanelSegmentedControl<T extends string>({
  name,
  options,
  value,
  onChoose,
}: {
  name: string
  options: readonly { value: T; name: string }[]
  value: T
  onChoose: (value: T) => void
}) {
  return (
    <PanelRow>
      <PanelRowLabel>{name}</PanelRowLabel>
      <PanelRow gap={6} grow={1}>
        {options.map((option) => (
          <PanelButton
            key={option.value}
            label={option.name}
            group={name}
            on={value === option.value}
            onPress={() => onChoose(option.value)}
          />
        ))}
      </PanelRow>
    </PanelRow>
  )
}
