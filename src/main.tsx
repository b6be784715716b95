import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles/index.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { failureOf, failureText } from "./lib/failure";
import { applyTheme, storedTheme } from "./lib/theme";
import { openTransport } from "./lib/transport";

applyTheme(storedTheme());

const place = document.getElementById("root");
if (place === null) throw new Error("The page has no #root.");
const root = createRoot(place);
openTransport().then(
  (transport) =>
    root.render(
      <StrictMode>
        <App transport={transport} />
      </StrictMode>,
    ),
  (thrown: unknown) => root.render(<p className="failure">{failureText(failureOf(thrown))}</p>),
);
