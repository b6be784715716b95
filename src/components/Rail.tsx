import type { PageName } from "../lib/transport";
import { Icon, type IconName, Mark } from "./Icon";

const PAGES: readonly { readonly name: PageName; readonly label: string }[] = [
  { name: "ask", label: "Ask" },
  { name: "system", label: "System" },
  { name: "models", label: "Models" },
  { name: "history", label: "History" },
];

interface RailProps {
  readonly page: PageName;
  readonly onPage: (page: PageName) => void;
  readonly onTheme: () => void;
  readonly themeLabel: string;
  readonly onHelp: () => void;
}

/** Where you are: on the left, and at the bottom of a narrow window. */
export function Rail({ page, onPage, onTheme, themeLabel, onHelp }: RailProps) {
  return (
    <nav className="rail" aria-label="Pages">
      <Mark />
      {PAGES.map(({ name, label }) => (
        <button
          key={name}
          type="button"
          className="rail-item"
          aria-current={page === name ? "page" : undefined}
          onClick={() => onPage(name)}
        >
          <Icon name={name} />
          {label}
        </button>
      ))}
      <span className="rail-space" />
      <RailTool icon="theme" label={themeLabel} onClick={onTheme} />
      <RailTool icon="help" label="Keys and help" onClick={onHelp} />
    </nav>
  );
}

interface RailToolProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
}

function RailTool({ icon, label, onClick }: RailToolProps) {
  return (
    <button type="button" className="rail-tool" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
