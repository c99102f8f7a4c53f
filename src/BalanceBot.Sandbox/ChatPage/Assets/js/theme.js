const KEY = "balancebot.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

export const currentTheme = () => document.documentElement.dataset.theme;

/** Follows the system until somebody chooses; the choice is kept. */
export function watchTheme(changed) {
  const show = (theme) => {
    document.documentElement.dataset.theme = theme;
    changed(theme);
  };
  system.addEventListener("change", (event) => {
    if (!remembered()) show(event.matches ? "dark" : "light");
  });
  show(currentTheme());
  return () => {
    const next = currentTheme() === "dark" ? "light" : "dark";
    remember(next);
    show(next);
  };
}
