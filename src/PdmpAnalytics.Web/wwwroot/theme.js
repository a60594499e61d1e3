// Runs before the first paint: the chosen theme, else the one the system prefers.
(() => {
    "use strict";
    const key = "pdmp-theme";
    const preferred = () => localStorage.getItem(key)
        ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    const show = theme => document.documentElement.setAttribute("data-bs-theme", theme);

    show(preferred());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(preferred()));
    document.addEventListener("click", event => {
        if (event.target.closest("[data-theme-toggle]")) {
            const next = document.documentElement.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
            localStorage.setItem(key, next);
            show(next);
        }
    });
})();
