// Light or dark: the system's wish until the person chooses. The choice is a cookie, so that
// the server writes it into the next page and nothing flickers.
const YEAR = 365 * 24 * 3600;

function shown(root) {
  const chosen = root.documentElement.dataset.bsTheme;
  return chosen || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

export function startTheme(root) {
  for (const button of root.querySelectorAll("[data-theme-switch]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const next = shown(root) === "dark" ? "light" : "dark";
      root.documentElement.dataset.bsTheme = next;
      root.cookie = `huiyin_theme=${next}; path=/; max-age=${YEAR}; samesite=lax`;
    });
  }
}
